-- name: select_one
-- One view as it is sent, unless the calendar has overtaken it; one that the calendar should have
-- brought has no body yet.
SELECT v.body,
       coalesce(v.flips_on <= :today, false) AS is_due
  FROM unfunded_mentor_views AS v
 WHERE v.lead_provider_id = :lead_provider_id
   AND v.participant_id = :participant_id
 UNION ALL
SELECT NULL,
       true
  FROM coming_views AS c
 WHERE c.lead_provider_id = :lead_provider_id
   AND c.participant_id = :participant_id
   AND c.resource = 'unfunded-mentor'
   AND c.comes_on <= :today;

-- name: select_page_by_created_at
-- A page in the usual order, whose keys are counted off along its index.
  WITH page AS (
           SELECT v.participant_id,
                  v.created_at
             FROM unfunded_mentor_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
            ORDER BY v.created_at, v.participant_id
            LIMIT :size OFFSET :offset)
SELECT string_agg(b.body, ',' ORDER BY p.created_at, p.participant_id) AS bodies,
       EXISTS (
           SELECT FROM unfunded_mentor_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today
            UNION ALL
           SELECT FROM coming_views AS c
            WHERE c.lead_provider_id = :lead_provider_id
              AND c.resource = 'unfunded-mentor'
              AND c.comes_on <= :today) AS is_due
  FROM page AS p
  JOIN unfunded_mentor_views AS b
    ON b.lead_provider_id = :lead_provider_id
   AND b.participant_id = p.participant_id;

-- name: select_page_by_updated_at
-- A page in the order of change, from the first change that is asked for; the beginning of time
-- asks for all of them.
  WITH page AS (
           SELECT v.participant_id,
                  v.updated_at
             FROM unfunded_mentor_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND v.updated_at >= :updated_since
            ORDER BY v.updated_at, v.participant_id
            LIMIT :size OFFSET :offset)
SELECT string_agg(b.body, ',' ORDER BY p.updated_at, p.participant_id) AS bodies,
       EXISTS (
           SELECT FROM unfunded_mentor_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today
            UNION ALL
           SELECT FROM coming_views AS c
            WHERE c.lead_provider_id = :lead_provider_id
              AND c.resource = 'unfunded-mentor'
              AND c.comes_on <= :today) AS is_due
  FROM page AS p
  JOIN unfunded_mentor_views AS b
    ON b.lead_provider_id = :lead_provider_id
   AND b.participant_id = p.participant_id;

-- name: select_page_in_any_order
-- Any page. Requests with a clock of their own bring views along in place of the stored ones. What
-- changed lately is found by its index; no index helps with the order, for which times become
-- numbers to be turned round.
SELECT string_agg(p.body, ',' ORDER BY p.place) AS bodies,
       EXISTS (
           SELECT FROM unfunded_mentor_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today
            UNION ALL
           SELECT FROM coming_views AS c
            WHERE c.lead_provider_id = :lead_provider_id
              AND c.resource = 'unfunded-mentor'
              AND c.comes_on <= :today) AS is_due
  FROM (SELECT v.body,
               row_number() OVER (
                   ORDER BY CASE WHEN :first_is_created THEN extract(epoch FROM v.created_at)
                                 ELSE extract(epoch FROM v.updated_at)
                            END * :first_sign::integer,
                            CASE WHEN :first_is_created THEN extract(epoch FROM v.updated_at)
                                 ELSE extract(epoch FROM v.created_at)
                            END * :second_sign::integer,
                            CASE WHEN :ids_descending THEN NULL ELSE v.participant_id END,
                            CASE WHEN :ids_descending THEN v.participant_id END DESC) AS place
          FROM (SELECT s.participant_id,
                       s.body,
                       s.created_at,
                       s.updated_at
                  FROM unfunded_mentor_views AS s
                 WHERE s.lead_provider_id = :lead_provider_id
                   AND s.participant_id <> ALL (:replaced_ids::uuid[])
                   AND s.updated_at >= :updated_since
                 UNION ALL
                SELECT n.participant_id,
                       n.body,
                       n.created_at,
                       n.updated_at
                  FROM unnest(
                           :ids::uuid[], :bodies::bytea[], :created_at::timestamptz[],
                           :updated_at::timestamptz[]
                       ) AS n (participant_id, body, created_at, updated_at)
                 WHERE n.updated_at >= :updated_since) AS v
         ORDER BY place
         LIMIT :size OFFSET :offset) AS p;
