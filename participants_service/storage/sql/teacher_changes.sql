-- name: upsert_teachers
-- People, new or changed; record ids and the time of creation stay as they are.
INSERT INTO teachers (
       id, ect_record_id, mentor_record_id, trn, first_name, last_name, corrected_name,
       created_at, merged_into, ect_first_eligible_at, mentor_first_eligible_at,
       ect_ineligible_on, mentor_funding_ended_on, mentor_funding_end_reason, ect_frozen_cohort,
       mentor_frozen_cohort, national_induction_started_on, national_induction_completed_on)
SELECT n.id, n.ect_record_id, n.mentor_record_id, n.trn, n.first_name, n.last_name, n.corrected_name,
       n.created_at, n.merged_into, n.ect_first_eligible_at, n.mentor_first_eligible_at,
       n.ect_ineligible_on, n.mentor_funding_ended_on, n.mentor_funding_end_reason,
       n.ect_frozen_cohort, n.mentor_frozen_cohort, n.national_induction_started_on,
       n.national_induction_completed_on
  FROM unnest(
           :id::uuid[], :ect_record_id::uuid[], :mentor_record_id::uuid[], :trn::text[],
           :first_name::text[], :last_name::text[], :corrected_name::text[],
           :created_at::timestamptz[], :merged_into::uuid[],
           :ect_first_eligible_at::timestamptz[], :mentor_first_eligible_at::timestamptz[],
           :ect_ineligible_on::date[], :mentor_funding_ended_on::date[],
           :mentor_funding_end_reason::text[], :ect_frozen_cohort::integer[],
           :mentor_frozen_cohort::integer[], :national_induction_started_on::date[],
           :national_induction_completed_on::date[]
       ) AS n (
           id, ect_record_id, mentor_record_id, trn, first_name, last_name, corrected_name,
           created_at, merged_into, ect_first_eligible_at, mentor_first_eligible_at,
           ect_ineligible_on, mentor_funding_ended_on, mentor_funding_end_reason,
           ect_frozen_cohort, mentor_frozen_cohort, national_induction_started_on,
           national_induction_completed_on
       )
    ON CONFLICT ON CONSTRAINT teachers_pkey DO UPDATE
   SET trn                             = excluded.trn,
       first_name                      = excluded.first_name,
       last_name                       = excluded.last_name,
       corrected_name                  = excluded.corrected_name,
       merged_into                     = excluded.merged_into,
       ect_first_eligible_at           = excluded.ect_first_eligible_at,
       mentor_first_eligible_at        = excluded.mentor_first_eligible_at,
       ect_ineligible_on               = excluded.ect_ineligible_on,
       mentor_funding_ended_on         = excluded.mentor_funding_ended_on,
       mentor_funding_end_reason       = excluded.mentor_funding_end_reason,
       ect_frozen_cohort               = excluded.ect_frozen_cohort,
       mentor_frozen_cohort            = excluded.mentor_frozen_cohort,
       national_induction_started_on   = excluded.national_induction_started_on,
       national_induction_completed_on = excluded.national_induction_completed_on;

-- name: upsert_school_periods
INSERT INTO school_periods (
       teacher_id, id, role, school_id, started_on, finished_on, email, working_pattern,
       created_at, cut_by_leaving, finished_on_before_leaving)
SELECT n.teacher_id, n.id, n.role, n.school_id, n.started_on, n.finished_on, n.email,
       n.working_pattern, n.created_at, n.cut_by_leaving, n.finished_on_before_leaving
  FROM unnest(
           :teacher_id::uuid[], :id::uuid[], :role::text[], :school_id::uuid[],
           :started_on::date[], :finished_on::date[], :email::text[], :working_pattern::text[],
           :created_at::timestamptz[], :cut_by_leaving::boolean[],
           :finished_on_before_leaving::date[]
       ) AS n (
           teacher_id, id, role, school_id, started_on, finished_on, email, working_pattern,
           created_at, cut_by_leaving, finished_on_before_leaving
       )
    ON CONFLICT ON CONSTRAINT school_periods_pkey DO UPDATE
   SET school_id                  = excluded.school_id,
       started_on                 = excluded.started_on,
       finished_on                = excluded.finished_on,
       email                      = excluded.email,
       working_pattern            = excluded.working_pattern,
       cut_by_leaving             = excluded.cut_by_leaving,
       finished_on_before_leaving = excluded.finished_on_before_leaving;

