-- name: insert_trainee
-- A new trainee with degrees and placements; the latter are numbered in the order given.
  WITH placed AS (
       INSERT INTO placements (
              provider_id, trainee_id, placement_id, position, school_urn, own_urn, own_name,
              own_postcode, created_at, updated_at)
       SELECT :provider_id::uuid, :trainee_id::text, placement_id, position, school_urn, own_urn,
              own_name, own_postcode, :created_at::timestamptz, :created_at::timestamptz
         FROM unnest(
                  :placement_ids::text[], :placement_school_urns::text[],
                  :placement_own_urns::text[], :placement_own_names::text[],
                  :placement_own_postcodes::text[]
              ) WITH ORDINALITY
              AS n (placement_id, school_urn, own_urn, own_name, own_postcode, position)
       ), graduated AS (
       INSERT INTO degrees (
              provider_id, trainee_id, degree_id, position, country, degree_type, subject,
              institution, grade, other_grade, graduation_year, created_at, updated_at)
       SELECT :provider_id::uuid, :trainee_id::text, degree_id, position, country, degree_type,
              subject, institution, grade, other_grade, graduation_year, :created_at::timestamptz,
              :created_at::timestamptz
         FROM unnest(
                  :degree_ids::text[], :degree_positions::integer[], :degree_countries::text[],
                  :degree_types::text[], :degree_subjects::text[], :degree_institutions::text[],
                  :degree_grades::text[], :degree_other_grades::text[],
                  :degree_graduation_years::integer[]
              ) AS n (degree_id, position, country, degree_type, subject, institution, grade,
                      other_grade, graduation_year)
       )
INSERT INTO trainees (
       provider_id, trainee_id, created_at, provider_trainee_id, application_id,
       first_names, middle_names, last_name, previous_last_name, date_of_birth, sex, email,
       nationality, ethnicity, disabilities, training_route, itt_start_date, itt_end_date,
       trainee_start_date, course_subject_one, course_subject_two, course_subject_three,
       course_age_range, study_mode, course_year, itt_aim, itt_qualification_aim, fund_code,
       funding_method, training_initiative, additional_training_initiative, lead_partner_id,
       employing_school_urn, hesa_id, ni_number, pg_apprenticeship_start_date, state, trn,
       submitted_for_trn_at, slug_sent_to_dqt_at, recommended_for_award_at, outcome_date,
       awarded_at, defer_date, defer_reason, reinstate_date, discarded_at,
       start_cycle, last_name_key, first_name_key, email_key)
VALUES (
       :provider_id, :trainee_id, :created_at, :provider_trainee_id, :application_id,
       :first_names, :middle_names, :last_name, :previous_last_name, :date_of_birth, :sex, :email,
       :nationality, :ethnicity, :disabilities, :training_route, :itt_start_date, :itt_end_date,
       :trainee_start_date, :course_subject_one, :course_subject_two, :course_subject_three,
       :course_age_range, :study_mode, :course_year, :itt_aim, :itt_qualification_aim, :fund_code,
       :funding_method, :training_initiative, :additional_training_initiative, :lead_partner_id,
       :employing_school_urn, :hesa_id, :ni_number, :pg_apprenticeship_start_date, :state, :trn,
       :submitted_for_trn_at, :slug_sent_to_dqt_at, :recommended_for_award_at, :outcome_date,
       :awarded_at, :defer_date, :defer_reason, :reinstate_date, :discarded_at,
       :start_cycle, :last_name_key, :first_name_key, :email_key);

-- name: lock_trainees
-- Trainees about to change or to be shown anew, in id order so that two writers cannot wait for
-- each other.
SELECT t.provider_id, t.trainee_id
  FROM trainees AS t
  JOIN unnest(:provider_ids::uuid[], :trainee_ids::text[]) AS k (provider_id, trainee_id)
 USING (provider_id, trainee_id)
 ORDER BY t.provider_id, t.trainee_id
   FOR UPDATE OF t;

-- name: lock_trainees_named
-- The same for trainees that the registry names by their ids alone: it does not know of providers.
SELECT t.provider_id, t.trainee_id
  FROM trainees AS t
 WHERE t.trainee_id = ANY (:trainee_ids::text[])
 ORDER BY t.provider_id, t.trainee_id
   FOR UPDATE;

-- name: lock_trainee
-- The registers stay as they are, and then the trainee is held. The order is that of everybody: the
-- second look depends on the first. The statements of the transaction are planned once for all.
SELECT held.trainee_id
  FROM (SELECT pg_advisory_xact_lock_shared(:registers_key)::text AS registers,
               set_config('plan_cache_mode', 'force_generic_plan', true) AS plans
        OFFSET 0) AS locked,
       LATERAL (SELECT t.trainee_id
                  FROM trainees AS t
                 WHERE t.provider_id = :provider_id
                   AND t.trainee_id = :trainee_id
                   AND locked.registers IS NOT NULL
                   FOR UPDATE) AS held;

