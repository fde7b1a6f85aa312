-- name: select_journals
-- Whose journals there are.
SELECT provider_id
  FROM journal_heads
 ORDER BY provider_id;

-- name: delete_old_changes
-- The oldest entries of one journal as far as they are too old. Positions and moments rise
-- together, so that entries taken in the order of the primary key end with the first one to keep.
  WITH old AS (
       SELECT o.position
         FROM (SELECT c.position, c.changed_at
                 FROM changes AS c
                WHERE c.provider_id = :provider_id
                  AND c.position > :after
                ORDER BY c.position
                LIMIT :at_most) AS o
        WHERE o.changed_at < :before
       ), gone AS (
       DELETE FROM changes AS c
        USING old
        WHERE c.provider_id = :provider_id
          AND c.position = old.position
       RETURNING c.position
       )
SELECT (SELECT max(position) FROM old) AS up_to,
       (SELECT count(*) FROM gone) AS deleted;
