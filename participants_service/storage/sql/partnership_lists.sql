-- name: select_partnership
-- One view as it is sent, unless the calendar has overtaken it.
SELECT v.body,
       v.digest,
       v.updated_at,
       coalesce(v.flips_on <= :today, false) AS is_due
  FROM partnership_views AS v
 WHERE v.lead_provider_id = :lead_provider_id
   AND v.partnership_id = :partnership_id;

-- name: select_version
-- The same without the body, for those who may have it already.
SELECT v.digest,
       v.updated_at,
       coalesce(v.flips_on <= :today, false) AS is_due
  FROM partnership_views AS v
 WHERE v.lead_provider_id = :lead_provider_id
   AND v.partnership_id = :partnership_id;

-- name: select_head
-- Where the provider's journal ends, and whether the calendar has overtaken anything in the list.
SELECT coalesce((
           SELECT h.position
             FROM journal_heads AS h
            WHERE h.provider_id = :lead_provider_id), 0) AS position,
       EXISTS (
           SELECT FROM partnership_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due;

-- name: select_page_by_created_at
-- A page in the usual order, by its number or from a place on; its keys are counted off along the
-- index. One record more than is on the page tells whether there is more.
  WITH page AS (
           SELECT k.partnership_id,
                  k.created_at,
                  row_number() OVER (ORDER BY k.created_at, k.partnership_id) AS place
             FROM (SELECT v.partnership_id,
                          v.created_at
                     FROM partnership_views AS v
                    WHERE v.lead_provider_id = :lead_provider_id
                      AND (v.created_at, v.partnership_id) > (:after_moment, :after_id)
                      AND (:cohorts::integer[] IS NULL OR v.cohort = ANY (:cohorts))
                      AND (:delivery_partner_ids::uuid[] IS NULL
                           OR v.delivery_partner_id = ANY (:delivery_partner_ids))
                    ORDER BY v.created_at, v.partnership_id
                    LIMIT :size + 1 OFFSET :offset) AS k)
SELECT string_agg(b.body, ',' ORDER BY p.created_at, p.partnership_id)
           FILTER (WHERE p.place <= :size) AS bodies,
       count(*) > :size AS has_more,
       max(p.created_at) FILTER (WHERE p.place = :size) AS last_moment,
       (array_agg(p.partnership_id) FILTER (WHERE p.place = :size))[1] AS last_id,
       coalesce((
           SELECT h.position
             FROM journal_heads AS h
            WHERE h.provider_id = :lead_provider_id), 0) AS position,
       EXISTS (
           SELECT FROM partnership_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due
  FROM page AS p
  JOIN partnership_views AS b
    ON b.lead_provider_id = :lead_provider_id
   AND b.partnership_id = p.partnership_id;

-- name: select_page_by_created_at_descending
-- The same backwards.
  WITH page AS (
           SELECT k.partnership_id,
                  k.created_at,
                  row_number() OVER (ORDER BY k.created_at DESC, k.partnership_id DESC) AS place
             FROM (SELECT v.partnership_id,
                          v.created_at
                     FROM partnership_views AS v
                    WHERE v.lead_provider_id = :lead_provider_id
                      AND (v.created_at, v.partnership_id) < (:after_moment, :after_id)
                      AND (:cohorts::integer[] IS NULL OR v.cohort = ANY (:cohorts))
                      AND (:delivery_partner_ids::uuid[] IS NULL
                           OR v.delivery_partner_id = ANY (:delivery_partner_ids))
                    ORDER BY v.created_at DESC, v.partnership_id DESC
                    LIMIT :size + 1 OFFSET :offset) AS k)
SELECT string_agg(b.body, ',' ORDER BY p.created_at DESC, p.partnership_id DESC)
           FILTER (WHERE p.place <= :size) AS bodies,
       count(*) > :size AS has_more,
       max(p.created_at) FILTER (WHERE p.place = :size) AS last_moment,
       (array_agg(p.partnership_id) FILTER (WHERE p.place = :size))[1] AS last_id,
       coalesce((
           SELECT h.position
             FROM journal_heads AS h
            WHERE h.provider_id = :lead_provider_id), 0) AS position,
       EXISTS (
           SELECT FROM partnership_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due
  FROM page AS p
  JOIN partnership_views AS b
    ON b.lead_provider_id = :lead_provider_id
   AND b.partnership_id = p.partnership_id;

-- name: select_page_by_updated_at
-- The same in the order of change. The first change that is asked for is a place as well: of
-- two bounds on one side, the scan would begin at one and look at all up to the other.
  WITH page AS (
           SELECT k.partnership_id,
                  k.updated_at,
                  row_number() OVER (ORDER BY k.updated_at, k.partnership_id) AS place
             FROM (SELECT v.partnership_id,
                          v.updated_at
                     FROM partnership_views AS v
                    WHERE v.lead_provider_id = :lead_provider_id
                      AND (v.updated_at, v.partnership_id) > (:after_moment, :after_id)
                      AND (:cohorts::integer[] IS NULL OR v.cohort = ANY (:cohorts))
                      AND (:delivery_partner_ids::uuid[] IS NULL
                           OR v.delivery_partner_id = ANY (:delivery_partner_ids))
                    ORDER BY v.updated_at, v.partnership_id
                    LIMIT :size + 1 OFFSET :offset) AS k)
SELECT string_agg(b.body, ',' ORDER BY p.updated_at, p.partnership_id)
           FILTER (WHERE p.place <= :size) AS bodies,
       count(*) > :size AS has_more,
       max(p.updated_at) FILTER (WHERE p.place = :size) AS last_moment,
       (array_agg(p.partnership_id) FILTER (WHERE p.place = :size))[1] AS last_id,
       coalesce((
           SELECT h.position
             FROM journal_heads AS h
            WHERE h.provider_id = :lead_provider_id), 0) AS position,
       EXISTS (
           SELECT FROM partnership_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due
  FROM page AS p
  JOIN partnership_views AS b
    ON b.lead_provider_id = :lead_provider_id
   AND b.partnership_id = p.partnership_id;

-- name: select_page_by_updated_at_descending
-- The same backwards. `newest` is where a walk that begins will have to catch up from.
  WITH page AS (
           SELECT k.partnership_id,
                  k.updated_at,
                  row_number() OVER (ORDER BY k.updated_at DESC, k.partnership_id DESC) AS place
             FROM (SELECT v.partnership_id,
                          v.updated_at
                     FROM partnership_views AS v
                    WHERE v.lead_provider_id = :lead_provider_id
                      AND (v.updated_at, v.partnership_id) < (:after_moment, :after_id)
                      AND v.updated_at >= :updated_since
                      AND (:cohorts::integer[] IS NULL OR v.cohort = ANY (:cohorts))
                      AND (:delivery_partner_ids::uuid[] IS NULL
                           OR v.delivery_partner_id = ANY (:delivery_partner_ids))
                    ORDER BY v.updated_at DESC, v.partnership_id DESC
                    LIMIT :size + 1 OFFSET :offset) AS k)
SELECT string_agg(b.body, ',' ORDER BY p.updated_at DESC, p.partnership_id DESC)
           FILTER (WHERE p.place <= :size) AS bodies,
       count(*) > :size AS has_more,
       max(p.updated_at) FILTER (WHERE p.place = :size) AS last_moment,
       (array_agg(p.partnership_id) FILTER (WHERE p.place = :size))[1] AS last_id,
       (SELECT max(n.updated_at)
          FROM partnership_views AS n
         WHERE n.lead_provider_id = :lead_provider_id) AS newest,
       coalesce((
           SELECT h.position
             FROM journal_heads AS h
            WHERE h.provider_id = :lead_provider_id), 0) AS position,
       EXISTS (
           SELECT FROM partnership_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due
  FROM page AS p
  JOIN partnership_views AS b
    ON b.lead_provider_id = :lead_provider_id
   AND b.partnership_id = p.partnership_id;

-- name: select_page_in_any_order
-- Any page. Requests with a clock of their own bring views along in place of the stored ones. No
-- index helps with the order; times become numbers to be turned round.
  WITH page AS (
        SELECT k.partnership_id,
               k.first_moment,
               k.second_moment,
               row_number() OVER (
                   ORDER BY k.first,
                            k.second,
                            CASE WHEN :ids_descending THEN NULL ELSE k.partnership_id END,
                            CASE WHEN :ids_descending THEN k.partnership_id END DESC) AS place
          FROM (SELECT v.partnership_id,
                       m.first_moment,
                       m.second_moment,
                       extract(epoch FROM m.first_moment) * :first_sign::integer   AS first,
                       extract(epoch FROM m.second_moment) * :second_sign::integer AS second
                  FROM (SELECT s.partnership_id,
                               s.created_at,
                               s.updated_at,
                               s.cohort,
                               s.delivery_partner_id
                          FROM partnership_views AS s
                         WHERE s.lead_provider_id = :lead_provider_id
                           AND s.partnership_id <> ALL (:shifted_ids::uuid[])
                           AND s.updated_at >= :updated_since
                         UNION ALL
                        SELECT n.partnership_id,
                               n.created_at,
                               n.updated_at,
                               n.cohort,
                               n.delivery_partner_id
                          FROM unnest(
                                   :shifted_ids::uuid[], :created_at::timestamptz[],
                                   :updated_at::timestamptz[],
                                   :shifted_cohorts::integer[],
                                   :shifted_delivery_partner_ids::uuid[]
                               ) AS n (
                                   partnership_id, created_at, updated_at, cohort,
                                   delivery_partner_id
                               )
                         WHERE n.updated_at >= :updated_since) AS v
                 CROSS JOIN LATERAL (
                       SELECT CASE WHEN :first_is_created THEN v.created_at
                                   ELSE v.updated_at END AS first_moment,
                              CASE WHEN :first_is_created THEN v.updated_at
                                   ELSE v.created_at END AS second_moment) AS m
                 WHERE (:cohorts::integer[] IS NULL OR v.cohort = ANY (:cohorts))
                   AND (:delivery_partner_ids::uuid[] IS NULL
                        OR v.delivery_partner_id = ANY (:delivery_partner_ids))) AS k
         WHERE :after_id::uuid IS NULL
            OR (k.first, k.second) > (
                   extract(epoch FROM :after_moment::timestamptz) * :first_sign,
                   extract(epoch FROM :after_second_moment::timestamptz) * :second_sign)
            OR (k.first, k.second) = (
                   extract(epoch FROM :after_moment::timestamptz) * :first_sign,
                   extract(epoch FROM :after_second_moment::timestamptz) * :second_sign)
               AND CASE WHEN :ids_descending THEN k.partnership_id < :after_id
                        ELSE k.partnership_id > :after_id END
         ORDER BY place
         LIMIT :size + 1 OFFSET :offset)
SELECT string_agg(coalesce(n.body, b.body), ',' ORDER BY p.place)
           FILTER (WHERE p.place <= :offset + :size) AS bodies,
       count(*) > :size AS has_more,
       max(p.first_moment) FILTER (WHERE p.place = :offset + :size)  AS last_moment,
       max(p.second_moment) FILTER (WHERE p.place = :offset + :size) AS last_second_moment,
       (array_agg(p.partnership_id) FILTER (WHERE p.place = :offset + :size))[1] AS last_id,
       greatest(
           (SELECT max(n.updated_at)
              FROM partnership_views AS n
             WHERE n.lead_provider_id = :lead_provider_id),
           (SELECT max(n.updated_at)
              FROM unnest(:updated_at::timestamptz[]) AS n (updated_at))) AS newest,
       coalesce((
           SELECT h.position
             FROM journal_heads AS h
            WHERE h.provider_id = :lead_provider_id), 0) AS position,
       EXISTS (
           SELECT FROM partnership_views AS d
            WHERE d.lead_provider_id = :lead_provider_id
              AND d.flips_on <= :today) AS is_due
  FROM page AS p
  LEFT JOIN unnest(:shifted_ids::uuid[], :bodies::bytea[]) AS n (partnership_id, body)
    ON n.partnership_id = p.partnership_id
  LEFT JOIN partnership_views AS b
    ON b.lead_provider_id = :lead_provider_id
   AND b.partnership_id = p.partnership_id;
