-- name: select_one
-- One school in a cohort: the lead provider's own view, or else everybody's.
SELECT coalesce(o.body, v.body)             AS body,
       coalesce(o.digest, v.digest)         AS digest,
       coalesce(o.updated_at, v.updated_at) AS updated_at
  FROM school_views AS v
  LEFT JOIN interested_school_views AS o
    ON o.lead_provider_id = :lead_provider_id
   AND o.school_id = v.school_id
   AND o.cohort = v.cohort
 WHERE v.school_id = :school_id
   AND v.cohort = :cohort;

-- name: select_version
-- The same without the body, for those who may have it already.
SELECT coalesce(o.digest, v.digest)         AS digest,
       coalesce(o.updated_at, v.updated_at) AS updated_at
  FROM school_views AS v
  LEFT JOIN interested_school_views AS o
    ON o.lead_provider_id = :lead_provider_id
   AND o.school_id = v.school_id
   AND o.cohort = v.cohort
 WHERE v.school_id = :school_id
   AND v.cohort = :cohort;

-- name: select_page_by_created_at
-- A page in the usual order, which both kinds of views share: keys are counted off within the index
-- of everybody's views, and only then are bodies looked up, the lead provider's own before others.
-- One record more than is on the page tells whether there is more.
  WITH page AS (
           SELECT k.school_id,
                  k.created_at,
                  row_number() OVER (ORDER BY k.created_at, k.school_id) AS place
             FROM (SELECT v.school_id,
                          v.created_at
                     FROM school_views AS v
                    WHERE v.cohort = :cohort
                      AND (v.created_at, v.school_id) > (:after_moment, :after_id)
                    ORDER BY v.created_at, v.school_id
                    LIMIT :size + 1 OFFSET :offset) AS k)
SELECT string_agg(coalesce(o.body, e.body), ',' ORDER BY p.created_at, p.school_id)
           FILTER (WHERE p.place <= :size) AS bodies,
       count(*) > :size AS has_more,
       max(p.created_at) FILTER (WHERE p.place = :size) AS last_moment,
       (array_agg(p.school_id) FILTER (WHERE p.place = :size))[1] AS last_id,
       coalesce((
           SELECT h.position
             FROM journal_heads AS h
            WHERE h.provider_id = :lead_provider_id), 0) AS position
  FROM page AS p
  JOIN school_views AS e
    ON e.school_id = p.school_id
   AND e.cohort = :cohort
  LEFT JOIN interested_school_views AS o
    ON o.lead_provider_id = :lead_provider_id
   AND o.school_id = p.school_id
   AND o.cohort = :cohort;

-- name: select_page_by_created_at_descending
-- The same backwards.
  WITH page AS (
           SELECT k.school_id,
                  k.created_at,
                  row_number() OVER (ORDER BY k.created_at DESC, k.school_id DESC) AS place
             FROM (SELECT v.school_id,
                          v.created_at
                     FROM school_views AS v
                    WHERE v.cohort = :cohort
                      AND (v.created_at, v.school_id) < (:after_moment, :after_id)
                    ORDER BY v.created_at DESC, v.school_id DESC
                    LIMIT :size + 1 OFFSET :offset) AS k)
SELECT string_agg(coalesce(o.body, e.body), ',' ORDER BY p.created_at DESC, p.school_id DESC)
           FILTER (WHERE p.place <= :size) AS bodies,
       count(*) > :size AS has_more,
       max(p.created_at) FILTER (WHERE p.place = :size) AS last_moment,
       (array_agg(p.school_id) FILTER (WHERE p.place = :size))[1] AS last_id,
       coalesce((
           SELECT h.position
             FROM journal_heads AS h
            WHERE h.provider_id = :lead_provider_id), 0) AS position
  FROM page AS p
  JOIN school_views AS e
    ON e.school_id = p.school_id
   AND e.cohort = :cohort
  LEFT JOIN interested_school_views AS o
    ON o.lead_provider_id = :lead_provider_id
   AND o.school_id = p.school_id
   AND o.cohort = :cohort;

