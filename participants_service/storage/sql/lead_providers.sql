-- name: select_lead_providers
-- All of them, with the cohorts in which they are active: there are a few dozen.
SELECT l.id,
       l.name,
       l.created_at,
       coalesce(array_agg(a.cohort) FILTER (WHERE a.cohort IS NOT NULL), '{}') AS cohorts
  FROM lead_providers AS l
  LEFT JOIN active_lead_providers AS a ON a.lead_provider_id = l.id
 GROUP BY l.id;

-- name: select_lead_provider_ids
SELECT l.id
  FROM lead_providers AS l
 ORDER BY l.id;

-- name: count_lead_providers_due
-- How many lead providers have views that the calendar has overtaken: for each of a few dozen, a
-- look into indexes that begin with it, and none of all views.
SELECT count(*)
  FROM lead_providers AS l
 WHERE EXISTS (
           SELECT FROM participant_views AS v
            WHERE v.lead_provider_id = l.id
              AND v.flips_on <= :today)
    OR EXISTS (
           SELECT FROM transfer_views AS v
            WHERE v.lead_provider_id = l.id
              AND v.flips_on <= :today)
    OR EXISTS (
           SELECT FROM unfunded_mentor_views AS v
            WHERE v.lead_provider_id = l.id
              AND v.flips_on <= :today)
    OR EXISTS (
           SELECT FROM coming_views AS c
            WHERE c.lead_provider_id = l.id
              AND c.comes_on <= :today)
    OR EXISTS (
           SELECT FROM partnership_views AS v
            WHERE v.lead_provider_id = l.id
              AND v.flips_on <= :today);

-- name: upsert_lead_providers
INSERT INTO lead_providers (id, name, created_at)
SELECT n.id, n.name, n.created_at
  FROM unnest(:ids::uuid[], :names::text[], :created_at::timestamptz[]) AS n (id, name, created_at)
    ON CONFLICT ON CONSTRAINT lead_providers_pkey DO UPDATE
   SET name = excluded.name;

-- name: insert_active_lead_providers
INSERT INTO active_lead_providers (lead_provider_id, cohort)
SELECT n.lead_provider_id, n.cohort
  FROM unnest(:lead_provider_ids::uuid[], :cohorts::integer[]) AS n (lead_provider_id, cohort)
    ON CONFLICT ON CONSTRAINT active_lead_providers_pkey DO NOTHING;

-- name: delete_active_lead_providers
DELETE FROM active_lead_providers AS a
 USING unnest(:lead_provider_ids::uuid[], :cohorts::integer[]) AS n (lead_provider_id, cohort)
 WHERE a.lead_provider_id = n.lead_provider_id
   AND a.cohort = n.cohort;

-- name: select_lead_provider_name
SELECT l.name
  FROM lead_providers AS l
 WHERE l.id = :id;
