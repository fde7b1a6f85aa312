-- name: select_delivery_partner
-- One view as it is sent.
SELECT v.body
  FROM delivery_partner_views AS v
 WHERE v.lead_provider_id = :lead_provider_id
   AND v.delivery_partner_id = :delivery_partner_id;

-- name: select_page
-- Any page: a lead provider works with a few dozen, so no index has to help with the order.
SELECT string_agg(p.body, ',' ORDER BY p.place) AS bodies
  FROM (SELECT v.body,
               row_number() OVER (
                   ORDER BY CASE WHEN :first_is_created THEN extract(epoch FROM v.created_at)
                                 ELSE extract(epoch FROM v.updated_at)
                            END * :first_sign::integer,
                            CASE WHEN :first_is_created THEN extract(epoch FROM v.updated_at)
                                 ELSE extract(epoch FROM v.created_at)
                            END * :second_sign::integer,
                            CASE WHEN :ids_descending THEN NULL ELSE v.delivery_partner_id END,
                            CASE WHEN :ids_descending THEN v.delivery_partner_id END DESC) AS place
          FROM delivery_partner_views AS v
         WHERE v.lead_provider_id = :lead_provider_id
           AND (:cohorts::integer[] IS NULL OR v.cohorts && :cohorts)
         ORDER BY place
         LIMIT :size OFFSET :offset) AS p;
