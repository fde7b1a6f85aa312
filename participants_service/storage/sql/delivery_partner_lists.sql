-- name: select_one
-- One view as it is sent.
SELECT v.body,
       v.digest,
       v.updated_at
  FROM delivery_partner_views AS v
 WHERE v.lead_provider_id = :lead_provider_id
   AND v.delivery_partner_id = :delivery_partner_id;

-- name: select_version
-- The same without the body, for those who may have it already.
SELECT v.digest,
       v.updated_at
  FROM delivery_partner_views AS v
 WHERE v.lead_provider_id = :lead_provider_id
   AND v.delivery_partner_id = :delivery_partner_id;

-- name: select_page
-- Any page: a lead provider works with a few dozen, so no index has to help with the order. Times
-- become numbers to be turned round.
SELECT string_agg(p.body, ',' ORDER BY p.place) FILTER (WHERE p.place <= :offset + :size) AS bodies,
       count(*) > :size AS has_more,
       max(p.first_moment) FILTER (WHERE p.place = :offset + :size)  AS last_moment,
       max(p.second_moment) FILTER (WHERE p.place = :offset + :size) AS last_second_moment,
       (array_agg(p.delivery_partner_id) FILTER (WHERE p.place = :offset + :size))[1] AS last_id,
       max(p.newest) AS newest,
       coalesce((
           SELECT h.position
             FROM journal_heads AS h
            WHERE h.provider_id = :lead_provider_id), 0) AS position
  FROM (SELECT k.delivery_partner_id,
               k.body,
               k.first_moment,
               k.second_moment,
               max(k.updated_at) OVER () AS newest,
               row_number() OVER (
                   ORDER BY k.first,
                            k.second,
                            CASE WHEN :ids_descending THEN NULL ELSE k.delivery_partner_id END,
                            CASE WHEN :ids_descending THEN k.delivery_partner_id END DESC) AS place
          FROM (SELECT v.delivery_partner_id,
                       v.body,
                       v.updated_at,
                       m.first_moment,
                       m.second_moment,
                       extract(epoch FROM m.first_moment) * :first_sign::integer   AS first,
                       extract(epoch FROM m.second_moment) * :second_sign::integer AS second
                  FROM (SELECT d.delivery_partner_id,
                               d.body,
                               d.created_at,
                               d.updated_at
                          FROM delivery_partner_views AS d
                         WHERE d.lead_provider_id = :lead_provider_id
                           AND (:cohorts::integer[] IS NULL OR d.cohorts && :cohorts)) AS v
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
               AND CASE WHEN :ids_descending THEN k.delivery_partner_id < :after_id
                        ELSE k.delivery_partner_id > :after_id END
         ORDER BY place
         LIMIT :size + 1 OFFSET :offset) AS p;
