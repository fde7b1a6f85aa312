-- name: select_moment
-- When an event of the demo happened, if it was applied.
SELECT occurred_at
  FROM feed_events
 WHERE event_id = :event_id;

-- name: update_interrupted_training
-- End training on the day on which the lead provider paused or ended it, unless it ended before.
UPDATE training_periods AS t
   SET finished_on       = least(t.finished_on, i.finished_on),
       deferred_at       = i.deferred_at,
       deferral_reason   = i.deferral_reason,
       withdrawn_at      = i.withdrawn_at,
       withdrawal_reason = i.withdrawal_reason
  FROM unnest(
         :participant_ids::uuid[], :training_ids::uuid[], :days::date[],
         :deferred_at::timestamptz[], :deferral_reasons::text[],
         :withdrawn_at::timestamptz[], :withdrawal_reasons::text[]
       ) AS i (
         participant_id, training_id, finished_on,
         deferred_at, deferral_reason, withdrawn_at, withdrawal_reason
       )
 WHERE t.teacher_id = i.participant_id
   AND t.id = i.training_id;
