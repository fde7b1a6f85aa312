-- name: update_trainee
-- A trainee's own row, whatever of it has changed; when it was registered never does.
UPDATE trainees
   SET provider_trainee_id            = :provider_trainee_id,
       application_id                 = :application_id,
       first_names                    = :first_names,
       middle_names                   = :middle_names,
       last_name                      = :last_name,
       previous_last_name             = :previous_last_name,
       date_of_birth                  = :date_of_birth,
       sex                            = :sex,
       email                          = :email,
       nationality                    = :nationality,
       ethnicity                      = :ethnicity,
       disabilities                   = :disabilities,
       training_route                 = :training_route,
       itt_start_date                 = :itt_start_date,
       itt_end_date                   = :itt_end_date,
       trainee_start_date             = :trainee_start_date,
       course_subject_one             = :course_subject_one,
       course_subject_two             = :course_subject_two,
       course_subject_three           = :course_subject_three,
       course_age_range               = :course_age_range,
       study_mode                     = :study_mode,
       course_year                    = :course_year,
       itt_aim                        = :itt_aim,
       itt_qualification_aim          = :itt_qualification_aim,
       fund_code                      = :fund_code,
       funding_method                 = :funding_method,
       training_initiative            = :training_initiative,
       additional_training_initiative = :additional_training_initiative,
       lead_partner_id                = :lead_partner_id,
       employing_school_urn           = :employing_school_urn,
       hesa_id                        = :hesa_id,
       ni_number                      = :ni_number,
       pg_apprenticeship_start_date   = :pg_apprenticeship_start_date,
       state                          = :state,
       trn                            = :trn,
       submitted_for_trn_at           = :submitted_for_trn_at,
       slug_sent_to_dqt_at            = :slug_sent_to_dqt_at,
       recommended_for_award_at       = :recommended_for_award_at,
       outcome_date                   = :outcome_date,
       awarded_at                     = :awarded_at,
       defer_date                     = :defer_date,
       defer_reason                   = :defer_reason,
       reinstate_date                 = :reinstate_date,
       discarded_at                   = :discarded_at,
       start_cycle                    = :start_cycle,
       last_name_key                  = :last_name_key,
       first_name_key                 = :first_name_key,
       email_key                      = :email_key
 WHERE provider_id = :provider_id
   AND trainee_id = :trainee_id;

-- name: upsert_placement
-- A placement, new or changed; a new one comes last.
INSERT INTO placements AS p (
       provider_id, trainee_id, placement_id, position, school_urn, own_urn, own_name,
       own_postcode, created_at, updated_at)
SELECT :provider_id::uuid, :trainee_id::text, :placement_id::text,
       coalesce(max(others.position), 0) + 1, :school_urn::text, :own_urn::text, :own_name::text,
       :own_postcode::text, :created_at::timestamptz, :updated_at::timestamptz
  FROM placements AS others
 WHERE others.provider_id = :provider_id
   AND others.trainee_id = :trainee_id
    ON CONFLICT ON CONSTRAINT placements_pkey DO UPDATE
   SET school_urn   = excluded.school_urn,
       own_urn      = excluded.own_urn,
       own_name     = excluded.own_name,
       own_postcode = excluded.own_postcode,
       updated_at   = excluded.updated_at;

-- name: delete_placements
-- Placements that are taken off a record.
DELETE FROM placements
 WHERE provider_id = :provider_id
   AND trainee_id = :trainee_id
   AND placement_id = ANY (:placement_ids::text[]);

-- name: upsert_degree
-- A degree, new or changed; its place in the order of creation stays.
INSERT INTO degrees AS d (
       provider_id, trainee_id, degree_id, position, country, degree_type, subject, institution,
       grade, other_grade, graduation_year, created_at, updated_at)
VALUES (
       :provider_id, :trainee_id, :degree_id, :position, :country, :degree_type, :subject,
       :institution, :grade, :other_grade, :graduation_year, :created_at, :updated_at)
    ON CONFLICT ON CONSTRAINT degrees_pkey DO UPDATE
   SET country         = excluded.country,
       degree_type     = excluded.degree_type,
       subject         = excluded.subject,
       institution     = excluded.institution,
       grade           = excluded.grade,
       other_grade     = excluded.other_grade,
       graduation_year = excluded.graduation_year,
       updated_at      = excluded.updated_at;

-- name: delete_degrees
-- Degrees that are taken off a record.
DELETE FROM degrees
 WHERE provider_id = :provider_id
   AND trainee_id = :trainee_id
   AND degree_id = ANY (:degree_ids::text[]);

-- name: insert_withdrawal
-- The withdrawal that holds from now on; those that were undone stay behind it.
INSERT INTO withdrawals (
       provider_id, trainee_id, position, withdraw_date, trigger, future_interest, reasons,
       another_reason, state_before, created_at)
SELECT :provider_id::uuid, :trainee_id::text, coalesce(max(earlier.position), 0) + 1,
       :withdraw_date::date, :trigger::text, :future_interest::text, :reasons::text[],
       :another_reason::text, :state_before::text, :created_at::timestamptz
  FROM withdrawals AS earlier
 WHERE earlier.provider_id = :provider_id
   AND earlier.trainee_id = :trainee_id;
