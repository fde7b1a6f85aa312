-- name: lock_reference_facts
-- Held until the end of the transaction. Whoever changes cohorts, providers, schools or
-- partnerships works alone; changes to people go on beside each other, and rely on both: that a
-- partnership cannot appear while somebody is registered without it, for example.
SELECT CASE
           WHEN :exclusive THEN pg_advisory_xact_lock(20210901, 1)
           ELSE pg_advisory_xact_lock_shared(20210901, 1)
       END;

-- name: select_trn_owners
SELECT t.trn,
       t.teacher_id
  FROM teacher_trns AS t
 WHERE t.trn = ANY (:trns::text[]);

-- name: select_record_id_owners
SELECT r.record_id,
       r.teacher_id
  FROM training_record_ids AS r
 WHERE r.record_id = ANY (:record_ids::uuid[]);

-- name: select_induction_owners
SELECT i.induction_id,
       i.teacher_id
  FROM induction_ids AS i
 WHERE i.induction_id = ANY (:induction_ids::uuid[]);

-- name: select_counterparts
-- The mentors and the mentees of some people: what happens to the one concerns the other.
SELECT m.mentor_id AS id
  FROM mentorships AS m
 WHERE m.teacher_id = ANY (:ids::uuid[])
 UNION
SELECT m.teacher_id
  FROM mentorships AS m
 WHERE m.mentor_id = ANY (:ids::uuid[]);

-- name: select_survivors
-- As whom people live on that were merged away, through as many merges as there were.
  WITH RECURSIVE merged AS (
       SELECT t.id, t.merged_into
         FROM teachers AS t
        WHERE t.id = ANY (:ids::uuid[])
          AND t.merged_into IS NOT NULL
        UNION
       SELECT m.id, t.merged_into
         FROM merged AS m
         JOIN teachers AS t ON t.id = m.merged_into
        WHERE t.merged_into IS NOT NULL
       )
SELECT m.id,
       m.merged_into AS survivor_id
  FROM merged AS m
  JOIN teachers AS t ON t.id = m.merged_into
 WHERE t.merged_into IS NULL;

-- name: select_waiting
-- Whose training waits for a lead provider's partnership with a school in a cohort.
SELECT DISTINCT
       p.teacher_id AS id
  FROM unnest(
           :school_ids::uuid[], :lead_provider_ids::uuid[], :cohorts::integer[]
       ) AS n (school_id, lead_provider_id, cohort)
  JOIN training_periods AS p
       ON p.named_lead_provider_id = n.lead_provider_id
      AND p.cohort = n.cohort
      AND p.partnership_id IS NULL
  JOIN school_periods AS s
       ON s.teacher_id = p.teacher_id
      AND s.id = p.school_period_id
      AND s.school_id = n.school_id;

-- name: select_seen_at_schools
-- Everybody whom a lead provider is shown at one of these schools. The other side of a transfer is
-- shown whoever trains there.
SELECT t.teacher_id AS id
  FROM partnerships AS p
  JOIN training_periods AS t ON t.partnership_id = p.id
 WHERE p.school_id = ANY (:school_ids::uuid[])
 UNION
SELECT s.teacher_id
  FROM school_periods AS s
 WHERE s.school_id = ANY (:school_ids)
   AND EXISTS (
           SELECT FROM transfer_views AS v
            WHERE v.participant_id = s.teacher_id);

-- name: select_moved_by_providers
-- Everybody who is shown to have moved from or to a school where one of these trains.
SELECT DISTINCT
       t.teacher_id AS id
  FROM partnerships AS p
  JOIN training_periods AS t ON t.partnership_id = p.id
 WHERE p.lead_provider_id = ANY (:lead_provider_ids::uuid[])
   AND EXISTS (
           SELECT FROM transfer_views AS v
            WHERE v.participant_id = t.teacher_id);

-- name: select_seen_at_schools_in_cohorts
-- Everybody whom a lead provider is shown at one of these schools in the cohort beside it.
SELECT DISTINCT
       t.teacher_id AS id
  FROM unnest(:school_ids::uuid[], :cohorts::integer[]) AS n (school_id, cohort)
  JOIN partnerships AS p ON p.school_id = n.school_id AND p.cohort = n.cohort
  JOIN training_periods AS t ON t.partnership_id = p.id;

-- name: select_seen_in_cohorts
-- Everybody whom a lead provider is shown in one of these cohorts.
SELECT DISTINCT
       t.teacher_id AS id
  FROM training_periods AS t
 WHERE t.cohort = ANY (:cohorts::integer[])
   AND t.partnership_id IS NOT NULL;

-- name: select_seen_by_partnerships
-- Everybody whom a lead provider is shown because of one of these partnerships.
SELECT DISTINCT
       t.teacher_id AS id
  FROM training_periods AS t
 WHERE t.partnership_id = ANY (:partnership_ids::uuid[]);
