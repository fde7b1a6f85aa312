"""People: their ids, stays at schools, training, mentorships and inductions."""

from shared.database.migrations import execute_script

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables; every key of a person's rows begins with the person."""
    execute_script("""
        CREATE TABLE teachers (
            id                              uuid        NOT NULL,
            ect_record_id                   uuid        NOT NULL,
            mentor_record_id                uuid        NOT NULL,
            trn                             text,
            first_name                      text,
            last_name                       text,
            corrected_name                  text,
            created_at                      timestamptz NOT NULL,
            merged_into                     uuid,
            ect_first_eligible_at           timestamptz,
            mentor_first_eligible_at        timestamptz,
            ect_ineligible_on               date,
            mentor_funding_ended_on         date,
            mentor_funding_end_reason       text,
            ect_frozen_cohort               integer,
            mentor_frozen_cohort            integer,
            national_induction_started_on   date,
            national_induction_completed_on date,
            CONSTRAINT teachers_pkey PRIMARY KEY (id),
            CONSTRAINT teachers_merged_into_fkey
                FOREIGN KEY (merged_into) REFERENCES teachers (id),
            CONSTRAINT teachers_trn_check CHECK (trn ~ '^[0-9]{7}$'),
            CONSTRAINT teachers_record_ids_check CHECK (ect_record_id <> mentor_record_id),
            CONSTRAINT teachers_merged_is_empty_check CHECK (
                merged_into IS NULL
                OR merged_into <> id
                AND num_nonnulls(trn, first_name, last_name, corrected_name) = 0
            ),
            CONSTRAINT teachers_mentor_funding_end_check CHECK (
                (mentor_funding_ended_on IS NULL) = (mentor_funding_end_reason IS NULL)
            ),
            CONSTRAINT teachers_mentor_funding_end_reason_check CHECK (
                mentor_funding_end_reason IN (
                    'completed_declaration_received',
                    'completed_during_early_roll_out',
                    'started_not_completed'
                )
            )
        );
        CREATE INDEX teachers_created_at_idx ON teachers (created_at, id);
        CREATE INDEX teachers_merged_into_idx ON teachers (merged_into)
            WHERE merged_into IS NOT NULL;

        CREATE TABLE teacher_trns (
            trn        text NOT NULL,
            teacher_id uuid NOT NULL,
            CONSTRAINT teacher_trns_pkey PRIMARY KEY (trn)
        );

        CREATE TABLE training_record_ids (
            record_id  uuid NOT NULL,
            teacher_id uuid NOT NULL,
            CONSTRAINT training_record_ids_pkey PRIMARY KEY (record_id)
        );

        CREATE TABLE induction_ids (
            induction_id uuid NOT NULL,
            teacher_id   uuid NOT NULL,
            CONSTRAINT induction_ids_pkey PRIMARY KEY (induction_id)
        );

        CREATE TABLE school_periods (
            teacher_id                  uuid        NOT NULL,
            id                          uuid        NOT NULL,
            role                        text        NOT NULL,
            school_id                   uuid        NOT NULL,
            started_on                  date        NOT NULL,
            finished_on                 date,
            email                       text,
            working_pattern             text,
            created_at                  timestamptz NOT NULL,
            cut_by_leaving              boolean     NOT NULL DEFAULT false,
            finished_on_before_leaving  date,
            CONSTRAINT school_periods_pkey PRIMARY KEY (teacher_id, id),
            CONSTRAINT school_periods_teacher_fkey
                FOREIGN KEY (teacher_id) REFERENCES teachers (id),
            CONSTRAINT school_periods_school_fkey FOREIGN KEY (school_id) REFERENCES schools (id),
            CONSTRAINT school_periods_role_check CHECK (role IN ('ect', 'mentor')),
            CONSTRAINT school_periods_dates_check CHECK (finished_on >= started_on),
            CONSTRAINT school_periods_working_pattern_check CHECK (
                working_pattern IN ('full_time', 'part_time')
                AND role = 'ect' OR working_pattern IS NULL
            ),
            CONSTRAINT school_periods_leaving_check CHECK (
                NOT cut_by_leaving AND finished_on_before_leaving IS NULL
                OR cut_by_leaving AND finished_on IS NOT NULL
                   AND (finished_on_before_leaving IS NULL
                        OR finished_on_before_leaving > finished_on)
            )
        );
        CREATE INDEX school_periods_school_idx ON school_periods (school_id);

        CREATE TABLE training_periods (
            teacher_id                  uuid        NOT NULL,
            id                          uuid        NOT NULL,
            role                        text        NOT NULL,
            school_period_id            uuid        NOT NULL,
            programme                   text        NOT NULL,
            started_on                  date        NOT NULL,
            finished_on                 date,
            cohort                      integer,
            partnership_id              uuid,
            named_lead_provider_id      uuid,
            schedule_identifier         text,
            deferred_at                 timestamptz,
            deferral_reason             text,
            withdrawn_at                timestamptz,
            withdrawal_reason           text,
            created_at                  timestamptz NOT NULL,
            cut_by_leaving              boolean     NOT NULL DEFAULT false,
            finished_on_before_leaving  date,
            CONSTRAINT training_periods_pkey PRIMARY KEY (teacher_id, id),
            CONSTRAINT training_periods_school_period_fkey
                FOREIGN KEY (teacher_id, school_period_id)
                REFERENCES school_periods (teacher_id, id) DEFERRABLE INITIALLY DEFERRED,
            CONSTRAINT training_periods_partnership_fkey
                FOREIGN KEY (partnership_id, cohort) REFERENCES partnerships (id, cohort),
            CONSTRAINT training_periods_named_lead_provider_fkey
                FOREIGN KEY (named_lead_provider_id) REFERENCES lead_providers (id),
            CONSTRAINT training_periods_schedule_fkey
                FOREIGN KEY (cohort, schedule_identifier) REFERENCES schedules (cohort, identifier),
            CONSTRAINT training_periods_role_check CHECK (role IN ('ect', 'mentor')),
            CONSTRAINT training_periods_dates_check CHECK (finished_on >= started_on),
            CONSTRAINT training_periods_programme_check CHECK (
                programme = 'provider_led'
                AND cohort IS NOT NULL AND schedule_identifier IS NOT NULL
                AND num_nonnulls(partnership_id, named_lead_provider_id) > 0
                OR programme = 'school_led' AND role = 'ect'
                AND num_nonnulls(
                        cohort, schedule_identifier, partnership_id, named_lead_provider_id
                    ) = 0
            ),
            CONSTRAINT training_periods_schedule_check CHECK (
                schedule_identifier NOT LIKE CASE role
                    WHEN 'ect' THEN 'ecf-replacement-%' ELSE 'ecf-reduced-%'
                END
            ),
            CONSTRAINT training_periods_deferral_check CHECK (
                (deferred_at IS NULL) = (deferral_reason IS NULL)
                AND (deferred_at IS NULL OR finished_on IS NOT NULL)
            ),
            CONSTRAINT training_periods_deferral_reason_check CHECK (deferral_reason IN (
                'bereavement', 'long-term-sickness', 'parental-leave', 'career-break', 'other'
            )),
            CONSTRAINT training_periods_withdrawal_check CHECK (
                (withdrawn_at IS NULL) = (withdrawal_reason IS NULL)
                AND (withdrawn_at IS NULL OR finished_on IS NOT NULL)
            ),
            CONSTRAINT training_periods_withdrawal_reason_check CHECK (
                withdrawal_reason IN (
                    'left-teaching-profession', 'moved-school', 'switched-to-school-led',
                    'changed-lead-provider', 'other'
                )
                OR withdrawal_reason = 'mentor-no-longer-being-mentor' AND role = 'mentor'
            ),
            CONSTRAINT training_periods_leaving_check CHECK (
                NOT cut_by_leaving AND finished_on_before_leaving IS NULL
                OR cut_by_leaving AND finished_on IS NOT NULL
                   AND (finished_on_before_leaving IS NULL
                        OR finished_on_before_leaving > finished_on)
            )
        );
        CREATE INDEX training_periods_partnership_idx ON training_periods (partnership_id)
            WHERE partnership_id IS NOT NULL;
        CREATE INDEX training_periods_waiting_idx
            ON training_periods (named_lead_provider_id, cohort) WHERE partnership_id IS NULL;

        CREATE TABLE mentorships (
            teacher_id                  uuid    NOT NULL,
            id                          uuid    NOT NULL,
            ect_school_period_id        uuid    NOT NULL,
            mentor_id                   uuid    NOT NULL,
            mentor_school_period_id     uuid    NOT NULL,
            started_on                  date    NOT NULL,
            finished_on                 date,
            cut_by_leaving              boolean NOT NULL DEFAULT false,
            finished_on_before_leaving  date,
            CONSTRAINT mentorships_pkey PRIMARY KEY (teacher_id, id),
            CONSTRAINT mentorships_ect_school_period_fkey
                FOREIGN KEY (teacher_id, ect_school_period_id)
                REFERENCES school_periods (teacher_id, id) DEFERRABLE INITIALLY DEFERRED,
            CONSTRAINT mentorships_mentor_school_period_fkey
                FOREIGN KEY (mentor_id, mentor_school_period_id)
                REFERENCES school_periods (teacher_id, id) DEFERRABLE INITIALLY DEFERRED,
            CONSTRAINT mentorships_two_people_check CHECK (teacher_id <> mentor_id),
            CONSTRAINT mentorships_dates_check CHECK (finished_on >= started_on),
            CONSTRAINT mentorships_leaving_check CHECK (
                NOT cut_by_leaving AND finished_on_before_leaving IS NULL
                OR cut_by_leaving AND finished_on IS NOT NULL
                   AND (finished_on_before_leaving IS NULL
                        OR finished_on_before_leaving > finished_on)
            )
        );
        CREATE INDEX mentorships_mentor_idx ON mentorships (mentor_id, mentor_school_period_id);

        CREATE TABLE induction_periods (
            teacher_id       uuid NOT NULL,
            id               uuid NOT NULL,
            appropriate_body text NOT NULL,
            started_on       date NOT NULL,
            finished_on      date,
            outcome          text,
            CONSTRAINT induction_periods_pkey PRIMARY KEY (teacher_id, id),
            CONSTRAINT induction_periods_teacher_fkey
                FOREIGN KEY (teacher_id) REFERENCES teachers (id),
            CONSTRAINT induction_periods_dates_check CHECK (finished_on >= started_on),
            CONSTRAINT induction_periods_outcome_check CHECK (outcome IN ('pass', 'fail')),
            CONSTRAINT induction_periods_outcome_is_final_check CHECK (
                outcome IS NULL OR finished_on IS NOT NULL
            )
        );
        CREATE UNIQUE INDEX induction_periods_one_outcome_key ON induction_periods (teacher_id)
            WHERE outcome IS NOT NULL;

        CREATE TABLE participant_id_changes (
            teacher_id          uuid        NOT NULL,
            from_participant_id uuid        NOT NULL,
            to_participant_id   uuid        NOT NULL,
            changed_at          timestamptz NOT NULL,
            CONSTRAINT participant_id_changes_pkey PRIMARY KEY (teacher_id, from_participant_id),
            CONSTRAINT participant_id_changes_teacher_fkey
                FOREIGN KEY (teacher_id) REFERENCES teachers (id),
            CONSTRAINT participant_id_changes_two_ids_check
                CHECK (from_participant_id <> to_participant_id)
        );
    """)


def downgrade() -> None:
    """Drop the tables again."""
    execute_script("""
        DROP TABLE participant_id_changes;
        DROP TABLE induction_periods;
        DROP TABLE mentorships;
        DROP TABLE training_periods;
        DROP TABLE school_periods;
        DROP TABLE induction_ids;
        DROP TABLE training_record_ids;
        DROP TABLE teacher_trns;
        DROP TABLE teachers;
    """)
