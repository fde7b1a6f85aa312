-- name: select_trn_holders
-- Who has these numbers, of whatever provider.
SELECT trn, trainee_id
  FROM trns
 WHERE trn = ANY (:trns::text[]);

-- name: insert_trns
-- Numbers that are these trainees' from now on; one that somebody took first is an error.
INSERT INTO trns (trn, provider_id, trainee_id)
SELECT trn, provider_id, trainee_id
  FROM unnest(:trns::text[], :provider_ids::uuid[], :trainee_ids::text[])
       AS n (trn, provider_id, trainee_id)
 ORDER BY trn;

-- name: delete_trns
-- Numbers that these trainees give up.
DELETE FROM trns AS t
 USING unnest(:trns::text[], :provider_ids::uuid[], :trainee_ids::text[])
       AS g (trn, provider_id, trainee_id)
 WHERE t.trn = g.trn
   AND t.provider_id = g.provider_id
   AND t.trainee_id = g.trainee_id;

-- name: insert_free_trns
-- Take numbers that nobody has; those that somebody has are passed over.
INSERT INTO trns (trn, provider_id, trainee_id)
SELECT trn, provider_id, trainee_id
  FROM unnest(:trns::text[], :provider_ids::uuid[], :trainee_ids::text[])
       AS n (trn, provider_id, trainee_id)
 ORDER BY trn
    ON CONFLICT ON CONSTRAINT trns_pkey DO NOTHING
RETURNING provider_id, trainee_id, trn;
