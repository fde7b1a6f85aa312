"""Cohorts with their schedules, lead providers, delivery partners, schools and partnerships."""

from dataclasses import asdict

from alembic import op
from sqlalchemy import Boolean, Date, DateTime, Integer, Text, column, table

from participants_service.reference_data import first_cohorts, first_milestones
from shared.database.migrations import execute_script

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables and the cohorts of the first years."""
    execute_script("""
        CREATE TABLE cohorts (
            year                            integer     NOT NULL,
            started_on                      date        NOT NULL,
            finished_on                     date        NOT NULL,
            enabled                         boolean     NOT NULL,
            payments_frozen_at              timestamptz,
            uplift_fees_enabled             boolean     NOT NULL,
            mentor_funding_enabled          boolean     NOT NULL,
            detailed_evidence_types_enabled boolean     NOT NULL,
            CONSTRAINT cohorts_pkey PRIMARY KEY (year),
            CONSTRAINT cohorts_year_check CHECK (year >= 2020),
            CONSTRAINT cohorts_dates_check CHECK (finished_on >= started_on),
            CONSTRAINT cohorts_no_overlap
                EXCLUDE USING gist (daterange(started_on, finished_on, '[]') WITH &&)
                DEFERRABLE INITIALLY DEFERRED
        );

        CREATE TABLE schedules (
            cohort     integer NOT NULL,
            identifier text    NOT NULL,
            CONSTRAINT schedules_pkey PRIMARY KEY (cohort, identifier),
            CONSTRAINT schedules_cohort_fkey FOREIGN KEY (cohort) REFERENCES cohorts (year),
            CONSTRAINT schedules_identifier_check CHECK (
                identifier ~ '^ecf-(standard|extended|reduced|replacement)-[a-z]+$'
                AND identifier ~ '-(january|april|september)$'
            )
        );

        CREATE TABLE milestones (
            cohort              integer NOT NULL,
            schedule_identifier text    NOT NULL,
            declaration_type    text    NOT NULL,
            start_date          date    NOT NULL,
            milestone_date      date,
            CONSTRAINT milestones_pkey PRIMARY KEY (cohort, schedule_identifier, declaration_type),
            CONSTRAINT milestones_schedule_fkey FOREIGN KEY (cohort, schedule_identifier)
                REFERENCES schedules (cohort, identifier),
            CONSTRAINT milestones_declaration_type_check CHECK (declaration_type IN (
                'started', 'retained-1', 'retained-2', 'retained-3', 'retained-4', 'completed',
                'extended-1', 'extended-2', 'extended-3'
            )),
            CONSTRAINT milestones_dates_check CHECK (milestone_date > start_date)
        );

        CREATE TABLE lead_providers (
            id         uuid        NOT NULL,
            name       text        NOT NULL,
            created_at timestamptz NOT NULL,
            CONSTRAINT lead_providers_pkey PRIMARY KEY (id)
        );
        CREATE UNIQUE INDEX lead_providers_name_key ON lead_providers (lower(name));

        CREATE TABLE active_lead_providers (
            lead_provider_id uuid    NOT NULL,
            cohort           integer NOT NULL,
            CONSTRAINT active_lead_providers_pkey PRIMARY KEY (lead_provider_id, cohort),
            CONSTRAINT active_lead_providers_lead_provider_fkey
                FOREIGN KEY (lead_provider_id) REFERENCES lead_providers (id),
            CONSTRAINT active_lead_providers_cohort_fkey
                FOREIGN KEY (cohort) REFERENCES cohorts (year)
        );

        CREATE TABLE delivery_partners (
            id         uuid        NOT NULL,
            name       text        NOT NULL,
            created_at timestamptz NOT NULL,
            CONSTRAINT delivery_partners_pkey PRIMARY KEY (id)
        );
        CREATE UNIQUE INDEX delivery_partners_name_key ON delivery_partners (lower(name));

        CREATE TABLE pairings (
            lead_provider_id    uuid    NOT NULL,
            delivery_partner_id uuid    NOT NULL,
            cohort              integer NOT NULL,
            CONSTRAINT pairings_pkey PRIMARY KEY (lead_provider_id, delivery_partner_id, cohort),
            CONSTRAINT pairings_active_lead_provider_fkey
                FOREIGN KEY (lead_provider_id, cohort)
                REFERENCES active_lead_providers (lead_provider_id, cohort),
            CONSTRAINT pairings_delivery_partner_fkey
                FOREIGN KEY (delivery_partner_id) REFERENCES delivery_partners (id)
        );
        CREATE INDEX pairings_delivery_partner_idx ON pairings (delivery_partner_id);

        CREATE TABLE schools (
            id                      uuid        NOT NULL,
            urn                     text        NOT NULL,
            name                    text        NOT NULL,
            eligible                boolean     NOT NULL,
            induction_tutor_name    text,
            induction_tutor_email   text,
            primary_contact_email   text,
            secondary_contact_email text,
            created_at              timestamptz NOT NULL,
            CONSTRAINT schools_pkey PRIMARY KEY (id),
            -- Two schools may exchange their numbers within one chunk of the feed.
            CONSTRAINT schools_urn_key UNIQUE (urn) DEFERRABLE INITIALLY DEFERRED
        );

        CREATE TABLE uplifts (
            school_urn    text    NOT NULL,
            cohort        integer NOT NULL,
            pupil_premium boolean NOT NULL,
            sparsity      boolean NOT NULL,
            CONSTRAINT uplifts_pkey PRIMARY KEY (school_urn, cohort),
            CONSTRAINT uplifts_cohort_fkey FOREIGN KEY (cohort) REFERENCES cohorts (year)
        );

        CREATE TABLE partnerships (
            id                  uuid        NOT NULL,
            school_id           uuid        NOT NULL,
            lead_provider_id    uuid        NOT NULL,
            delivery_partner_id uuid        NOT NULL,
            cohort              integer     NOT NULL,
            created_at          timestamptz NOT NULL,
            CONSTRAINT partnerships_pkey PRIMARY KEY (id),
            CONSTRAINT partnerships_school_pairing_key
                UNIQUE (school_id, lead_provider_id, cohort, delivery_partner_id)
                DEFERRABLE INITIALLY DEFERRED,
            CONSTRAINT partnerships_cohort_key UNIQUE (id, cohort),
            CONSTRAINT partnerships_school_fkey FOREIGN KEY (school_id) REFERENCES schools (id),
            CONSTRAINT partnerships_pairing_fkey
                FOREIGN KEY (lead_provider_id, delivery_partner_id, cohort)
                REFERENCES pairings (lead_provider_id, delivery_partner_id, cohort)
        );
        CREATE INDEX partnerships_lead_provider_idx ON partnerships (lead_provider_id, cohort);
        CREATE INDEX partnerships_delivery_partner_idx ON partnerships (delivery_partner_id);
    """)
    _insert_first_cohorts()


def _insert_first_cohorts() -> None:
    milestones = first_milestones()
    op.bulk_insert(
        table(
            "cohorts",
            column("year", Integer),
            column("started_on", Date),
            column("finished_on", Date),
            column("enabled", Boolean),
            column("payments_frozen_at", DateTime(timezone=True)),
            column("uplift_fees_enabled", Boolean),
            column("mentor_funding_enabled", Boolean),
            column("detailed_evidence_types_enabled", Boolean),
        ),
        [asdict(cohort) for cohort in first_cohorts()],
    )
    op.bulk_insert(
        table("schedules", column("cohort", Integer), column("identifier", Text)),
        [
            {"cohort": cohort, "identifier": identifier}
            for cohort, identifier in sorted({(item.cohort, item.schedule) for item in milestones})
        ],
    )
    op.bulk_insert(
        table(
            "milestones",
            column("cohort", Integer),
            column("schedule_identifier", Text),
            column("declaration_type", Text),
            column("start_date", Date),
            column("milestone_date", Date),
        ),
        [
            {
                "cohort": item.cohort,
                "schedule_identifier": item.schedule,
                "declaration_type": item.declaration_type,
                "start_date": item.start_date,
                "milestone_date": item.milestone_date,
            }
            for item in milestones
        ],
    )


def downgrade() -> None:
    """Drop the tables again."""
    execute_script("""
        DROP TABLE partnerships;
        DROP TABLE uplifts;
        DROP TABLE schools;
        DROP TABLE pairings;
        DROP TABLE delivery_partners;
        DROP TABLE active_lead_providers;
        DROP TABLE lead_providers;
        DROP TABLE milestones;
        DROP TABLE schedules;
        DROP TABLE cohorts;
    """)
