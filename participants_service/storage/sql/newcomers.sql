-- name: insert_introduction
-- Entries for everything that everybody sees behind the head of a journal, which moves along. The
-- caller holds the journal and all schools. What is seen stays as old as it is.
  WITH entries AS (
       SELECT h.provider_id,
              h.position + row_number() OVER (
                  ORDER BY v.cohort, v.created_at, v.school_id) AS position,
              v.school_id,
              v.cohort,
              v.updated_at
         FROM journal_heads AS h
        CROSS JOIN school_views AS v
        WHERE h.provider_id = :lead_provider_id
       ), moved AS (
       UPDATE journal_heads AS h
          SET position   = n.position,
              changed_at = :changed_at
         FROM (SELECT max(position) AS position FROM entries) AS n
        WHERE h.provider_id = :lead_provider_id
          AND n.position IS NOT NULL
       )
INSERT INTO changes (
       provider_id, position, resource, resource_id, op, changed_at, previously_changed_at)
SELECT provider_id, position, :resource, school_id || '/' || cohort, 'upsert',
       :changed_at::timestamptz, updated_at
  FROM entries;
