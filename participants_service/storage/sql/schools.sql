-- name: select_schools
-- Schools by the numbers or by the ids under which a fact speaks of them, each by its own index.
-- Numbers are joined: in a plan for any number of them, = ANY would compare each with every school.
  WITH wanted AS (
       SELECT s.id
         FROM unnest(:urns::text[]) AS n (urn)
         JOIN schools AS s ON s.urn = n.urn
        UNION
       SELECT unnest(:ids::uuid[])
       )
SELECT s.id,
       s.urn,
       s.name,
       s.eligible,
       s.induction_tutor_name,
       s.induction_tutor_email,
       s.primary_contact_email,
       s.secondary_contact_email
  FROM wanted AS w
  JOIN schools AS s ON s.id = w.id;

-- name: upsert_schools
INSERT INTO schools (
       id,
       urn,
       name,
       eligible,
       induction_tutor_name,
       induction_tutor_email,
       primary_contact_email,
       secondary_contact_email,
       created_at)
SELECT n.id,
       n.urn,
       n.name,
       n.eligible,
       n.induction_tutor_name,
       n.induction_tutor_email,
       n.primary_contact_email,
       n.secondary_contact_email,
       n.created_at
  FROM unnest(
           :ids::uuid[], :urns::text[], :names::text[], :eligible::boolean[],
           :induction_tutor_names::text[], :induction_tutor_emails::text[],
           :primary_contact_emails::text[], :secondary_contact_emails::text[],
           :created_at::timestamptz[]
       ) AS n (
           id, urn, name, eligible, induction_tutor_name, induction_tutor_email,
           primary_contact_email, secondary_contact_email, created_at
       )
    ON CONFLICT ON CONSTRAINT schools_pkey DO UPDATE
   SET urn                     = excluded.urn,
       name                    = excluded.name,
       eligible                = excluded.eligible,
       induction_tutor_name    = excluded.induction_tutor_name,
       induction_tutor_email   = excluded.induction_tutor_email,
       primary_contact_email   = excluded.primary_contact_email,
       secondary_contact_email = excluded.secondary_contact_email;
