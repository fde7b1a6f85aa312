-- name: lock_schools
-- Whoever refreshes what is seen of schools and of partnerships with them holds the schools until
-- the end of the transaction, always in the order of the ids.
SELECT s.id
  FROM schools AS s
 WHERE s.id IN (
       SELECT unnest(:school_ids::uuid[])
        UNION
       SELECT p.school_id
         FROM unnest(:partnership_ids::uuid[]) AS n (id)
         JOIN partnerships AS p ON p.id = n.id)
 ORDER BY s.id
   FOR NO KEY UPDATE;

-- name: lock_all_schools
-- The same for a fact that concerns every one of them.
SELECT s.id
  FROM schools AS s
 ORDER BY s.id
   FOR NO KEY UPDATE;

-- name: select_school_cohorts
-- Some schools in all cohorts, and all schools in some cohorts.
SELECT s.id   AS school_id,
       c.year AS cohort
  FROM schools AS s
 CROSS JOIN cohorts AS c
 WHERE s.id = ANY (:school_ids::uuid[])
 UNION
SELECT s.id,
       c.year
  FROM cohorts AS c
 CROSS JOIN schools AS s
 WHERE c.year = ANY (:cohorts::integer[]);

-- name: select_stored_standings
-- What the views of schools in cohorts say of their standing, and who has a view apart.
SELECT n.school_id,
       n.cohort,
       v.in_partnership,
       v.induction_programme_choice AS choice,
       coalesce(o.lead_provider_ids, '{}') AS own_views,
       coalesce(o.interested_in, '{}')     AS interested_in
  FROM unnest(:school_ids::uuid[], :cohorts::integer[]) AS n (school_id, cohort)
  LEFT JOIN school_views AS v
    ON v.school_id = n.school_id
   AND v.cohort = n.cohort
  LEFT JOIN LATERAL (
       SELECT array_agg(w.lead_provider_id) AS lead_provider_ids,
              array_agg(w.lead_provider_id)
                  FILTER (WHERE w.expression_of_interest) AS interested_in
         FROM interested_school_views AS w
        WHERE w.school_id = n.school_id
          AND w.cohort = n.cohort) AS o ON true;

-- name: select_standings
-- What people and partnerships make of schools in cohorts.
  WITH wanted AS (
       SELECT n.school_id, n.cohort, c.started_on, c.finished_on
         FROM unnest(:school_ids::uuid[], :cohorts::integer[]) AS n (school_id, cohort)
         JOIN cohorts AS c ON c.year = n.cohort
       ), training AS (
       SELECT p.school_id,
              p.role,
              t.programme,
              t.cohort,
              t.started_on,
              r.lead_provider_id,
              t.named_lead_provider_id,
              bool_or(t.programme = 'provider_led')
                  OVER (PARTITION BY p.teacher_id, p.id) AS led
         FROM (SELECT DISTINCT unnest(:school_ids::uuid[]) AS id) AS n
         JOIN school_periods AS p ON p.school_id = n.id
         JOIN training_periods AS t
           ON t.teacher_id = p.teacher_id
          AND t.school_period_id = p.id
         LEFT JOIN partnerships AS r ON r.id = t.partnership_id
       ), told AS (
       SELECT w.school_id,
              w.cohort,
              bool_or(t.role = 'mentor')         AS mentors,
              bool_or(t.role = 'ect')            AS ects,
              bool_or(t.role = 'ect' AND t.led)  AS led_ects,
              array_agg(DISTINCT t.lead_provider_id)
                  FILTER (WHERE t.lead_provider_id IS NOT NULL) AS partners,
              array_agg(DISTINCT t.named_lead_provider_id)
                  FILTER (WHERE t.named_lead_provider_id IS NOT NULL) AS named
         FROM wanted AS w
         JOIN training AS t
           ON t.school_id = w.school_id
          AND (t.cohort = w.cohort
               OR t.programme = 'school_led'
                  AND t.started_on BETWEEN w.started_on AND w.finished_on)
        GROUP BY w.school_id, w.cohort
       )
