-- Copies of all views under other ids, as registrations with higher numbers would have them.
INSERT INTO participants.participant_views (
       lead_provider_id, participant_id, body, digest, created_at, updated_at, flips_on, cohorts,
       training_statuses, from_participant_ids)
SELECT v.lead_provider_id,
       n.id::uuid,
       convert_to(replace(convert_from(v.body, 'UTF8'), v.participant_id::text, n.id), 'UTF8'),
       v.digest,
       v.created_at,
       v.updated_at,
       v.flips_on,
       v.cohorts,
       v.training_statuses,
       v.from_participant_ids
  FROM generate_series(1, $1::integer) AS c (copy)
 CROSS JOIN participants.participant_views AS v
 CROSS JOIN LATERAL (
           SELECT ('x' || right(v.participant_id::text, 12))::bit(48)::bigint
                  + c.copy * $2::bigint AS number) AS p
 CROSS JOIN LATERAL (
           SELECT lpad(to_hex(p.number * 2654435761 % 4294967296), 8, '0')
                  || substr(v.participant_id::text, 9, 16)
                  || lpad(to_hex(p.number), 12, '0') AS id) AS n
