-- name: lock_registration
-- The registers stay as they are, and registrations that could be about the same person wait for
-- each other. The registers come first, as for everybody; without a second key nobody is met. The
-- statements of the transaction are planned once for all, as in every transaction that writes.
SELECT pg_advisory_xact_lock_shared(:registers_key), pg_advisory_xact_lock(:duplicates_key::bigint),
       set_config('plan_cache_mode', 'force_generic_plan', true);

-- name: select_known
-- Everything that decides about a registration, in one look: the provider's number, the views of
-- everybody it may be a duplicate of, the schools it names by URN, and the lead partner it names by
-- URN or else by UKPRN. An organisation registered as lead partner comes before a school that leads
-- training itself.
SELECT p.ukprn,
       (SELECT array_agg(v.body ORDER BY t.created_at, t.trainee_id)
          FROM trainees AS t
          JOIN trainee_views AS v USING (provider_id, trainee_id)
         WHERE t.provider_id = p.provider_id
           AND t.date_of_birth = :date_of_birth
           AND t.last_name_key = :last_name_key
           AND t.start_cycle IS NOT DISTINCT FROM :start_cycle::integer
           AND t.training_route = :training_route
           AND (t.first_name_key = :first_name_key OR t.email_key = :email_key)
           AND t.discarded_at IS NULL) AS bodies,
       (SELECT json_agg(json_build_object(
                   'urn', s.urn, 'name', s.name, 'town', s.town, 'postcode', s.postcode))
          FROM schools AS s
         WHERE s.urn = ANY (:school_urns::text[])) AS schools,
       l.lead_partner_id,
       l.name                        AS lead_partner_name,
       coalesce(l.urn, l.school_urn) AS lead_partner_urn,
       l.ukprn                       AS lead_partner_ukprn
  FROM providers AS p
  LEFT JOIN LATERAL (
           SELECT f.lead_partner_id, f.name, f.urn, f.school_urn, f.ukprn
             FROM lead_partners AS f
            WHERE f.listed
              AND (f.urn = :lead_partner_urn
                   OR f.school_urn = :lead_partner_urn
                   OR f.ukprn = :lead_partner_ukprn)
            ORDER BY f.school_urn IS NOT NULL
            LIMIT 1
       ) AS l ON true
 WHERE p.provider_id = :provider_id;