-- name: delete_school_periods
DELETE FROM school_periods AS p
 USING unnest(:teacher_id::uuid[], :id::uuid[]) AS n (teacher_id, id)
 WHERE p.teacher_id = n.teacher_id
   AND p.id = n.id;

-- name: upsert_training_periods
INSERT INTO training_periods (
       teacher_id, id, role, school_period_id, programme, started_on, finished_on, cohort,
       partnership_id, named_lead_provider_id, schedule_identifier, deferred_at,
       deferral_reason, withdrawn_at, withdrawal_reason, created_at, cut_by_leaving,
       finished_on_before_leaving)
SELECT n.teacher_id, n.id, n.role, n.school_period_id, n.programme, n.started_on, n.finished_on,
       n.cohort, n.partnership_id, n.named_lead_provider_id, n.schedule_identifier,
       n.deferred_at, n.deferral_reason, n.withdrawn_at, n.withdrawal_reason, n.created_at,
       n.cut_by_leaving, n.finished_on_before_leaving
  FROM unnest(
           :teacher_id::uuid[], :id::uuid[], :role::text[], :school_period_id::uuid[],
           :programme::text[], :started_on::date[], :finished_on::date[], :cohort::integer[],
           :partnership_id::uuid[], :named_lead_provider_id::uuid[],
           :schedule_identifier::text[], :deferred_at::timestamptz[], :deferral_reason::text[],
           :withdrawn_at::timestamptz[], :withdrawal_reason::text[], :created_at::timestamptz[],
           :cut_by_leaving::boolean[], :finished_on_before_leaving::date[]
       ) AS n (
           teacher_id, id, role, school_period_id, programme, started_on, finished_on, cohort,
           partnership_id, named_lead_provider_id, schedule_identifier, deferred_at,
           deferral_reason, withdrawn_at, withdrawal_reason, created_at, cut_by_leaving,
           finished_on_before_leaving
       )
    ON CONFLICT ON CONSTRAINT training_periods_pkey DO UPDATE
   SET school_period_id           = excluded.school_period_id,
       programme                  = excluded.programme,
       started_on                 = excluded.started_on,
       finished_on                = excluded.finished_on,
       cohort                     = excluded.cohort,
       partnership_id             = excluded.partnership_id,
       named_lead_provider_id     = excluded.named_lead_provider_id,
       schedule_identifier        = excluded.schedule_identifier,
       deferred_at                = excluded.deferred_at,
       deferral_reason            = excluded.deferral_reason,
       withdrawn_at               = excluded.withdrawn_at,
       withdrawal_reason          = excluded.withdrawal_reason,
       cut_by_leaving             = excluded.cut_by_leaving,
       finished_on_before_leaving = excluded.finished_on_before_leaving;

-- name: delete_training_periods
DELETE FROM training_periods AS p
 USING unnest(:teacher_id::uuid[], :id::uuid[]) AS n (teacher_id, id)
 WHERE p.teacher_id = n.teacher_id
   AND p.id = n.id;

-- name: upsert_mentorships
INSERT INTO mentorships (
       teacher_id, id, ect_school_period_id, mentor_id, mentor_school_period_id, started_on,
       finished_on, cut_by_leaving, finished_on_before_leaving)
