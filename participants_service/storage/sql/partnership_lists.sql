-- name: select_partnership
-- One view as it is sent, unless the calendar has overtaken it.
SELECT v.body,
       coalesce(v.flips_on <= :today, false) AS is_due
  FROM partnership_views AS v
 WHERE v.lead_provider_id = :lead_provider_id
   AND v.partnership_id = :partnership_id;

-- name: select_page_by_created_at
-- A page in the usual order, whose keys are counted off along its index.
  WITH page AS (
           SELECT v.partnership_id,
                  v.created_at
             FROM partnership_views AS v
            WHERE v.lead_provider_id = :lead_provider_id
              AND (:cohorts::integer[] IS NULL OR v.cohort = ANY (:cohorts))
              AND (:delivery_partner_ids::uuid[] IS NULL
                   OR v.delivery_partner_id = ANY (:delivery_partner_ids))
            ORDER BY v.created_at, v.partnership_id
            LIMIT :size OFFSET :offset)
SELECT string_agg(b.body, ',' ORDER BY p.created_at, p.partnership_id) AS bodies,
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
SELECT string_agg(p.body, ',' ORDER BY p.place) AS bodies,
       EXISTS (
           SELECT FROM partnership_views AS d
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
                            CASE WHEN :ids_descending THEN NULL ELSE v.partnership_id END,
                            CASE WHEN :ids_descending THEN v.partnership_id END DESC) AS place
          FROM (SELECT s.partnership_id,
                       s.body,
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
                       n.body,
                       n.created_at,
                       n.updated_at,
                       n.cohort,
                       n.delivery_partner_id
                  FROM unnest(
                           :shifted_ids::uuid[], :bodies::bytea[], :created_at::timestamptz[],
                           :updated_at::timestamptz[], :shifted_cohorts::integer[],
                           :shifted_delivery_partner_ids::uuid[]
                       ) AS n (
                           partnership_id, body, created_at, updated_at, cohort,
                           delivery_partner_id
                       )
                 WHERE n.updated_at >= :updated_since) AS v
         WHERE (:cohorts::integer[] IS NULL OR v.cohort = ANY (:cohorts))
           AND (:delivery_partner_ids::uuid[] IS NULL
                OR v.delivery_partner_id = ANY (:delivery_partner_ids))
         ORDER BY place
         LIMIT :size OFFSET :offset) AS p;
