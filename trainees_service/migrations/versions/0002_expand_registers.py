"""Who a trainee's record refers to: training providers, schools and lead partners."""

from shared.database.migrations import execute_script

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the registers that the registry feed fills."""
    execute_script("""
        CREATE TABLE providers (
            provider_id uuid        NOT NULL,
            name        text        NOT NULL,
            ukprn       text        NOT NULL,
            code        text,
            accredited  boolean     NOT NULL,
            created_at  timestamptz NOT NULL,
            CONSTRAINT providers_pkey PRIMARY KEY (provider_id),
            CONSTRAINT providers_ukprn_check CHECK (ukprn ~ '^[0-9]{8}$')
        );

        CREATE TABLE schools (
            urn          text        NOT NULL,
            name         text        NOT NULL,
            town         text,
            postcode     text,
            lead_partner boolean     NOT NULL,
            open         boolean     NOT NULL,
            created_at   timestamptz NOT NULL,
            CONSTRAINT schools_pkey PRIMARY KEY (urn),
            CONSTRAINT schools_urn_check CHECK (urn ~ '^[0-9]{6}$')
        );

        -- A school that leads training itself has a row of its own here, with school_urn in the
        -- place of urn: an organisation registered as lead partner may have the same number.
        CREATE TABLE lead_partners (
            lead_partner_id uuid        NOT NULL,
            name            text        NOT NULL,
            urn             text,
            ukprn           text,
            school_urn      text,
            listed          boolean     NOT NULL,
            created_at      timestamptz NOT NULL,
            CONSTRAINT lead_partners_pkey PRIMARY KEY (lead_partner_id),
            -- Two organisations may exchange their numbers within one chunk of the feed.
            CONSTRAINT lead_partners_urn_key UNIQUE (urn) DEFERRABLE INITIALLY DEFERRED,
            CONSTRAINT lead_partners_ukprn_key UNIQUE (ukprn) DEFERRABLE INITIALLY DEFERRED,
            CONSTRAINT lead_partners_school_urn_key UNIQUE (school_urn),
            CONSTRAINT lead_partners_school_urn_fkey
                FOREIGN KEY (school_urn) REFERENCES schools (urn),
            CONSTRAINT lead_partners_urn_check CHECK (urn ~ '^[0-9]{6}$'),
            CONSTRAINT lead_partners_ukprn_check CHECK (ukprn ~ '^[0-9]{8}$'),
            CONSTRAINT lead_partners_school_check
                CHECK (school_urn IS NULL OR (urn IS NULL AND ukprn IS NULL))
        );
    """)


def downgrade() -> None:
    """Drop them again."""
    execute_script("""
        DROP TABLE lead_partners;
        DROP TABLE schools;
        DROP TABLE providers;
    """)