SELECT n.teacher_id, n.id, n.ect_school_period_id, n.mentor_id, n.mentor_school_period_id,
       n.started_on, n.finished_on, n.cut_by_leaving, n.finished_on_before_leaving
  FROM unnest(
           :teacher_id::uuid[], :id::uuid[], :ect_school_period_id::uuid[], :mentor_id::uuid[],
           :mentor_school_period_id::uuid[], :started_on::date[], :finished_on::date[],
           :cut_by_leaving::boolean[], :finished_on_before_leaving::date[]
       ) AS n (
           teacher_id, id, ect_school_period_id, mentor_id, mentor_school_period_id, started_on,
           finished_on, cut_by_leaving, finished_on_before_leaving
       )
    ON CONFLICT ON CONSTRAINT mentorships_pkey DO UPDATE
   SET ect_school_period_id       = excluded.ect_school_period_id,
       mentor_id                  = excluded.mentor_id,
       mentor_school_period_id    = excluded.mentor_school_period_id,
       started_on                 = excluded.started_on,
       finished_on                = excluded.finished_on,
       cut_by_leaving             = excluded.cut_by_leaving,
       finished_on_before_leaving = excluded.finished_on_before_leaving;

-- name: delete_mentorships
DELETE FROM mentorships AS p
 USING unnest(:teacher_id::uuid[], :id::uuid[]) AS n (teacher_id, id)
 WHERE p.teacher_id = n.teacher_id
   AND p.id = n.id;

-- name: upsert_induction_periods
-- An outcome may pass from one induction to another, so those without come first.
INSERT INTO induction_periods (
       teacher_id, id, appropriate_body, started_on, finished_on, outcome)
SELECT n.teacher_id, n.id, n.appropriate_body, n.started_on, n.finished_on, n.outcome
  FROM unnest(
           :teacher_id::uuid[], :id::uuid[], :appropriate_body::text[], :started_on::date[],
           :finished_on::date[], :outcome::text[]
       ) AS n (
           teacher_id, id, appropriate_body, started_on, finished_on, outcome
       )
 ORDER BY n.outcome NULLS FIRST
    ON CONFLICT ON CONSTRAINT induction_periods_pkey DO UPDATE
   SET appropriate_body = excluded.appropriate_body,
       started_on       = excluded.started_on,
       finished_on      = excluded.finished_on,
       outcome          = excluded.outcome;

-- name: delete_induction_periods
DELETE FROM induction_periods AS p
 USING unnest(:teacher_id::uuid[], :id::uuid[]) AS n (teacher_id, id)
 WHERE p.teacher_id = n.teacher_id
   AND p.id = n.id;

-- name: insert_trns
INSERT INTO teacher_trns (trn, teacher_id)
SELECT n.trn, n.teacher_id
  FROM unnest(:trns::text[], :teacher_ids::uuid[]) AS n (trn, teacher_id);

-- name: delete_trns
DELETE FROM teacher_trns AS t
 WHERE t.trn = ANY (:trns::text[]);

-- name: insert_record_ids
INSERT INTO training_record_ids (record_id, teacher_id)
SELECT n.record_id, n.teacher_id
  FROM unnest(:record_ids::uuid[], :teacher_ids::uuid[]) AS n (record_id, teacher_id);

-- name: upsert_induction_ids
-- A merge passes inductions on to another person.
INSERT INTO induction_ids (induction_id, teacher_id)
SELECT n.induction_id, n.teacher_id
  FROM unnest(:induction_ids::uuid[], :teacher_ids::uuid[]) AS n (induction_id, teacher_id)
    ON CONFLICT ON CONSTRAINT induction_ids_pkey DO UPDATE
   SET teacher_id = excluded.teacher_id;

-- name: delete_induction_ids
DELETE FROM induction_ids AS i
 WHERE i.induction_id = ANY (:induction_ids::uuid[]);

-- name: insert_id_changes
INSERT INTO participant_id_changes (
       teacher_id, from_participant_id, to_participant_id, changed_at)
SELECT n.teacher_id, n.from_participant_id, n.to_participant_id, n.changed_at
  FROM unnest(
           :teacher_id::uuid[], :from_participant_id::uuid[], :to_participant_id::uuid[],
           :changed_at::timestamptz[]
       ) AS n (teacher_id, from_participant_id, to_participant_id, changed_at);

-- name: delete_id_changes
DELETE FROM participant_id_changes AS c
 USING unnest(:teacher_id::uuid[], :from_participant_id::uuid[])
           AS n (teacher_id, from_participant_id)
 WHERE c.teacher_id = n.teacher_id
   AND c.from_participant_id = n.from_participant_id;
