-- name: select_teachers
-- The people themselves; what belongs to them comes with the statements below.
SELECT t.id,
       t.ect_record_id,
       t.mentor_record_id,
       t.trn,
       t.first_name,
       t.last_name,
       t.corrected_name,
       t.created_at,
       t.merged_into,
       t.ect_first_eligible_at,
       t.mentor_first_eligible_at,
       t.ect_ineligible_on,
       t.mentor_funding_ended_on,
       t.mentor_funding_end_reason,
       t.ect_frozen_cohort,
       t.mentor_frozen_cohort,
       t.national_induction_started_on,
       t.national_induction_completed_on
  FROM teachers AS t
 WHERE t.id = ANY (:ids::uuid[]);

-- name: lock_teachers
-- Held until the end of the transaction, always in the order of the ids, so that two changes to
-- the same people neither interleave nor wait for each other.
SELECT t.id
  FROM teachers AS t
 WHERE t.id = ANY (:ids::uuid[])
 ORDER BY t.id
   FOR UPDATE;

-- name: select_school_periods
SELECT p.teacher_id,
       p.id,
       p.role,
       p.school_id,
       s.urn,
       p.started_on,
       p.finished_on,
       p.email,
       p.working_pattern,
       p.created_at,
       p.cut_by_leaving,
       p.finished_on_before_leaving
  FROM school_periods AS p
  JOIN schools AS s ON s.id = p.school_id
 WHERE p.teacher_id = ANY (:ids::uuid[])
 ORDER BY p.started_on, p.created_at, p.id;

-- name: select_training_periods
SELECT p.teacher_id,
       p.id,
       p.role,
       p.school_period_id,
       p.programme,
       p.started_on,
       p.finished_on,
       p.cohort,
       p.named_lead_provider_id,
       p.schedule_identifier,
       p.deferred_at,
       p.deferral_reason,
       p.withdrawn_at,
       p.withdrawal_reason,
       p.created_at,
       p.cut_by_leaving,
       p.finished_on_before_leaving,
       p.partnership_id,
       s.school_id           AS partnership_school_id,
       s.lead_provider_id    AS partnership_lead_provider_id,
       s.delivery_partner_id AS partnership_delivery_partner_id,
       s.created_at          AS partnership_created_at
  FROM training_periods AS p
  LEFT JOIN partnerships AS s ON s.id = p.partnership_id
 WHERE p.teacher_id = ANY (:ids::uuid[])
 ORDER BY p.started_on, p.created_at, p.id;

-- name: select_mentorships
SELECT m.teacher_id,
       m.id,
       m.ect_school_period_id,
       m.mentor_id,
       m.mentor_school_period_id,
       m.started_on,
       m.finished_on,
       m.cut_by_leaving,
       m.finished_on_before_leaving
  FROM mentorships AS m
 WHERE m.teacher_id = ANY (:ids::uuid[])
 ORDER BY m.started_on, m.id;

-- name: select_induction_periods
SELECT i.teacher_id,
       i.id,
       i.appropriate_body,
       i.started_on,
       i.finished_on,
       i.outcome
  FROM induction_periods AS i
 WHERE i.teacher_id = ANY (:ids::uuid[])
 ORDER BY i.started_on, i.id;

-- name: select_id_changes
SELECT c.teacher_id,
       c.from_participant_id,
       c.to_participant_id,
       c.changed_at
  FROM participant_id_changes AS c
 WHERE c.teacher_id = ANY (:ids::uuid[])
 ORDER BY c.changed_at, c.from_participant_id;
