-- name: select_head
-- Where a lead provider's journal ends, and whether something should have changed by itself before.
SELECT h.position,
       h.changed_at,
       EXISTS (
           SELECT
             FROM participant_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND v.flips_on <= :today)
       OR EXISTS (
           SELECT
             FROM partnership_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND v.flips_on <= :today)
       OR EXISTS (
           SELECT
             FROM transfer_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND v.flips_on <= :today)
       OR EXISTS (
           SELECT
             FROM unfunded_mentor_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND v.flips_on <= :today)
       OR EXISTS (
           SELECT
             FROM coming_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND v.comes_on <= :today) AS is_due
  FROM journal_heads AS h
 WHERE h.provider_id = :lead_provider_id;

-- name: select_changes
-- The next entries of a lead provider's journal with the records as they are seen now, where the
-- journal ends, and whether something should have changed by itself before. One statement is one
-- snapshot: no entry can be newer than the head, and no record older than its entry. Where there
-- are no entries the head has a row for itself. Position 0 is where journals begin, which the row
-- of nobody says once they were restarted. The entries of some resources are looked up for each of
-- them, because the next one of a rare resource may be far away. Ids are those of the records,
-- followed by the cohort if the record is a school.
SELECT h.position AS head,
       coalesce(b.position, :after) AS after,
       n.changed_at AS next_changed_at,
       EXISTS (
           SELECT
             FROM participant_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND v.flips_on <= :today)
       OR EXISTS (
           SELECT
             FROM partnership_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND v.flips_on <= :today)
       OR EXISTS (
           SELECT
             FROM transfer_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND v.flips_on <= :today)
       OR EXISTS (
           SELECT
             FROM unfunded_mentor_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND v.flips_on <= :today)
       OR EXISTS (
           SELECT
             FROM coming_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND v.comes_on <= :today) AS is_due,
       c.position, c.resource, c.resource_id, c.op, c.merged_into, c.changed_at,
       coalesce(participant.body, partnership.body, own_school.body, school.body,
                delivery_partner.body, transfer.body, unfunded_mentor.body) AS record
  FROM journal_heads AS h
  LEFT JOIN journal_heads AS b
    ON b.provider_id = '00000000-0000-0000-0000-000000000000'
   AND :after::bigint = 0
  LEFT JOIN changes AS n
    ON n.provider_id = h.provider_id
   AND n.position = coalesce(b.position, :after) + 1
  LEFT JOIN LATERAL (
       SELECT e.position, e.resource, e.resource_id, e.op, e.merged_into, e.changed_at,
              left(e.resource_id, 36)::uuid                  AS record_id,
              nullif(substr(e.resource_id, 38), '')::integer AS cohort
         FROM ((SELECT a.*
                  FROM changes AS a
                 WHERE :resources::text[] IS NULL
                   AND a.provider_id = :lead_provider_id
                   AND a.position > :after
                 ORDER BY a.position
                 LIMIT :at_most)
               UNION ALL
               (SELECT o.*
                  FROM unnest(:resources::text[]) AS r (resource)
                 CROSS JOIN LATERAL (
                       SELECT s.*
                         FROM changes AS s
                        WHERE s.provider_id = :lead_provider_id
                          AND s.resource = r.resource
                          AND s.position > :after
                        ORDER BY s.position
                        LIMIT :at_most) AS o)) AS e
        ORDER BY e.position
        LIMIT :at_most) AS c ON true
  LEFT JOIN participant_views AS participant
    ON c.op = 'upsert' AND c.resource = 'participant'
   AND participant.lead_provider_id = :lead_provider_id
   AND participant.participant_id = c.record_id
  LEFT JOIN partnership_views AS partnership
    ON c.op = 'upsert' AND c.resource = 'partnership'
   AND partnership.lead_provider_id = :lead_provider_id
   AND partnership.partnership_id = c.record_id
  LEFT JOIN interested_school_views AS own_school
    ON c.op = 'upsert' AND c.resource = 'school'
   AND own_school.lead_provider_id = :lead_provider_id
   AND own_school.school_id = c.record_id
   AND own_school.cohort = c.cohort
  LEFT JOIN school_views AS school
    ON c.op = 'upsert' AND c.resource = 'school'
   AND school.school_id = c.record_id
   AND school.cohort = c.cohort
  LEFT JOIN delivery_partner_views AS delivery_partner
    ON c.op = 'upsert' AND c.resource = 'delivery-partner'
   AND delivery_partner.lead_provider_id = :lead_provider_id
   AND delivery_partner.delivery_partner_id = c.record_id
  LEFT JOIN transfer_views AS transfer
    ON c.op = 'upsert' AND c.resource = 'participant-transfer'
   AND transfer.lead_provider_id = :lead_provider_id
   AND transfer.participant_id = c.record_id
  LEFT JOIN unfunded_mentor_views AS unfunded_mentor
    ON c.op = 'upsert' AND c.resource = 'unfunded-mentor'
   AND unfunded_mentor.lead_provider_id = :lead_provider_id
   AND unfunded_mentor.participant_id = c.record_id
 WHERE h.provider_id = :lead_provider_id
 ORDER BY c.position;
