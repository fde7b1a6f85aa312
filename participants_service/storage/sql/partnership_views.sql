-- name: select_partnership_facts
-- Partnerships with everything their lead providers see of them. Most people at a school begin on
-- one day, so training comes in counted groups.
  WITH spans AS (
       SELECT g.partnership_id,
              array_agg(g.started_on ORDER BY g.started_on, g.finished_on)  AS started_on,
              array_agg(g.finished_on ORDER BY g.started_on, g.finished_on) AS finished_on,
              array_agg(g.periods ORDER BY g.started_on, g.finished_on)     AS periods
         FROM (SELECT t.partnership_id, t.started_on, t.finished_on, count(*) AS periods
                 FROM unnest(:ids::uuid[]) AS n (id)
                 JOIN training_periods AS t ON t.partnership_id = n.id
                GROUP BY t.partnership_id, t.started_on, t.finished_on) AS g
        GROUP BY g.partnership_id
       )
SELECT p.id,
       p.school_id,
       p.lead_provider_id,
       p.delivery_partner_id,
       p.cohort,
       p.created_at,
       d.name AS delivery_partner_name,
       s.urn,
       s.name,
       s.eligible,
       s.induction_tutor_name,
       s.induction_tutor_email,
       s.primary_contact_email,
       s.secondary_contact_email,
       g.started_on,
       g.finished_on,
       g.periods
  FROM unnest(:ids::uuid[]) AS n (id)
  JOIN partnerships AS p ON p.id = n.id
  JOIN schools AS s ON s.id = p.school_id
  JOIN delivery_partners AS d ON d.id = p.delivery_partner_id
  LEFT JOIN spans AS g ON g.partnership_id = p.id;

-- name: select_partnerships_of
-- The partnerships of some schools and of some delivery partners, each by its own index.
SELECT p.id
  FROM partnerships AS p
 WHERE p.school_id = ANY (:school_ids::uuid[])
 UNION
SELECT p.id
  FROM partnerships AS p
 WHERE p.delivery_partner_id = ANY (:delivery_partner_ids::uuid[]);

-- name: select_view_digests
-- Enough of each view to tell whether a new one differs.
SELECT v.lead_provider_id,
       v.partnership_id AS id,
       v.digest,
       v.flips_on,
       v.updated_at
  FROM unnest(:lead_provider_ids::uuid[], :ids::text[]::uuid[]) AS k (lead_provider_id, id)
  JOIN partnership_views AS v
    ON v.lead_provider_id = k.lead_provider_id
   AND v.partnership_id = k.id;

-- name: upsert_views
INSERT INTO partnership_views AS v (
       lead_provider_id, partnership_id, body, digest, created_at, updated_at, flips_on, cohort,
       delivery_partner_id)
SELECT n.lead_provider_id, n.id, n.body, n.digest, n.created_at, n.updated_at, n.flips_on,
       n.cohort, n.delivery_partner_id
  FROM unnest(
           :lead_provider_ids::uuid[], :ids::text[]::uuid[], :bodies::bytea[], :digests::bytea[],
           :created_at::timestamptz[], :updated_at::timestamptz[], :flips_on::date[],
           :cohort::integer[], :delivery_partner_id::uuid[]
       ) AS n (
           lead_provider_id, id, body, digest, created_at, updated_at, flips_on, cohort,
           delivery_partner_id
       )
    ON CONFLICT ON CONSTRAINT partnership_views_pkey DO UPDATE
   SET body                = excluded.body,
       digest              = excluded.digest,
       created_at          = excluded.created_at,
       updated_at          = excluded.updated_at,
       flips_on            = excluded.flips_on,
       cohort              = excluded.cohort,
       delivery_partner_id = excluded.delivery_partner_id;

-- name: update_view_columns
-- When the number will change may be different although it is the same today.
UPDATE partnership_views AS v
   SET created_at          = n.created_at,
       flips_on            = n.flips_on,
       cohort              = n.cohort,
       delivery_partner_id = n.delivery_partner_id
  FROM unnest(
           :lead_provider_ids::uuid[], :ids::text[]::uuid[], :created_at::timestamptz[],
           :flips_on::date[], :cohort::integer[], :delivery_partner_id::uuid[]
       ) AS n (lead_provider_id, id, created_at, flips_on, cohort, delivery_partner_id)
 WHERE v.lead_provider_id = n.lead_provider_id
   AND v.partnership_id = n.id;

-- name: update_view_distrusted
-- A digest that nothing has makes the next refresh write the view again.
UPDATE partnership_views AS v
   SET digest = ''
  FROM unnest(:lead_provider_ids::uuid[], :ids::text[]::uuid[]) AS k (lead_provider_id, id)
 WHERE v.lead_provider_id = k.lead_provider_id
   AND v.partnership_id = k.id;

-- name: delete_views
-- The keys that come back are those for which a tombstone is due.
DELETE FROM partnership_views AS v
 USING unnest(:lead_provider_ids::uuid[], :ids::text[]::uuid[]) AS k (lead_provider_id, id)
 WHERE v.lead_provider_id = k.lead_provider_id
   AND v.partnership_id = k.id
RETURNING v.lead_provider_id, v.partnership_id AS id;

-- name: select_stored_views
-- Complete views of these partnerships, to be compared with new ones or shifted in time.
SELECT v.lead_provider_id,
       v.partnership_id AS id,
       v.body,
       v.digest,
       v.created_at,
       v.updated_at,
       v.flips_on,
       v.cohort,
       v.delivery_partner_id
  FROM partnership_views AS v
 WHERE v.partnership_id = ANY (:ids::uuid[])
   AND (:lead_provider_id::uuid IS NULL OR v.lead_provider_id = :lead_provider_id);

-- name: select_ids_after
-- All partnerships, and whatever has a view without being there, in batches by id.
SELECT p.id
  FROM (SELECT q.id
          FROM partnerships AS q
         WHERE q.id > :after
         UNION
        SELECT v.partnership_id
          FROM partnership_views AS v
         WHERE v.partnership_id > :after) AS p
 ORDER BY p.id
 LIMIT :at_most;

-- name: count_all
-- How much a rebuild has to do.
SELECT count(*)
  FROM partnerships;

-- name: select_due
-- Partnerships whose number changes by itself today or should have done so before.
SELECT v.partnership_id AS id
  FROM partnership_views AS v
 WHERE v.flips_on <= :today
 ORDER BY v.partnership_id
 LIMIT :at_most;

-- name: count_due
-- How much the daily tick has to do.
SELECT count(*)
  FROM partnership_views AS v
 WHERE v.flips_on <= :today;

-- name: select_due_of_provider
-- The same for one lead provider, whose reading waits for it.
SELECT v.partnership_id AS id
  FROM partnership_views AS v
 WHERE v.lead_provider_id = :lead_provider_id
   AND v.flips_on <= :today
 ORDER BY v.partnership_id
 LIMIT :at_most;

-- name: select_ids_to_shift
-- All partnerships of a lead provider, or only those that change by themselves until a day.
SELECT v.partnership_id AS id
  FROM partnership_views AS v
 WHERE v.lead_provider_id = :lead_provider_id
   AND (:flips_until::date IS NULL OR v.flips_on <= :flips_until)
 ORDER BY v.partnership_id;
