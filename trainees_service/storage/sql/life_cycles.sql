-- name: update_life_cycles
-- Where trainees stand, after facts that came from elsewhere than their providers.
UPDATE trainees AS t
   SET state               = n.state,
       trn                 = n.trn,
       slug_sent_to_dqt_at = n.slug_sent_to_dqt_at,
       itt_end_date        = n.itt_end_date,
       reinstate_date      = n.reinstate_date,
       awarded_at          = n.awarded_at,
       discarded_at        = n.discarded_at
  FROM unnest(
           :provider_ids::uuid[], :trainee_ids::text[], :states::text[], :trns::text[],
           :slug_sent_to_dqt_at::timestamptz[], :itt_end_dates::date[], :reinstate_dates::date[],
           :awarded_at::timestamptz[], :discarded_at::timestamptz[]
       ) AS n (provider_id, trainee_id, state, trn, slug_sent_to_dqt_at, itt_end_date,
               reinstate_date, awarded_at, discarded_at)
 WHERE t.provider_id = n.provider_id
   AND t.trainee_id = n.trainee_id;

-- name: update_withdrawals_undone
-- Withdrawals that hold until now hold no longer; they stay, with the comment of who undid them.
UPDATE withdrawals AS w
   SET undone_at      = n.undone_at,
       undone_comment = n.undone_comment
  FROM unnest(
           :provider_ids::uuid[], :trainee_ids::text[], :undone_at::timestamptz[],
           :comments::text[]
       ) AS n (provider_id, trainee_id, undone_at, undone_comment)
 WHERE w.provider_id = n.provider_id
   AND w.trainee_id = n.trainee_id
   AND w.undone_at IS NULL;
