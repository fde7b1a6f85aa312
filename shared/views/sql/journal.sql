-- name: select_journal_head
-- Where a journal ends, for those who only read.
SELECT position, changed_at
  FROM journal_heads
 WHERE provider_id = :provider_id;

-- name: select_replicated_journal_head
-- The same on a replica, and whether it still is one: once promoted it goes a way of its own.
SELECT pg_is_in_recovery() AS is_replica, h.position, h.changed_at
  FROM (VALUES (:provider_id::uuid)) AS asked (provider_id)
  LEFT JOIN journal_heads AS h USING (provider_id);

-- name: lock_journal_heads
-- The journals about to be written, in id order so that two writers cannot wait for each other.
SELECT provider_id, position, changed_at
  FROM journal_heads
 WHERE provider_id = ANY (:provider_ids::uuid[])
 ORDER BY provider_id
   FOR UPDATE;

-- name: lock_journal_head
-- The same for a single journal, with a plan that need not be made anew each time.
SELECT provider_id, position, changed_at
  FROM journal_heads
 WHERE provider_id = :provider_id
   FOR UPDATE;

-- name: insert_journal_heads
-- A provider's journal begins with its first change, at 0 or where journals were restarted.
INSERT INTO journal_heads (provider_id, position, changed_at)
SELECT provider_id,
       coalesce((SELECT h.position
                   FROM journal_heads AS h
                  WHERE h.provider_id = '00000000-0000-0000-0000-000000000000'), 0),
       '-infinity'
  FROM unnest(:provider_ids::uuid[]) AS provider_id
 ORDER BY provider_id
    ON CONFLICT (provider_id) DO NOTHING;

-- name: insert_changes
-- Entries without gaps, each for everybody in its audience: the positions of a provider go on from
-- its locked head, which moves along in the same statement, because everybody else who writes for
-- that provider is waiting.
  WITH entries AS (
       SELECT r.provider_id,
              h.position + row_number() OVER (
                  PARTITION BY r.provider_id ORDER BY e.place) AS position,
              e.resource_id,
              e.op,
              e.merged_into,
              e.previously_changed_at
         FROM unnest(
                :audiences::integer[], :resource_ids::text[], :ops::text[], :merged_into::text[],
                :previously_changed_at::timestamptz[]
              ) WITH ORDINALITY AS e (
                audience, resource_id, op, merged_into, previously_changed_at, place
              )
         JOIN unnest(:reader_audiences::integer[], :provider_ids::uuid[])
              AS r (audience, provider_id)
           ON r.audience = e.audience
         JOIN journal_heads AS h ON h.provider_id = r.provider_id
       ), moved AS (
       UPDATE journal_heads AS h
          SET position   = n.position,
              changed_at = :changed_at
         FROM (SELECT provider_id, max(position) AS position
                 FROM entries
                GROUP BY provider_id) AS n
        WHERE h.provider_id = n.provider_id
       )
INSERT INTO changes (
       provider_id, position, resource, resource_id, op, merged_into, changed_at,
       previously_changed_at)
SELECT provider_id, position, :resource, resource_id, op, merged_into,
       :changed_at::timestamptz, previously_changed_at
  FROM entries;
