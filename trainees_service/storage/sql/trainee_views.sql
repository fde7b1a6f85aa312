-- name: select_view
-- One trainee as its provider sees it, and what changes whenever that does.
SELECT body, digest, updated_at
  FROM trainee_views
 WHERE provider_id = :provider_id
   AND trainee_id = :trainee_id;

-- name: select_version
-- The same without the body, for those who may have it already.
SELECT digest, updated_at
  FROM trainee_views
 WHERE provider_id = :provider_id
   AND trainee_id = :trainee_id;

-- name: select_digests
-- What is stored of these views, as far as comparing needs it.
SELECT v.provider_id, v.trainee_id, v.digest, v.flips_on, v.updated_at
  FROM trainee_views AS v
  JOIN unnest(:provider_ids::uuid[], :trainee_ids::text[]) AS k (provider_id, trainee_id)
 USING (provider_id, trainee_id);

-- name: upsert_views
-- Views, new or changed.
INSERT INTO trainee_views AS v (
       provider_id, trainee_id, body, digest, created_at, updated_at, flips_on,
       state, start_cycle, itt_start_date, has_trn)
SELECT provider_id, trainee_id, body, digest, created_at, updated_at, flips_on,
       state, start_cycle, itt_start_date, has_trn
  FROM unnest(
           :provider_ids::uuid[], :trainee_ids::text[], :bodies::bytea[], :digests::bytea[],
           :created_at::timestamptz[], :updated_at::timestamptz[], :flips_on::date[],
           :states::text[], :start_cycles::integer[], :itt_start_dates::date[],
           :has_trn::boolean[]
       ) AS n (provider_id, trainee_id, body, digest, created_at, updated_at, flips_on,
               state, start_cycle, itt_start_date, has_trn)
    ON CONFLICT ON CONSTRAINT trainee_views_pkey DO UPDATE
   SET body           = excluded.body,
       digest         = excluded.digest,
       created_at     = excluded.created_at,
       updated_at     = excluded.updated_at,
       flips_on       = excluded.flips_on,
       state          = excluded.state,
       start_cycle    = excluded.start_cycle,
       itt_start_date = excluded.itt_start_date,
       has_trn        = excluded.has_trn;

-- name: update_view_columns
-- What a provider does not see may change without `updated_at`.
UPDATE trainee_views AS v
   SET created_at     = n.created_at,
       flips_on       = n.flips_on,
       state          = n.state,
       start_cycle    = n.start_cycle,
       itt_start_date = n.itt_start_date,
       has_trn        = n.has_trn
  FROM unnest(
           :provider_ids::uuid[], :trainee_ids::text[], :created_at::timestamptz[],
           :flips_on::date[], :states::text[], :start_cycles::integer[],
           :itt_start_dates::date[], :has_trn::boolean[]
       ) AS n (provider_id, trainee_id, created_at, flips_on, state, start_cycle,
               itt_start_date, has_trn)
 WHERE v.provider_id = n.provider_id
   AND v.trainee_id = n.trainee_id;

-- name: update_views_distrusted
-- A digest that nothing has makes the next refresh write the view again.
UPDATE trainee_views AS v
   SET digest = ''
  FROM unnest(:provider_ids::uuid[], :trainee_ids::text[]) AS k (provider_id, trainee_id)
 WHERE v.provider_id = k.provider_id
   AND v.trainee_id = k.trainee_id;

-- name: delete_views
-- Views that nobody is to see any more.
DELETE FROM trainee_views AS v
 USING unnest(:provider_ids::uuid[], :trainee_ids::text[]) AS k (provider_id, trainee_id)
 WHERE v.provider_id = k.provider_id
   AND v.trainee_id = k.trainee_id
RETURNING v.provider_id, v.trainee_id;

-- name: select_stored_views
-- Complete views, to be compared with new ones.
SELECT v.provider_id, v.trainee_id, v.body, v.digest, v.created_at, v.updated_at, v.flips_on,
       v.state, v.start_cycle, v.itt_start_date, v.has_trn
  FROM trainee_views AS v
  JOIN unnest(:provider_ids::uuid[], :trainee_ids::text[]) AS k (provider_id, trainee_id)
 USING (provider_id, trainee_id);
