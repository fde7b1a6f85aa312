-- name: select_one
-- One view as it is sent, unless the calendar has overtaken it.
SELECT v.body,
       coalesce(v.flips_on <= :today, false) AS is_due
  FROM participant_views AS v
 WHERE v.lead_provider_id = :lead_provider_id
   AND v.participant_id = :participant_id;

-- name: select_first_page_by_created_at
-- The beginning of everything that a provider sees, straight along the index of the order. The
-- database joins the bodies of all pages: to take thousands of rows apart would cost far more.
SELECT string_agg(p.body, ',' ORDER BY p.created_at, p.participant_id) AS bodies,
       EXISTS (
           SELECT FROM participant_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due
  FROM (SELECT v.body,
               v.created_at,
               v.participant_id
          FROM participant_views AS v
         WHERE v.lead_provider_id = :lead_provider_id
         ORDER BY v.created_at, v.participant_id
         LIMIT :size) AS p;

-- name: select_first_page_by_created_at_descending
-- The same in another order.
SELECT string_agg(p.body, ',' ORDER BY p.created_at DESC, p.participant_id DESC) AS bodies,
       EXISTS (
           SELECT FROM participant_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due
  FROM (SELECT v.body,
               v.created_at,
               v.participant_id
          FROM participant_views AS v
         WHERE v.lead_provider_id = :lead_provider_id
         ORDER BY v.created_at DESC, v.participant_id DESC
         LIMIT :size) AS p;

-- name: select_first_page_by_updated_at
-- The same in another order.
SELECT string_agg(p.body, ',' ORDER BY p.updated_at, p.participant_id) AS bodies,
       EXISTS (
           SELECT FROM participant_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due
  FROM (SELECT v.body,
               v.updated_at,
               v.participant_id
          FROM participant_views AS v
         WHERE v.lead_provider_id = :lead_provider_id
         ORDER BY v.updated_at, v.participant_id
         LIMIT :size) AS p;

-- name: select_first_page_by_updated_at_descending
-- The same in another order.
SELECT string_agg(p.body, ',' ORDER BY p.updated_at DESC, p.participant_id DESC) AS bodies,
       EXISTS (
           SELECT FROM participant_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due
  FROM (SELECT v.body,
               v.updated_at,
               v.participant_id
          FROM participant_views AS v
         WHERE v.lead_provider_id = :lead_provider_id
         ORDER BY v.updated_at DESC, v.participant_id DESC
         LIMIT :size) AS p;

-- name: select_page_by_created_at
-- Any page. Keys alone are counted off, within the index: passing over whole rows costs a page of
-- the table for each. Ids that changed are looked up apart, since hardly anybody has one.
  WITH page AS (
           SELECT v.participant_id,
                  v.created_at
             FROM participant_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND (:cohorts::integer[] IS NULL OR v.cohorts && :cohorts)
              AND (:training_statuses::text[] IS NULL
                   OR v.training_statuses && :training_statuses)
              AND (:from_participant_ids::uuid[] IS NULL
                   OR v.participant_id = ANY (ARRAY(
                          SELECT m.participant_id
                            FROM participant_views AS m
                           WHERE m.lead_provider_id = :lead_provider_id
                             AND m.from_participant_ids <> '{}'
                             AND m.from_participant_ids && :from_participant_ids)))
            ORDER BY v.created_at, v.participant_id
            LIMIT :size OFFSET :offset)
SELECT string_agg(b.body, ',' ORDER BY p.created_at, p.participant_id) AS bodies,
       EXISTS (
           SELECT FROM participant_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due
  FROM page AS p
  JOIN participant_views AS b
    ON b.lead_provider_id = :lead_provider_id
   AND b.participant_id = p.participant_id;

-- name: select_page_by_created_at_descending
-- The same backwards.
  WITH page AS (
           SELECT v.participant_id,
                  v.created_at
             FROM participant_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND (:cohorts::integer[] IS NULL OR v.cohorts && :cohorts)
              AND (:training_statuses::text[] IS NULL
                   OR v.training_statuses && :training_statuses)
              AND (:from_participant_ids::uuid[] IS NULL
                   OR v.participant_id = ANY (ARRAY(
                          SELECT m.participant_id
                            FROM participant_views AS m
                           WHERE m.lead_provider_id = :lead_provider_id
                             AND m.from_participant_ids <> '{}'
                             AND m.from_participant_ids && :from_participant_ids)))
            ORDER BY v.created_at DESC, v.participant_id DESC
            LIMIT :size OFFSET :offset)
SELECT string_agg(b.body, ',' ORDER BY p.created_at DESC, p.participant_id DESC) AS bodies,
       EXISTS (
           SELECT FROM participant_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due
  FROM page AS p
  JOIN participant_views AS b
    ON b.lead_provider_id = :lead_provider_id
   AND b.participant_id = p.participant_id;

-- name: select_page_by_updated_at
-- Any page in the order of change, from the first change that is asked for; the beginning of time
-- asks for all of them.
  WITH page AS (
           SELECT v.participant_id,
                  v.updated_at
             FROM participant_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND v.updated_at >= :updated_since
              AND (:cohorts::integer[] IS NULL OR v.cohorts && :cohorts)
              AND (:training_statuses::text[] IS NULL
                   OR v.training_statuses && :training_statuses)
              AND (:from_participant_ids::uuid[] IS NULL
                   OR v.participant_id = ANY (ARRAY(
                          SELECT m.participant_id
                            FROM participant_views AS m
                           WHERE m.lead_provider_id = :lead_provider_id
                             AND m.from_participant_ids <> '{}'
                             AND m.from_participant_ids && :from_participant_ids)))
            ORDER BY v.updated_at, v.participant_id
            LIMIT :size OFFSET :offset)
SELECT string_agg(b.body, ',' ORDER BY p.updated_at, p.participant_id) AS bodies,
       EXISTS (
           SELECT FROM participant_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due
  FROM page AS p
  JOIN participant_views AS b
    ON b.lead_provider_id = :lead_provider_id
   AND b.participant_id = p.participant_id;

-- name: select_page_by_updated_at_descending
-- The same backwards.
  WITH page AS (
           SELECT v.participant_id,
                  v.updated_at
             FROM participant_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND v.updated_at >= :updated_since
              AND (:cohorts::integer[] IS NULL OR v.cohorts && :cohorts)
              AND (:training_statuses::text[] IS NULL
                   OR v.training_statuses && :training_statuses)
              AND (:from_participant_ids::uuid[] IS NULL
                   OR v.participant_id = ANY (ARRAY(
                          SELECT m.participant_id
                            FROM participant_views AS m
                           WHERE m.lead_provider_id = :lead_provider_id
                             AND m.from_participant_ids <> '{}'
                             AND m.from_participant_ids && :from_participant_ids)))
            ORDER BY v.updated_at DESC, v.participant_id DESC
            LIMIT :size OFFSET :offset)
SELECT string_agg(b.body, ',' ORDER BY p.updated_at DESC, p.participant_id DESC) AS bodies,
       EXISTS (
           SELECT FROM participant_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due
  FROM page AS p
  JOIN participant_views AS b
    ON b.lead_provider_id = :lead_provider_id
   AND b.participant_id = p.participant_id;

-- name: select_changed_by_created_at
-- What changed lately, in the order of creation. The few that changed are found first: walking
-- along the order of creation would look at everybody.
  WITH changed AS MATERIALIZED (
           SELECT v.participant_id,
                  v.created_at
             FROM participant_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND v.updated_at >= :updated_since
              AND (:cohorts::integer[] IS NULL OR v.cohorts && :cohorts)
              AND (:training_statuses::text[] IS NULL
                   OR v.training_statuses && :training_statuses)
              AND (:from_participant_ids::uuid[] IS NULL
                   OR v.participant_id = ANY (ARRAY(
                          SELECT m.participant_id
                            FROM participant_views AS m
                           WHERE m.lead_provider_id = :lead_provider_id
                             AND m.from_participant_ids <> '{}'
                             AND m.from_participant_ids && :from_participant_ids)))),
       page AS (
           SELECT c.participant_id,
                  c.created_at
             FROM changed AS c
            ORDER BY c.created_at, c.participant_id
            LIMIT :size OFFSET :offset)
SELECT string_agg(b.body, ',' ORDER BY p.created_at, p.participant_id) AS bodies,
       EXISTS (
           SELECT FROM participant_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due
  FROM page AS p
  JOIN participant_views AS b
    ON b.lead_provider_id = :lead_provider_id
   AND b.participant_id = p.participant_id;

-- name: select_changed_by_created_at_descending
-- The same backwards.
  WITH changed AS MATERIALIZED (
           SELECT v.participant_id,
                  v.created_at
             FROM participant_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND v.updated_at >= :updated_since
              AND (:cohorts::integer[] IS NULL OR v.cohorts && :cohorts)
              AND (:training_statuses::text[] IS NULL
                   OR v.training_statuses && :training_statuses)
              AND (:from_participant_ids::uuid[] IS NULL
                   OR v.participant_id = ANY (ARRAY(
                          SELECT m.participant_id
                            FROM participant_views AS m
                           WHERE m.lead_provider_id = :lead_provider_id
                             AND m.from_participant_ids <> '{}'
                             AND m.from_participant_ids && :from_participant_ids)))),
       page AS (
           SELECT c.participant_id,
                  c.created_at
             FROM changed AS c
            ORDER BY c.created_at DESC, c.participant_id DESC
            LIMIT :size OFFSET :offset)
SELECT string_agg(b.body, ',' ORDER BY p.created_at DESC, p.participant_id DESC) AS bodies,
       EXISTS (
           SELECT FROM participant_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due
  FROM page AS p
  JOIN participant_views AS b
    ON b.lead_provider_id = :lead_provider_id
   AND b.participant_id = p.participant_id;

-- name: select_page_by_two_keys
-- Any order, for those who ask for two keys and for requests with a clock of their own, whose views
-- come along in place of the stored ones. No index helps; times become numbers to be turned round.
SELECT string_agg(p.body, ',' ORDER BY p.place) AS bodies,
       EXISTS (
           SELECT FROM participant_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due
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
                       s.updated_at,
                       s.cohorts,
                       s.training_statuses
                  FROM participant_views AS s
                 WHERE s.lead_provider_id = :lead_provider_id
                   AND s.participant_id <> ALL (:replaced_ids::uuid[])
                 UNION ALL
                SELECT n.participant_id,
                       n.body,
                       n.created_at,
                       n.updated_at,
                       n.cohorts::integer[],
                       n.training_statuses::text[]
                  FROM unnest(
                           :ids::uuid[], :bodies::bytea[], :created_at::timestamptz[],
                           :updated_at::timestamptz[], :shifted_cohorts::text[],
                           :shifted_training_statuses::text[]
                       ) AS n (
                           participant_id, body, created_at, updated_at, cohorts, training_statuses
                       )) AS v
         WHERE v.updated_at >= :updated_since
           AND (:cohorts::integer[] IS NULL OR v.cohorts && :cohorts)
           AND (:training_statuses::text[] IS NULL
                OR v.training_statuses && :training_statuses)
           AND (:from_participant_ids::uuid[] IS NULL
                OR v.participant_id = ANY (ARRAY(
                       SELECT m.participant_id
                         FROM participant_views AS m
                        WHERE m.lead_provider_id = :lead_provider_id
                          AND m.from_participant_ids <> '{}'
                          AND m.from_participant_ids && :from_participant_ids)))
         ORDER BY place
         LIMIT :size OFFSET :offset) AS p;