-- name: select_page_by_updated_at
-- A page in the order of change: the next stretch of everybody's views and that of the provider's
-- own, each along its index, are merged. The first change that is asked for is a place as well.
  WITH page AS (
           SELECT k.school_id,
                  k.updated_at,
                  k.is_own,
                  row_number() OVER (ORDER BY k.updated_at, k.school_id) AS place
             FROM (SELECT u.school_id,
                          u.updated_at,
                          u.is_own
                     FROM ((SELECT o.school_id,
                                   o.updated_at,
                                   true AS is_own
                              FROM interested_school_views AS o
                             WHERE o.lead_provider_id = :lead_provider_id
                               AND o.cohort = :cohort
                               AND (o.updated_at, o.school_id)
                                   > (:after_moment, :after_id)
                             ORDER BY o.updated_at, o.school_id
                             LIMIT :offset::bigint + :size::bigint + 1)
                           UNION ALL
                           (SELECT e.school_id,
                                   e.updated_at,
                                   false
                              FROM school_views AS e
                             WHERE e.cohort = :cohort
                               AND (e.updated_at, e.school_id)
                                   > (:after_moment, :after_id)
                               AND NOT EXISTS (
                                       SELECT
                                         FROM interested_school_views AS o
                                        WHERE o.lead_provider_id = :lead_provider_id
                                          AND o.school_id = e.school_id
                                          AND o.cohort = e.cohort)
                             ORDER BY e.updated_at, e.school_id
                             LIMIT :offset::bigint + :size::bigint + 1)) AS u
                    ORDER BY u.updated_at, u.school_id
                    LIMIT :size + 1 OFFSET :offset) AS k)
SELECT string_agg(coalesce(o.body, e.body), ',' ORDER BY p.updated_at, p.school_id)
           FILTER (WHERE p.place <= :size) AS bodies,
       count(*) > :size AS has_more,
       max(p.updated_at) FILTER (WHERE p.place = :size) AS last_moment,
       (array_agg(p.school_id) FILTER (WHERE p.place = :size))[1] AS last_id,
       coalesce((
           SELECT h.position
             FROM journal_heads AS h
            WHERE h.provider_id = :lead_provider_id), 0) AS position
  FROM page AS p
  LEFT JOIN interested_school_views AS o
    ON p.is_own
   AND o.lead_provider_id = :lead_provider_id
   AND o.school_id = p.school_id
   AND o.cohort = :cohort
  LEFT JOIN school_views AS e
    ON NOT p.is_own
   AND e.school_id = p.school_id
   AND e.cohort = :cohort;

-- name: select_page_by_updated_at_descending
-- The same backwards. `newest` is where a walk that begins will have to catch up from: the latest
-- of what the lead provider sees, and of nothing else.
  WITH page AS (
           SELECT k.school_id,
                  k.updated_at,
                  k.is_own,
                  row_number() OVER (ORDER BY k.updated_at DESC, k.school_id DESC) AS place
             FROM (SELECT u.school_id,
                          u.updated_at,
                          u.is_own
                     FROM ((SELECT o.school_id,
                                   o.updated_at,
                                   true AS is_own
                              FROM interested_school_views AS o
                             WHERE o.lead_provider_id = :lead_provider_id
                               AND o.cohort = :cohort
                               AND (o.updated_at, o.school_id)
                                   < (:after_moment, :after_id)
                               AND o.updated_at >= :updated_since
                             ORDER BY o.updated_at DESC, o.school_id DESC
                             LIMIT :offset::bigint + :size::bigint + 1)
                           UNION ALL
                           (SELECT e.school_id,
                                   e.updated_at,
                                   false
                              FROM school_views AS e
                             WHERE e.cohort = :cohort
                               AND (e.updated_at, e.school_id)
                                   < (:after_moment, :after_id)
                               AND e.updated_at >= :updated_since
                               AND NOT EXISTS (
                                       SELECT
                                         FROM interested_school_views AS o
                                        WHERE o.lead_provider_id = :lead_provider_id
                                          AND o.school_id = e.school_id
                                          AND o.cohort = e.cohort)
                             ORDER BY e.updated_at DESC, e.school_id DESC
                             LIMIT :offset::bigint + :size::bigint + 1)) AS u
                    ORDER BY u.updated_at DESC, u.school_id DESC
                    LIMIT :size + 1 OFFSET :offset) AS k)
SELECT string_agg(coalesce(o.body, e.body), ',' ORDER BY p.updated_at DESC, p.school_id DESC)
           FILTER (WHERE p.place <= :size) AS bodies,
       count(*) > :size AS has_more,
       max(p.updated_at) FILTER (WHERE p.place = :size) AS last_moment,
       (array_agg(p.school_id) FILTER (WHERE p.place = :size))[1] AS last_id,
       (SELECT max(n.updated_at)
          FROM ((SELECT o.updated_at
                   FROM interested_school_views AS o
                  WHERE o.lead_provider_id = :lead_provider_id
                    AND o.cohort = :cohort
                  ORDER BY o.updated_at DESC
                  LIMIT 1)
                UNION ALL
                (SELECT e.updated_at
                   FROM school_views AS e
                  WHERE e.cohort = :cohort
                    AND NOT EXISTS (
                            SELECT
                              FROM interested_school_views AS o
                             WHERE o.lead_provider_id = :lead_provider_id
                               AND o.school_id = e.school_id
                               AND o.cohort = e.cohort)
                  ORDER BY e.updated_at DESC
                  LIMIT 1)) AS n) AS newest,
       coalesce((
           SELECT h.position
             FROM journal_heads AS h
            WHERE h.provider_id = :lead_provider_id), 0) AS position
  FROM page AS p
  LEFT JOIN interested_school_views AS o
    ON p.is_own
   AND o.lead_provider_id = :lead_provider_id
   AND o.school_id = p.school_id
   AND o.cohort = :cohort
  LEFT JOIN school_views AS e
    ON NOT p.is_own
   AND e.school_id = p.school_id
   AND e.cohort = :cohort;

