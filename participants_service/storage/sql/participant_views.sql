-- name: select_view_digests
-- Enough of each view to tell whether a new one differs.
SELECT v.lead_provider_id,
       v.participant_id AS id,
       v.digest,
       v.flips_on,
       v.updated_at
  FROM unnest(:lead_provider_ids::uuid[], :ids::text[]::uuid[])
       AS k (lead_provider_id, participant_id)
  JOIN participant_views AS v
    ON v.lead_provider_id = k.lead_provider_id
   AND v.participant_id = k.participant_id;

-- name: upsert_views
-- Arrays of each row travel as text: unnest would take arrays of arrays apart completely.
INSERT INTO participant_views AS v (
       lead_provider_id, participant_id, body, digest, created_at, updated_at, flips_on,
       cohorts, training_statuses, from_participant_ids)
SELECT n.lead_provider_id,
       n.participant_id,
       n.body,
       n.digest,
       n.created_at,
       n.updated_at,
       n.flips_on,
       n.cohorts::integer[],
       n.training_statuses::text[],
       n.from_participant_ids::uuid[]
  FROM unnest(
           :lead_provider_ids::uuid[], :ids::text[]::uuid[], :bodies::bytea[],
           :digests::bytea[], :created_at::timestamptz[], :updated_at::timestamptz[],
           :flips_on::date[], :cohorts::text[], :training_statuses::text[],
           :from_participant_ids::text[]
       ) AS n (
           lead_provider_id, participant_id, body, digest, created_at, updated_at, flips_on,
           cohorts, training_statuses, from_participant_ids
       )
    ON CONFLICT ON CONSTRAINT participant_views_pkey DO UPDATE
   SET body                 = excluded.body,
       digest               = excluded.digest,
       created_at           = excluded.created_at,
       updated_at           = excluded.updated_at,
       flips_on             = excluded.flips_on,
       cohorts              = excluded.cohorts,
       training_statuses    = excluded.training_statuses,
       from_participant_ids = excluded.from_participant_ids;

-- name: update_view_columns
-- What a provider does not see may change without `updated_at`.
UPDATE participant_views AS v
   SET created_at           = n.created_at,
       flips_on             = n.flips_on,
       cohorts              = n.cohorts::integer[],
       training_statuses    = n.training_statuses::text[],
       from_participant_ids = n.from_participant_ids::uuid[]
  FROM unnest(
           :lead_provider_ids::uuid[], :ids::text[]::uuid[], :created_at::timestamptz[],
           :flips_on::date[], :cohorts::text[], :training_statuses::text[],
           :from_participant_ids::text[]
       ) AS n (
           lead_provider_id, participant_id, created_at, flips_on, cohorts, training_statuses,
           from_participant_ids
       )
 WHERE v.lead_provider_id = n.lead_provider_id
   AND v.participant_id = n.participant_id;

-- name: update_view_distrusted
-- A digest that nothing has makes the next refresh write the view again.
UPDATE participant_views AS v
   SET digest = ''
  FROM unnest(:lead_provider_ids::uuid[], :ids::text[]::uuid[])
       AS k (lead_provider_id, participant_id)
 WHERE v.lead_provider_id = k.lead_provider_id
   AND v.participant_id = k.participant_id;

-- name: delete_views
-- The keys that come back are those for which a tombstone is due.
DELETE FROM participant_views AS v
 USING unnest(:lead_provider_ids::uuid[], :ids::text[]::uuid[])
       AS k (lead_provider_id, participant_id)
 WHERE v.lead_provider_id = k.lead_provider_id
   AND v.participant_id = k.participant_id
RETURNING v.lead_provider_id, v.participant_id AS id;

-- name: select_stored_views
-- Complete views of these people, to be compared with new ones or shifted in time.
SELECT v.lead_provider_id,
       v.participant_id AS id,
       v.body,
       v.digest,
       v.created_at,
       v.updated_at,
       v.flips_on,
       v.cohorts,
       v.training_statuses,
       v.from_participant_ids
  FROM participant_views AS v
 WHERE v.participant_id = ANY (:ids::uuid[])
   AND (:lead_provider_id::uuid IS NULL OR v.lead_provider_id = :lead_provider_id);

-- name: select_ids_to_shift
-- Everybody a provider sees, or only those whose view changes by itself until a day.
SELECT v.participant_id AS id
  FROM participant_views AS v
 WHERE v.lead_provider_id = :lead_provider_id
   AND (:flips_until::date IS NULL OR v.flips_on <= :flips_until)
 ORDER BY v.participant_id;