SELECT w.school_id,
       w.cohort,
       s.eligible,
       EXISTS (
           SELECT
             FROM partnerships AS r
            WHERE r.school_id = w.school_id
              AND r.cohort = w.cohort) AS in_partnership,
       coalesce(t.mentors, false)  AS mentors,
       coalesce(t.ects, false)     AS ects,
       coalesce(t.led_ects, false) AS led_ects,
       coalesce(t.partners, '{}')  AS partners,
       coalesce(t.named, '{}')     AS named
  FROM wanted AS w
  JOIN schools AS s ON s.id = w.school_id
  LEFT JOIN told AS t ON t.school_id = w.school_id AND t.cohort = w.cohort;

-- name: select_school_details
-- What is seen of the schools themselves.
SELECT s.id,
       s.urn,
       s.name,
       s.eligible,
       s.induction_tutor_name,
       s.induction_tutor_email,
       s.primary_contact_email,
       s.secondary_contact_email,
       s.created_at
  FROM unnest(:ids::uuid[]) AS n (id)
  JOIN schools AS s ON s.id = n.id;

-- name: select_view_digests
-- The views of everybody.
SELECT v.school_id,
       v.cohort,
       v.digest,
       v.updated_at
  FROM unnest(:school_ids::text[]::uuid[], :cohorts::integer[]) AS k (school_id, cohort)
  JOIN school_views AS v
    ON v.school_id = k.school_id
   AND v.cohort = k.cohort;

-- name: select_own_view_digests
-- What some lead providers see now: their own view, or else the one of everybody.
SELECT k.lead_provider_id,
       k.school_id,
       k.cohort,
       coalesce(o.digest, v.digest)         AS digest,
       coalesce(o.updated_at, v.updated_at) AS updated_at
  FROM unnest(:lead_provider_ids::uuid[], :school_ids::text[]::uuid[], :cohorts::integer[])
       AS k (lead_provider_id, school_id, cohort)
  JOIN school_views AS v
    ON v.school_id = k.school_id
   AND v.cohort = k.cohort
  LEFT JOIN interested_school_views AS o
    ON o.lead_provider_id = k.lead_provider_id
   AND o.school_id = k.school_id
   AND o.cohort = k.cohort;

-- name: upsert_views
INSERT INTO school_views AS v (
       school_id, cohort, body, digest, created_at, updated_at, in_partnership,
       induction_programme_choice)
SELECT n.school_id, n.cohort, n.body, n.digest, n.created_at, n.updated_at, n.in_partnership,
       n.induction_programme_choice
  FROM unnest(
           :school_ids::text[]::uuid[], :cohorts::integer[], :bodies::bytea[], :digests::bytea[],
           :created_at::timestamptz[], :updated_at::timestamptz[], :in_partnership::boolean[],
           :induction_programme_choice::text[]
       ) AS n (
           school_id, cohort, body, digest, created_at, updated_at, in_partnership,
           induction_programme_choice
       )
    ON CONFLICT ON CONSTRAINT school_views_pkey DO UPDATE
   SET body                       = excluded.body,
       digest                     = excluded.digest,
       created_at                 = excluded.created_at,
       updated_at                 = excluded.updated_at,
       in_partnership             = excluded.in_partnership,
       induction_programme_choice = excluded.induction_programme_choice;

-- name: upsert_own_views
INSERT INTO interested_school_views AS o (
       lead_provider_id, school_id, cohort, body, digest, created_at, updated_at,
       expression_of_interest)
SELECT n.lead_provider_id, n.school_id, n.cohort, n.body, n.digest, n.created_at, n.updated_at,
       n.expression_of_interest
  FROM unnest(
           :lead_provider_ids::uuid[], :school_ids::text[]::uuid[], :cohorts::integer[],
           :bodies::bytea[], :digests::bytea[], :created_at::timestamptz[],
           :updated_at::timestamptz[], :expression_of_interest::boolean[]
       ) AS n (
           lead_provider_id, school_id, cohort, body, digest, created_at, updated_at,
           expression_of_interest
       )
    ON CONFLICT ON CONSTRAINT interested_school_views_pkey DO UPDATE
   SET body                   = excluded.body,
       digest                 = excluded.digest,
       created_at             = excluded.created_at,
       updated_at             = excluded.updated_at,
       expression_of_interest = excluded.expression_of_interest;