-- name: select_page_in_any_order
-- Any page. No index helps with the order; times become numbers to be turned round.
  WITH page AS (
        SELECT k.school_id,
               k.is_own,
               k.first_moment,
               k.second_moment,
               max(k.updated_at) OVER () AS newest,
               row_number() OVER (
                   ORDER BY k.first,
                            k.second,
                            CASE WHEN :ids_descending THEN NULL ELSE k.school_id END,
                            CASE WHEN :ids_descending THEN k.school_id END DESC) AS place
          FROM (SELECT v.school_id,
                       v.is_own,
                       v.updated_at,
                       m.first_moment,
                       m.second_moment,
                       extract(epoch FROM m.first_moment) * :first_sign::integer   AS first,
                       extract(epoch FROM m.second_moment) * :second_sign::integer AS second
                  FROM (SELECT o.school_id,
                               o.created_at,
                               o.updated_at,
                               true AS is_own
                          FROM interested_school_views AS o
                         WHERE o.lead_provider_id = :lead_provider_id
                           AND o.cohort = :cohort
                           AND o.updated_at >= :updated_since
                         UNION ALL
                        SELECT e.school_id,
                               e.created_at,
                               e.updated_at,
                               false
                          FROM school_views AS e
                         WHERE e.cohort = :cohort
                           AND e.updated_at >= :updated_since
                           AND NOT EXISTS (
                                   SELECT
                                     FROM interested_school_views AS o
                                    WHERE o.lead_provider_id = :lead_provider_id
                                      AND o.school_id = e.school_id
                                      AND o.cohort = e.cohort)) AS v
                 CROSS JOIN LATERAL (
                       SELECT CASE WHEN :first_is_created THEN v.created_at
                                   ELSE v.updated_at END AS first_moment,
                              CASE WHEN :first_is_created THEN v.updated_at
                                   ELSE v.created_at END AS second_moment) AS m) AS k
         WHERE :after_id::uuid IS NULL
            OR (k.first, k.second) > (
                   extract(epoch FROM :after_moment::timestamptz) * :first_sign,
                   extract(epoch FROM :after_second_moment::timestamptz) * :second_sign)
            OR (k.first, k.second) = (
                   extract(epoch FROM :after_moment::timestamptz) * :first_sign,
                   extract(epoch FROM :after_second_moment::timestamptz) * :second_sign)
               AND CASE WHEN :ids_descending THEN k.school_id < :after_id
                        ELSE k.school_id > :after_id END
         ORDER BY place
         LIMIT :size + 1 OFFSET :offset)
SELECT string_agg(coalesce(o.body, e.body), ',' ORDER BY p.place)
           FILTER (WHERE p.place <= :offset + :size) AS bodies,
       count(*) > :size AS has_more,
       max(p.first_moment) FILTER (WHERE p.place = :offset + :size)  AS last_moment,
       max(p.second_moment) FILTER (WHERE p.place = :offset + :size) AS last_second_moment,
       (array_agg(p.school_id) FILTER (WHERE p.place = :offset + :size))[1] AS last_id,
       max(p.newest) AS newest,
       coalesce((
           SELECT h.position
             FROM journal_heads AS h
            WHERE h.provider_id = :lead_provider_id), 0) AS position
  FROM page AS p
  LEFT JOIN interested_school_views AS o
    ON p.is_own
   AND o.lead_provider_id = :lead_provider_id
   AND o.school_id = p.school_id
   AND o.cohort = :cohort
  LEFT JOIN school_views AS e
    ON NOT p.is_own
   AND e.school_id = p.school_id
   AND e.cohort = :cohort;

-- name: select_school_with_urn
-- The only school of a list, found by its number.
SELECT (SELECT coalesce(o.body, v.body)
          FROM schools AS s
          JOIN school_views AS v
            ON v.school_id = s.id
           AND v.cohort = :cohort
          LEFT JOIN interested_school_views AS o
            ON o.lead_provider_id = :lead_provider_id
           AND o.school_id = v.school_id
           AND o.cohort = v.cohort
         WHERE s.urn = :urn
           AND coalesce(o.updated_at, v.updated_at) >= :updated_since) AS bodies,
       false AS has_more,
       coalesce((
           SELECT h.position
             FROM journal_heads AS h
            WHERE h.provider_id = :lead_provider_id), 0) AS position;
