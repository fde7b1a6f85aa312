-- name: select_uplifts
-- What is known of some schools, in all cohorts.
SELECT u.school_urn,
       u.cohort,
       u.pupil_premium,
       u.sparsity
  FROM uplifts AS u
 WHERE u.school_urn = ANY (:school_urns::text[]);

-- name: upsert_uplifts
INSERT INTO uplifts (school_urn, cohort, pupil_premium, sparsity)
SELECT n.school_urn, n.cohort, n.pupil_premium, n.sparsity
  FROM unnest(
           :school_urns::text[], :cohorts::integer[], :pupil_premiums::boolean[],
           :sparsities::boolean[]
       ) AS n (school_urn, cohort, pupil_premium, sparsity)
    ON CONFLICT ON CONSTRAINT uplifts_pkey DO UPDATE
   SET pupil_premium = excluded.pupil_premium,
       sparsity      = excluded.sparsity;
