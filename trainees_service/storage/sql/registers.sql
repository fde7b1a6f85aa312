-- name: lock_registers_shared
-- Whoever builds on the registers keeps them from changing until its own work is visible. The
-- statements of the transaction are planned once for all: whatever their arrays hold, they go by
-- keys, and to plan them anew each time would take several times as long as to carry them out.
SELECT pg_advisory_xact_lock_shared(:key),
       set_config('plan_cache_mode', 'force_generic_plan', true);

-- name: lock_registers
-- Whoever changes the registers waits for those who build on them: only then can it see every
-- record that the change concerns.
SELECT pg_advisory_xact_lock(:key),
       set_config('plan_cache_mode', 'force_generic_plan', true);

-- name: select_ukprns
-- The numbers that providers' records carry.
SELECT provider_id, ukprn
  FROM providers
 WHERE provider_id = ANY (:provider_ids::uuid[]);

-- name: select_provider_name
-- A provider's name, for those who make tokens.
SELECT name
  FROM providers
 WHERE provider_id = :provider_id;

-- name: select_providers
-- Providers as the register has them.
SELECT provider_id, name, ukprn, code, accredited
  FROM providers
 WHERE provider_id = ANY (:provider_ids::uuid[]);

-- name: select_schools
-- Schools as the register has them.
SELECT urn, name, town, postcode, lead_partner, open
  FROM schools
 WHERE urn = ANY (:urns::text[]);

-- name: select_lead_partners
-- Organisations registered as lead partners, by id or by a number that somebody else wants.
SELECT lead_partner_id, name, urn, ukprn
  FROM lead_partners
 WHERE school_urn IS NULL
   AND (lead_partner_id = ANY (:lead_partner_ids::uuid[])
        OR urn = ANY (:urns::text[])
        OR ukprn = ANY (:ukprns::text[]));

-- name: upsert_providers
-- Providers, new or replaced.
INSERT INTO providers AS p (provider_id, name, ukprn, code, accredited, created_at)
SELECT provider_id, name, ukprn, code, accredited, created_at
  FROM unnest(
           :provider_ids::uuid[], :names::text[], :ukprns::text[], :codes::text[],
           :accredited::boolean[], :created_at::timestamptz[]
       ) AS n (provider_id, name, ukprn, code, accredited, created_at)
    ON CONFLICT ON CONSTRAINT providers_pkey DO UPDATE
   SET name       = excluded.name,
       ukprn      = excluded.ukprn,
       code       = excluded.code,
       accredited = excluded.accredited;

-- name: upsert_schools
-- Schools, new or replaced.
INSERT INTO schools AS s (urn, name, town, postcode, lead_partner, open, created_at)
SELECT urn, name, town, postcode, lead_partner, open, created_at
  FROM unnest(
           :urns::text[], :names::text[], :towns::text[], :postcodes::text[],
           :lead_partner::boolean[], :open::boolean[], :created_at::timestamptz[]
       ) AS n (urn, name, town, postcode, lead_partner, open, created_at)
    ON CONFLICT ON CONSTRAINT schools_pkey DO UPDATE
   SET name         = excluded.name,
       town         = excluded.town,
       postcode     = excluded.postcode,
       lead_partner = excluded.lead_partner,
       open         = excluded.open;

-- name: upsert_leading_schools
-- Schools that lead training are found as lead partners; those that no longer do stay where
-- trainees refer to them, but are not found any more.
INSERT INTO lead_partners AS l (lead_partner_id, name, school_urn, listed, created_at)
SELECT gen_random_uuid(), s.name, s.urn, s.lead_partner, s.created_at
  FROM schools AS s
 WHERE s.urn = ANY (:urns::text[])
   AND (s.lead_partner
        OR EXISTS (SELECT FROM lead_partners AS known WHERE known.school_urn = s.urn))
    ON CONFLICT ON CONSTRAINT lead_partners_school_urn_key DO UPDATE
   SET name   = excluded.name,
       listed = excluded.listed;

-- name: upsert_lead_partners
-- Organisations registered as lead partners, new or replaced.
INSERT INTO lead_partners AS l (lead_partner_id, name, urn, ukprn, listed, created_at)
SELECT lead_partner_id, name, urn, ukprn, true, created_at
  FROM unnest(
           :lead_partner_ids::uuid[], :names::text[], :urns::text[], :ukprns::text[],
           :created_at::timestamptz[]
       ) AS n (lead_partner_id, name, urn, ukprn, created_at)
    ON CONFLICT ON CONSTRAINT lead_partners_pkey DO UPDATE
   SET name  = excluded.name,
       urn   = excluded.urn,
       ukprn = excluded.ukprn;

-- name: update_placements_linked
-- Placements that named a school before the register knew it belong to it from now on.
UPDATE placements
   SET school_urn   = own_urn,
       own_urn      = NULL,
       own_name     = NULL,
       own_postcode = NULL
 WHERE own_urn = ANY (:urns::text[]);

-- name: select_trainees_referring
-- Everybody whose record shows something of these providers, schools or lead partners.
SELECT t.provider_id, t.trainee_id
  FROM trainees AS t
 WHERE t.provider_id = ANY (:provider_ids::uuid[])
    OR t.lead_partner_id = ANY (:lead_partner_ids::uuid[])
UNION
SELECT p.provider_id, p.trainee_id
  FROM placements AS p
 WHERE p.school_urn = ANY (:school_urns::text[])
 ORDER BY provider_id, trainee_id;
