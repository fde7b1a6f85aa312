-- name: restart_journals
-- All journals go on from one position behind everything that any of them was ever at, in this
-- database or in a later one that is lost: a round hundred million further than half of that again.
-- The row of nobody says where journals begin that are yet to come, or that have no entry so far.
-- All others leave the first number out, so that whoever has an entry there has all of them.
-- Run while no service does.
  WITH beginning AS (
       SELECT (coalesce(max(position), 0) + 50000000) / 100000000 * 100000000 + 100000000
              AS position
         FROM journal_heads
       ), moved AS (
       UPDATE journal_heads AS h
          SET position = b.position + CASE WHEN h.changed_at = '-infinity' THEN 0 ELSE 1 END
         FROM beginning AS b
        WHERE h.provider_id <> '00000000-0000-0000-0000-000000000000'
       )
INSERT INTO journal_heads (provider_id, position, changed_at)
SELECT '00000000-0000-0000-0000-000000000000', b.position, '-infinity'
  FROM beginning AS b
    ON CONFLICT (provider_id) DO UPDATE SET position = excluded.position
RETURNING position;
