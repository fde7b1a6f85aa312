-- name: select_changes
-- The next entries of a provider's journal with the trainees as the provider sees them now, and
-- where the journal ends. One statement is one snapshot: no entry can be newer than the head, and
-- no trainee older than its entry. Where there are no entries the head has a row for itself.
-- Position 0 is where journals begin, which the row of nobody says once they were restarted.
SELECT h.position AS head,
       coalesce(b.position, :after) AS after,
       n.changed_at AS next_changed_at,
       c.position, c.resource, c.resource_id, c.op, c.merged_into, c.changed_at,
       v.body AS record
  FROM journal_heads AS h
  LEFT JOIN journal_heads AS b
    ON b.provider_id = '00000000-0000-0000-0000-000000000000'
   AND :after::bigint = 0
  LEFT JOIN changes AS n
    ON n.provider_id = h.provider_id
   AND n.position = coalesce(b.position, :after) + 1
  LEFT JOIN LATERAL (
       SELECT e.position, e.resource, e.resource_id, e.op, e.merged_into, e.changed_at
         FROM changes AS e
        WHERE e.provider_id = :provider_id
          AND e.position > :after
        ORDER BY e.position
        LIMIT :at_most) AS c ON true
  LEFT JOIN trainee_views AS v
    ON v.provider_id = :provider_id
   AND v.trainee_id = c.resource_id
   AND c.op = 'upsert'
 WHERE h.provider_id = :provider_id
 ORDER BY c.position;
