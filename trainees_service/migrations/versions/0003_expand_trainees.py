"""Trainees with their placements, degrees and withdrawals, and the TRNs they hold."""

from shared.database.migrations import execute_script

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables; every key of a provider's records starts with the provider."""
    execute_script("""
        CREATE TABLE trainees (
            provider_id                    uuid        NOT NULL,
            trainee_id                     text        NOT NULL,
            created_at                     timestamptz NOT NULL,
            provider_trainee_id            text,
            application_id                 integer,
            first_names                    text        NOT NULL,
            middle_names                   text,
            last_name                      text        NOT NULL,
            previous_last_name             text,
            date_of_birth                  date        NOT NULL,
            sex                            text        NOT NULL,
            email                          text        NOT NULL,
            nationality                    text,
            ethnicity                      text        NOT NULL,
            disabilities                   text[]      NOT NULL,
            training_route                 text        NOT NULL,
            itt_start_date                 date        NOT NULL,
            itt_end_date                   date        NOT NULL,
            trainee_start_date             date        NOT NULL,
            course_subject_one             text        NOT NULL,
            course_subject_two             text,
            course_subject_three           text,
            course_age_range               text        NOT NULL,
            study_mode                     text        NOT NULL,
            course_year                    text        NOT NULL,
            itt_aim                        text        NOT NULL,
            itt_qualification_aim          text,
            fund_code                      text        NOT NULL,
            funding_method                 text        NOT NULL,
            training_initiative            text,
            additional_training_initiative text,
            lead_partner_id                uuid,
            employing_school_urn           text,
            hesa_id                        text        NOT NULL,
            ni_number                      text,
            pg_apprenticeship_start_date   date,
            state                          text        NOT NULL,
            trn                            text,
            submitted_for_trn_at           timestamptz NOT NULL,
            slug_sent_to_dqt_at            timestamptz,
            recommended_for_award_at       timestamptz,
            outcome_date                   date,
            awarded_at                     timestamptz,
            defer_date                     date,
            defer_reason                   text,
            reinstate_date                 date,
            discarded_at                   timestamptz,
            -- What duplicates are found by, worked out from the columns above by the rules.
            start_cycle                    integer,
            last_name_key                  text        NOT NULL,
            first_name_key                 text        NOT NULL,
            email_key                      text        NOT NULL,
            CONSTRAINT trainees_pkey PRIMARY KEY (provider_id, trainee_id),
            CONSTRAINT trainees_provider_fkey
                FOREIGN KEY (provider_id) REFERENCES providers (provider_id),
            CONSTRAINT trainees_lead_partner_fkey
                FOREIGN KEY (lead_partner_id) REFERENCES lead_partners (lead_partner_id),
            CONSTRAINT trainees_employing_school_fkey
                FOREIGN KEY (employing_school_urn) REFERENCES schools (urn),
            CONSTRAINT trainees_disabilities_check CHECK (cardinality(disabilities) = 9),
            CONSTRAINT trainees_trn_check CHECK (trn ~ '^[0-9]{7}$'),
            CONSTRAINT trainees_state_check CHECK (state IN (
                'submitted_for_trn', 'trn_received', 'recommended_for_award', 'awarded',
                'deferred', 'withdrawn'
            ))
        );
        CREATE INDEX trainees_duplicates_idx
            ON trainees (provider_id, date_of_birth, last_name_key);
        CREATE INDEX trainees_without_trn_idx
            ON trainees (submitted_for_trn_at) WHERE trn IS NULL AND discarded_at IS NULL;
        CREATE INDEX trainees_lead_partner_idx
            ON trainees (lead_partner_id) WHERE lead_partner_id IS NOT NULL;

        CREATE TABLE placements (
            provider_id  uuid        NOT NULL,
            trainee_id   text        NOT NULL,
            placement_id text        NOT NULL,
            position     integer     NOT NULL,
            school_urn   text,
            own_urn      text,
            own_name     text,
            own_postcode text,
            created_at   timestamptz NOT NULL,
            updated_at   timestamptz NOT NULL,
            CONSTRAINT placements_pkey PRIMARY KEY (provider_id, trainee_id, placement_id),
            CONSTRAINT placements_trainee_fkey
                FOREIGN KEY (provider_id, trainee_id)
                REFERENCES trainees (provider_id, trainee_id),
            CONSTRAINT placements_school_fkey FOREIGN KEY (school_urn) REFERENCES schools (urn),
            CONSTRAINT placements_texts_check CHECK (
                CASE WHEN school_urn IS NULL THEN own_name IS NOT NULL
                     ELSE own_urn IS NULL AND own_name IS NULL AND own_postcode IS NULL END
            )
        );
        CREATE INDEX placements_school_idx
            ON placements (school_urn) WHERE school_urn IS NOT NULL;
        CREATE INDEX placements_own_urn_idx
            ON placements (own_urn) WHERE own_urn IS NOT NULL;

        CREATE TABLE degrees (
            provider_id     uuid        NOT NULL,
            trainee_id      text        NOT NULL,
            degree_id       text        NOT NULL,
            position        integer     NOT NULL,
            country         text,
            degree_type     text        NOT NULL,
            subject         text        NOT NULL,
            institution     text,
            grade           text,
            other_grade     text,
            graduation_year integer     NOT NULL,
            created_at      timestamptz NOT NULL,
            updated_at      timestamptz NOT NULL,
            CONSTRAINT degrees_pkey PRIMARY KEY (provider_id, trainee_id, degree_id),
            CONSTRAINT degrees_trainee_fkey
                FOREIGN KEY (provider_id, trainee_id)
                REFERENCES trainees (provider_id, trainee_id)
        );

        CREATE TABLE withdrawals (
            provider_id     uuid        NOT NULL,
            trainee_id      text        NOT NULL,
            position        integer     NOT NULL,
            withdraw_date   date        NOT NULL,
            trigger         text        NOT NULL,
            future_interest text        NOT NULL,
            reasons         text[]      NOT NULL,
            another_reason  text,
            state_before    text        NOT NULL,
            created_at      timestamptz NOT NULL,
            undone_at       timestamptz,
            undone_comment  text,
            CONSTRAINT withdrawals_pkey PRIMARY KEY (provider_id, trainee_id, position),
            CONSTRAINT withdrawals_trainee_fkey
                FOREIGN KEY (provider_id, trainee_id)
                REFERENCES trainees (provider_id, trainee_id),
            CONSTRAINT withdrawals_trigger_check CHECK (trigger IN ('provider', 'trainee')),
            CONSTRAINT withdrawals_future_interest_check
                CHECK (future_interest IN ('yes', 'no', 'unknown')),
            CONSTRAINT withdrawals_state_before_check
                CHECK (state_before IN ('submitted_for_trn', 'trn_received', 'deferred'))
        );
        CREATE UNIQUE INDEX withdrawals_current_key
            ON withdrawals (provider_id, trainee_id) WHERE undone_at IS NULL;

        -- A TRN is unique among the trainees of all providers, so it has a table of its own.
        CREATE TABLE trns (
            trn         text NOT NULL,
            provider_id uuid NOT NULL,
            trainee_id  text NOT NULL,
            CONSTRAINT trns_pkey PRIMARY KEY (trn),
            CONSTRAINT trns_trn_check CHECK (trn ~ '^[0-9]{7}$')
        );
    """)


def downgrade() -> None:
    """Drop them again."""
    execute_script("""
        DROP TABLE trns;
        DROP TABLE withdrawals;
        DROP TABLE degrees;
        DROP TABLE placements;
        DROP TABLE trainees;
    """)
