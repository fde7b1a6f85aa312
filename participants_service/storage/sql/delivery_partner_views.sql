-- name: select_delivery_partner_facts
-- Delivery partners with the cohorts in which each lead provider is paired with them.
SELECT p.lead_provider_id,
       d.id,
       d.name,
       d.created_at,
       array_agg(p.cohort ORDER BY p.cohort) AS cohorts
  FROM delivery_partners AS d
  JOIN pairings AS p ON p.delivery_partner_id = d.id
 WHERE d.id = ANY (:ids::uuid[])
 GROUP BY p.lead_provider_id, d.id;

-- name: select_view_digests
-- Enough of each view to tell whether a new one differs.
SELECT v.lead_provider_id,
       v.delivery_partner_id AS id,
       v.digest,
       v.flips_on,
       v.updated_at
  FROM unnest(:lead_provider_ids::uuid[], :ids::text[]::uuid[]) AS k (lead_provider_id, id)
  JOIN delivery_partner_views AS v
    ON v.lead_provider_id = k.lead_provider_id
   AND v.delivery_partner_id = k.id;

-- name: upsert_views
-- Arrays of each row travel as text: unnest would take arrays of arrays apart completely.
INSERT INTO delivery_partner_views AS v (
       lead_provider_id, delivery_partner_id, body, digest, created_at, updated_at, flips_on,
       cohorts)
SELECT n.lead_provider_id, n.id, n.body, n.digest, n.created_at, n.updated_at, n.flips_on,
       n.cohorts::integer[]
  FROM unnest(
           :lead_provider_ids::uuid[], :ids::text[]::uuid[], :bodies::bytea[], :digests::bytea[],
           :created_at::timestamptz[], :updated_at::timestamptz[], :flips_on::date[],
           :cohorts::text[]
       ) AS n (
           lead_provider_id, id, body, digest, created_at, updated_at, flips_on, cohorts
       )
    ON CONFLICT ON CONSTRAINT delivery_partner_views_pkey DO UPDATE
   SET body       = excluded.body,
       digest     = excluded.digest,
       created_at = excluded.created_at,
       updated_at = excluded.updated_at,
       flips_on   = excluded.flips_on,
       cohorts    = excluded.cohorts;

-- name: update_view_columns
-- To mend columns of views whose body is right.
UPDATE delivery_partner_views AS v
   SET created_at = n.created_at,
       flips_on   = n.flips_on,
       cohorts    = n.cohorts::integer[]
  FROM unnest(
           :lead_provider_ids::uuid[], :ids::text[]::uuid[], :created_at::timestamptz[],
           :flips_on::date[], :cohorts::text[]
       ) AS n (lead_provider_id, id, created_at, flips_on, cohorts)
 WHERE v.lead_provider_id = n.lead_provider_id
   AND v.delivery_partner_id = n.id;

-- name: update_view_distrusted
-- A digest that nothing has makes the next refresh write the view again.
UPDATE delivery_partner_views AS v
   SET digest = ''
  FROM unnest(:lead_provider_ids::uuid[], :ids::text[]::uuid[]) AS k (lead_provider_id, id)
 WHERE v.lead_provider_id = k.lead_provider_id
   AND v.delivery_partner_id = k.id;

-- name: delete_views
-- The keys that come back are those for which a tombstone is due.
DELETE FROM delivery_partner_views AS v
 USING unnest(:lead_provider_ids::uuid[], :ids::text[]::uuid[]) AS k (lead_provider_id, id)
 WHERE v.lead_provider_id = k.lead_provider_id
   AND v.delivery_partner_id = k.id
RETURNING v.lead_provider_id, v.delivery_partner_id AS id;

-- name: select_stored_views
-- Complete views of these delivery partners, to be compared with new ones.
SELECT v.lead_provider_id,
       v.delivery_partner_id AS id,
       v.body,
       v.digest,
       v.created_at,
       v.updated_at,
       v.flips_on,
       v.cohorts
  FROM delivery_partner_views AS v
 WHERE v.delivery_partner_id = ANY (:ids::uuid[])
   AND (:lead_provider_id::uuid IS NULL OR v.lead_provider_id = :lead_provider_id);

-- name: select_ids_after
-- All delivery partners, and whatever has a view without being there, in batches by id.
SELECT p.id
  FROM (SELECT d.id
          FROM delivery_partners AS d
         WHERE d.id > :after
         UNION
        SELECT v.delivery_partner_id
          FROM delivery_partner_views AS v
         WHERE v.delivery_partner_id > :after) AS p
 ORDER BY p.id
 LIMIT :at_most;

-- name: count_all
-- How much a rebuild has to do.
SELECT count(*)
  FROM delivery_partners;
