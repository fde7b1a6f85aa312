-- name: insert_events
-- Claim the ids of events: whoever inserts an id applies the event, everybody else waits for the
-- outcome. Positions follow the order given, rows go in by id so that claims cannot deadlock.
  WITH given AS MATERIALIZED (
       SELECT e.*, nextval('feed_positions') AS position
         FROM unnest(
                :event_ids::uuid[], :types::text[], :occurred_at::timestamptz[],
                :digests::bytea[], :data::text[]
              ) AS e (event_id, type, occurred_at, digest, data)
       )
INSERT INTO feed_events (event_id, position, type, occurred_at, applied_at, digest, data)
SELECT event_id, position, type, occurred_at, :applied_at, digest, data::jsonb
  FROM given
 ORDER BY event_id
    ON CONFLICT (event_id) DO NOTHING
RETURNING event_id;

-- name: select_event_digests
-- What was applied under these ids before.
SELECT event_id, digest
  FROM feed_events
 WHERE event_id = ANY (:event_ids::uuid[]);

-- name: delete_events
-- Give up the claims of events that were rejected: they may be sent again.
DELETE FROM feed_events
 WHERE event_id = ANY (:event_ids::uuid[]);
