-- The peer's rows, from ours: registers and trainees, with the same ids and the same moments.
INSERT INTO peer.providers (id, ukprn)
SELECT provider_id, ukprn
  FROM trainees.providers;

INSERT INTO peer.schools (urn, name, town, postcode)
SELECT urn, name, town, postcode
  FROM trainees.schools;

-- Of those with the same number our service finds the organisation before the school.
INSERT INTO peer.lead_partners (id, urn, ukprn)
SELECT lead_partner_id, coalesce(urn, school_urn), ukprn
  FROM trainees.lead_partners
 WHERE listed
    OR school_urn IS NOT NULL
 ORDER BY school_urn IS NOT NULL
    ON CONFLICT DO NOTHING;

INSERT INTO peer.trainees (
       trainee_id, provider_id, provider_trainee_id, application_id, first_names, middle_names,
       last_name, previous_last_name, date_of_birth, sex, email, nationality_code, ethnicity_code,
       disabilities, training_route, itt_start_date, itt_end_date, trainee_start_date,
       course_subject_one, course_subject_two, course_subject_three, course_age_range, study_mode,
       course_year, itt_aim, itt_qualification_aim, fund_code, funding_method, training_initiative,
       additional_training_initiative, lead_partner_id, employing_school_urn, hesa_id, ni_number,
       pg_apprenticeship_start_date, trn, state, submitted_for_trn_at, slug_sent_to_dqt_at,
       recommended_for_award_at, outcome_date, awarded_at, defer_date, defer_reason,
       reinstate_date, discarded_at, start_cycle, last_name_key, first_name_key, email_key,
       created_at, updated_at)
SELECT t.trainee_id, t.provider_id, t.provider_trainee_id, t.application_id, t.first_names,
       t.middle_names, t.last_name, t.previous_last_name, t.date_of_birth, t.sex, t.email,
       t.nationality, t.ethnicity, t.disabilities, t.training_route, t.itt_start_date,
       t.itt_end_date, t.trainee_start_date, t.course_subject_one, t.course_subject_two,
       t.course_subject_three, t.course_age_range, t.study_mode, t.course_year, t.itt_aim,
       t.itt_qualification_aim, t.fund_code, t.funding_method, t.training_initiative,
       t.additional_training_initiative, t.lead_partner_id, t.employing_school_urn, t.hesa_id,
       t.ni_number, t.pg_apprenticeship_start_date, t.trn, t.state, t.submitted_for_trn_at,
       t.slug_sent_to_dqt_at, t.recommended_for_award_at, t.outcome_date, t.awarded_at,
       t.defer_date, t.defer_reason, t.reinstate_date, t.discarded_at, t.start_cycle,
       t.last_name_key, t.first_name_key, t.email_key, t.created_at, v.updated_at
  FROM trainees.trainees AS t
  JOIN trainees.trainee_views AS v USING (provider_id, trainee_id);

INSERT INTO peer.placements (
       placement_id, trainee_id, position, school_urn, own_urn, own_name, own_postcode, created_at,
       updated_at)
SELECT placement_id, trainee_id, position, school_urn, own_urn, own_name, own_postcode, created_at,
       updated_at
  FROM trainees.placements;

INSERT INTO peer.degrees (
       degree_id, trainee_id, position, country, degree_type, subject_code, institution_code, grade,
       graduation_year, created_at, updated_at)
SELECT degree_id, trainee_id, position, country, degree_type, subject, institution, grade,
       graduation_year, created_at, updated_at
  FROM trainees.degrees;