-- name: lock_trainees_without_trn
-- The next trainees that wait for a TRN; those that another process has in hand are passed over.
SELECT t.provider_id, t.trainee_id
  FROM trainees AS t
 WHERE t.trn IS NULL
   AND t.discarded_at IS NULL
 ORDER BY t.submitted_for_trn_at
 LIMIT :at_most
   FOR UPDATE SKIP LOCKED;

-- name: select_trainees
-- Trainees with all that their records show: the provider's number, the lead partner, the employing
-- school, the withdrawal that holds now, placements in the order of creation with their schools,
-- and degrees in that of graduation. And what is stored of the view, as far as comparing needs it.
SELECT t.provider_id, t.trainee_id, t.created_at, t.provider_trainee_id, t.application_id,
       t.first_names, t.middle_names, t.last_name, t.previous_last_name, t.date_of_birth, t.sex,
       t.email, t.nationality, t.ethnicity, t.disabilities, t.training_route, t.itt_start_date,
       t.itt_end_date, t.trainee_start_date, t.course_subject_one, t.course_subject_two,
       t.course_subject_three, t.course_age_range, t.study_mode, t.course_year, t.itt_aim,
       t.itt_qualification_aim, t.fund_code, t.funding_method, t.training_initiative,
       t.additional_training_initiative, t.hesa_id, t.ni_number, t.pg_apprenticeship_start_date,
       t.state, t.trn, t.submitted_for_trn_at, t.slug_sent_to_dqt_at, t.recommended_for_award_at,
       t.outcome_date, t.awarded_at, t.defer_date, t.defer_reason, t.reinstate_date,
       t.discarded_at, t.lead_partner_id, t.employing_school_urn,
       l.name AS lead_partner_name,
       coalesce(l.urn, l.school_urn) AS lead_partner_urn,
       l.ukprn AS lead_partner_ukprn,
       s.name AS school_name, s.town AS school_town, s.postcode AS school_postcode,
       w.withdraw_date, w.trigger, w.future_interest, w.reasons, w.another_reason, w.state_before,
       (SELECT json_agg(json_build_object(
                   'placement_id', p.placement_id, 'school_urn', p.school_urn,
                   'own_urn', p.own_urn, 'own_name', p.own_name,
                   'own_postcode', p.own_postcode, 'created_at', p.created_at,
                   'updated_at', p.updated_at, 'school_name', ps.name,
                   'school_town', ps.town, 'school_postcode', ps.postcode)
               ORDER BY p.position)
          FROM placements AS p
          LEFT JOIN schools AS ps ON ps.urn = p.school_urn
         WHERE p.provider_id = t.provider_id
           AND p.trainee_id = t.trainee_id) AS placements,
       (SELECT json_agg(json_build_object(
                   'degree_id', d.degree_id, 'position', d.position, 'country', d.country,
                   'degree_type', d.degree_type, 'subject', d.subject,
                   'institution', d.institution, 'grade', d.grade,
                   'other_grade', d.other_grade, 'graduation_year', d.graduation_year,
                   'created_at', d.created_at, 'updated_at', d.updated_at)
               ORDER BY d.graduation_year, d.position)
          FROM degrees AS d
         WHERE d.provider_id = t.provider_id
           AND d.trainee_id = t.trainee_id) AS degrees,
       o.ukprn,
       v.digest, v.flips_on, v.updated_at
  FROM trainees AS t
  JOIN unnest(:provider_ids::uuid[], :trainee_ids::text[]) AS k (provider_id, trainee_id)
 USING (provider_id, trainee_id)
  JOIN providers AS o USING (provider_id)
  LEFT JOIN trainee_views AS v USING (provider_id, trainee_id)
  LEFT JOIN lead_partners AS l USING (lead_partner_id)
  LEFT JOIN schools AS s ON s.urn = t.employing_school_urn
  LEFT JOIN withdrawals AS w
    ON w.provider_id = t.provider_id
   AND w.trainee_id = t.trainee_id
   AND w.undone_at IS NULL
 ORDER BY t.provider_id, t.trainee_id;

-- name: select_trainee_keys_after
-- All trainees, and whoever has a view without being there, in batches by id.
  WITH next_trainees AS (
       SELECT t.provider_id, t.trainee_id
         FROM trainees AS t
        WHERE (t.provider_id, t.trainee_id) > (:provider_id::uuid, :trainee_id::text)
        ORDER BY t.provider_id, t.trainee_id
        LIMIT :at_most
       ), next_views AS (
       SELECT v.provider_id, v.trainee_id
         FROM trainee_views AS v
        WHERE (v.provider_id, v.trainee_id) > (:provider_id::uuid, :trainee_id::text)
        ORDER BY v.provider_id, v.trainee_id
        LIMIT :at_most
       )
SELECT provider_id, trainee_id
  FROM next_trainees
 UNION
SELECT provider_id, trainee_id
  FROM next_views
 ORDER BY provider_id, trainee_id
 LIMIT :at_most;

-- name: count_trainees
-- How many trainees there are, for progress bars.
SELECT count(*)
  FROM trainees;
