-- name: select_partnerships
-- All partnerships of some schools, and those with some ids wherever they are, each by its own
-- index.
  WITH wanted AS (
       SELECT p.id
         FROM unnest(:school_ids::uuid[]) AS n (school_id)
         JOIN partnerships AS p ON p.school_id = n.school_id
        UNION
       SELECT unnest(:ids::uuid[])
       )
SELECT p.id,
       p.school_id,
       p.lead_provider_id,
       p.delivery_partner_id,
       p.cohort,
       p.created_at
  FROM wanted AS w
  JOIN partnerships AS p ON p.id = w.id;

-- name: upsert_partnerships
-- Of a partnership that is there, only the delivery partner can become another one.
INSERT INTO partnerships (
       id, school_id, lead_provider_id, delivery_partner_id, cohort, created_at)
SELECT n.id, n.school_id, n.lead_provider_id, n.delivery_partner_id, n.cohort, n.created_at
  FROM unnest(
           :ids::uuid[], :school_ids::uuid[], :lead_provider_ids::uuid[],
           :delivery_partner_ids::uuid[], :cohorts::integer[], :created_at::timestamptz[]
       ) AS n (id, school_id, lead_provider_id, delivery_partner_id, cohort, created_at)
    ON CONFLICT ON CONSTRAINT partnerships_pkey DO UPDATE
   SET delivery_partner_id = excluded.delivery_partner_id;