-- name: update_view_columns
-- To mend columns of views whose body is right.
UPDATE school_views AS v
   SET created_at                 = n.created_at,
       in_partnership             = n.in_partnership,
       induction_programme_choice = n.induction_programme_choice
  FROM unnest(
           :school_ids::text[]::uuid[], :cohorts::integer[], :created_at::timestamptz[],
           :in_partnership::boolean[], :induction_programme_choice::text[]
       ) AS n (school_id, cohort, created_at, in_partnership, induction_programme_choice)
 WHERE v.school_id = n.school_id
   AND v.cohort = n.cohort;

-- name: update_own_view_columns
-- The same of lead providers' own views.
UPDATE interested_school_views AS o
   SET created_at             = n.created_at,
       expression_of_interest = n.expression_of_interest
  FROM unnest(
           :lead_provider_ids::uuid[], :school_ids::text[]::uuid[], :cohorts::integer[],
           :created_at::timestamptz[], :expression_of_interest::boolean[]
       ) AS n (lead_provider_id, school_id, cohort, created_at, expression_of_interest)
 WHERE o.lead_provider_id = n.lead_provider_id
   AND o.school_id = n.school_id
   AND o.cohort = n.cohort;

-- name: update_view_distrusted
-- A digest that nothing has makes the next refresh write the view again.
UPDATE school_views AS v
   SET digest = ''
  FROM unnest(:school_ids::text[]::uuid[], :cohorts::integer[]) AS k (school_id, cohort)
 WHERE v.school_id = k.school_id
   AND v.cohort = k.cohort;

-- name: update_own_view_distrusted
-- The same of lead providers' own views.
UPDATE interested_school_views AS o
   SET digest = ''
  FROM unnest(:lead_provider_ids::uuid[], :school_ids::text[]::uuid[], :cohorts::integer[])
       AS k (lead_provider_id, school_id, cohort)
 WHERE o.lead_provider_id = k.lead_provider_id
   AND o.school_id = k.school_id
   AND o.cohort = k.cohort;

-- name: delete_views
-- The keys that come back are those for which tombstones are due.
DELETE FROM school_views AS v
 USING unnest(:school_ids::text[]::uuid[], :cohorts::integer[]) AS k (school_id, cohort)
 WHERE v.school_id = k.school_id
   AND v.cohort = k.cohort
RETURNING v.school_id, v.cohort;

-- name: delete_own_views
-- The same of lead providers' own views.
DELETE FROM interested_school_views AS o
 USING unnest(:lead_provider_ids::uuid[], :school_ids::text[]::uuid[], :cohorts::integer[])
       AS k (lead_provider_id, school_id, cohort)
 WHERE o.lead_provider_id = k.lead_provider_id
   AND o.school_id = k.school_id
   AND o.cohort = k.cohort
RETURNING o.lead_provider_id, o.school_id, o.cohort;

-- name: select_stored_views
-- Complete views of these schools, to be compared with new ones; everybody's have no lead provider.
SELECT NULL::uuid AS lead_provider_id,
       v.school_id,
       v.cohort,
       v.body,
       v.digest,
       v.created_at,
       v.updated_at,
       v.in_partnership,
       v.induction_programme_choice,
       NULL::boolean AS expression_of_interest
  FROM school_views AS v
 WHERE v.school_id = ANY (:ids::uuid[])
 UNION ALL
SELECT o.lead_provider_id,
       o.school_id,
       o.cohort,
       o.body,
       o.digest,
       o.created_at,
       o.updated_at,
       NULL,
       NULL,
       o.expression_of_interest
  FROM interested_school_views AS o
 WHERE o.school_id = ANY (:ids::uuid[]);

-- name: select_ids_after
-- All schools, and whatever has a view without being there, in batches by id.
SELECT s.id
  FROM (SELECT q.id
          FROM schools AS q
         WHERE q.id > :after
         UNION
        SELECT v.school_id
          FROM school_views AS v
         WHERE v.school_id > :after
         UNION
        SELECT o.school_id
          FROM interested_school_views AS o
         WHERE o.school_id > :after) AS s
 ORDER BY s.id
 LIMIT :at_most;

-- name: count_all
-- How much a rebuild has to do.
SELECT count(*)
  FROM schools;
