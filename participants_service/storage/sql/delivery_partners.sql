-- name: select_delivery_partners
-- All of them: there are a few hundred.
SELECT d.id,
       d.name,
       d.created_at
  FROM delivery_partners AS d;

-- name: select_pairings
SELECT p.lead_provider_id,
       p.delivery_partner_id,
       p.cohort
  FROM pairings AS p;

-- name: select_pairings_in_use
-- Those of some lead providers and delivery partners that partnerships rest on, with how many.
SELECT p.lead_provider_id,
       p.delivery_partner_id,
       p.cohort,
       count(*) AS partnerships
  FROM partnerships AS p
 WHERE p.lead_provider_id = ANY (:lead_provider_ids::uuid[])
    OR p.delivery_partner_id = ANY (:delivery_partner_ids::uuid[])
 GROUP BY p.lead_provider_id, p.delivery_partner_id, p.cohort;

-- name: upsert_delivery_partners
INSERT INTO delivery_partners (id, name, created_at)
SELECT n.id, n.name, n.created_at
  FROM unnest(:ids::uuid[], :names::text[], :created_at::timestamptz[]) AS n (id, name, created_at)
    ON CONFLICT ON CONSTRAINT delivery_partners_pkey DO UPDATE
   SET name = excluded.name;

-- name: insert_pairings
INSERT INTO pairings (lead_provider_id, delivery_partner_id, cohort)
SELECT n.lead_provider_id, n.delivery_partner_id, n.cohort
  FROM unnest(
           :lead_provider_ids::uuid[], :delivery_partner_ids::uuid[], :cohorts::integer[]
       ) AS n (lead_provider_id, delivery_partner_id, cohort);

-- name: delete_pairings
DELETE FROM pairings AS p
 USING unnest(
           :lead_provider_ids::uuid[], :delivery_partner_ids::uuid[], :cohorts::integer[]
       ) AS n (lead_provider_id, delivery_partner_id, cohort)
 WHERE p.lead_provider_id = n.lead_provider_id
   AND p.delivery_partner_id = n.delivery_partner_id
   AND p.cohort = n.cohort;
