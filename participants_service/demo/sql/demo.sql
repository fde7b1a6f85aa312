-- name: select_moment
-- When an event of the demo happened, if it was applied.
SELECT occurred_at
  FROM feed_events
 WHERE event_id = :event_id;
