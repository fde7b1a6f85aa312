-- name: select_school
-- One school in a cohort: the lead provider's own view, or else everybody's.
SELECT coalesce(o.body, v.body) AS body
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
  WITH page AS (
           SELECT v.school_id,
                  v.created_at
             FROM school_views AS v
            WHERE v.cohort = :cohort
            ORDER BY v.created_at, v.school_id
            LIMIT :size OFFSET :offset)
SELECT string_agg(coalesce(o.body, e.body), ',' ORDER BY p.created_at, p.school_id) AS bodies
  FROM page AS p
  JOIN school_views AS e
    ON e.school_id = p.school_id
   AND e.cohort = :cohort
  LEFT JOIN interested_school_views AS o
    ON o.lead_provider_id = :lead_provider_id
   AND o.school_id = p.school_id
   AND o.cohort = :cohort;

-- name: select_page_in_any_order
-- Any page. No index helps with the order; times become numbers to be turned round.
  WITH page AS (
           SELECT v.school_id,
                  v.is_own,
                  row_number() OVER (
                      ORDER BY CASE WHEN :first_is_created THEN extract(epoch FROM v.created_at)
                                    ELSE extract(epoch FROM v.updated_at)
                               END * :first_sign::integer,
                               CASE WHEN :first_is_created THEN extract(epoch FROM v.updated_at)
                                    ELSE extract(epoch FROM v.created_at)
                               END * :second_sign::integer,
                               CASE WHEN :ids_descending THEN NULL ELSE v.school_id END,
                               CASE WHEN :ids_descending THEN v.school_id END DESC) AS place
             FROM (SELECT o.school_id, o.created_at, o.updated_at, true AS is_own
                     FROM interested_school_views AS o
                    WHERE o.lead_provider_id = :lead_provider_id
                      AND o.cohort = :cohort
                      AND o.updated_at >= :updated_since
                    UNION ALL
                   SELECT e.school_id, e.created_at, e.updated_at, false
                     FROM school_views AS e
                    WHERE e.cohort = :cohort
                      AND e.updated_at >= :updated_since
                      AND NOT EXISTS (
                              SELECT
                                FROM interested_school_views AS o
                               WHERE o.lead_provider_id = :lead_provider_id
                                 AND o.school_id = e.school_id
                                 AND o.cohort = e.cohort)) AS v
            ORDER BY place
            LIMIT :size OFFSET :offset)
SELECT string_agg(coalesce(o.body, e.body), ',' ORDER BY p.place) AS bodies
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
SELECT coalesce(o.body, v.body) AS body
  FROM schools AS s
  JOIN school_views AS v
    ON v.school_id = s.id
   AND v.cohort = :cohort
  LEFT JOIN interested_school_views AS o
    ON o.lead_provider_id = :lead_provider_id
   AND o.school_id = v.school_id
   AND o.cohort = v.cohort
 WHERE s.urn = :urn
   AND coalesce(o.updated_at, v.updated_at) >= :updated_since;
