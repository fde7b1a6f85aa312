"""What each lead provider sees of partnerships, schools and delivery partners."""

from shared.database.migrations import execute_script

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the tables of views, and the record of what lead providers did with partnerships.

    Views of what is there already are made by `views rebuild`.
    """
    execute_script("""
        CREATE TABLE partnership_views (
            lead_provider_id    uuid        NOT NULL,
            partnership_id      uuid        NOT NULL,
            body                bytea       NOT NULL,
            digest              bytea       NOT NULL,
            created_at          timestamptz NOT NULL,
            updated_at          timestamptz NOT NULL,
            flips_on            date,
            cohort              integer     NOT NULL,
            delivery_partner_id uuid        NOT NULL,
            CONSTRAINT partnership_views_pkey PRIMARY KEY (lead_provider_id, partnership_id)
        );
        CREATE INDEX partnership_views_created_at_idx
            ON partnership_views (lead_provider_id, created_at, partnership_id)
            INCLUDE (cohort, delivery_partner_id);
        CREATE INDEX partnership_views_updated_at_idx
            ON partnership_views (lead_provider_id, updated_at, partnership_id);
        CREATE INDEX partnership_views_flips_on_idx
            ON partnership_views (lead_provider_id, flips_on) WHERE flips_on IS NOT NULL;
        CREATE INDEX partnership_views_partnership_idx ON partnership_views (partnership_id);

        CREATE TABLE delivery_partner_views (
            lead_provider_id    uuid        NOT NULL,
            delivery_partner_id uuid        NOT NULL,
            body                bytea       NOT NULL,
            digest              bytea       NOT NULL,
            created_at          timestamptz NOT NULL,
            updated_at          timestamptz NOT NULL,
            flips_on            date,
            cohorts             integer[]   NOT NULL,
            CONSTRAINT delivery_partner_views_pkey
                PRIMARY KEY (lead_provider_id, delivery_partner_id)
        );
        CREATE INDEX delivery_partner_views_delivery_partner_idx
            ON delivery_partner_views (delivery_partner_id);

        -- What everybody sees of a school in a cohort who has no view of their own below.
        CREATE TABLE school_views (
            school_id                  uuid        NOT NULL,
            cohort                     integer     NOT NULL,
            body                       bytea       NOT NULL,
            digest                     bytea       NOT NULL,
            created_at                 timestamptz NOT NULL,
            updated_at                 timestamptz NOT NULL,
            in_partnership             boolean     NOT NULL,
            induction_programme_choice text        NOT NULL,
            CONSTRAINT school_views_pkey PRIMARY KEY (school_id, cohort)
        );
        CREATE INDEX school_views_created_at_idx
            ON school_views (cohort, created_at, school_id);
        CREATE INDEX school_views_updated_at_idx
            ON school_views (cohort, updated_at, school_id);

        -- What a lead provider sees of a school that is, or was, interested in it.
        CREATE TABLE interested_school_views (
            lead_provider_id       uuid        NOT NULL,
            school_id              uuid        NOT NULL,
            cohort                 integer     NOT NULL,
            body                   bytea       NOT NULL,
            digest                 bytea       NOT NULL,
            created_at             timestamptz NOT NULL,
            updated_at             timestamptz NOT NULL,
            expression_of_interest boolean     NOT NULL,
            CONSTRAINT interested_school_views_pkey
                PRIMARY KEY (lead_provider_id, school_id, cohort)
        );
        CREATE INDEX interested_school_views_updated_at_idx
            ON interested_school_views (lead_provider_id, cohort, updated_at, school_id);
        CREATE INDEX interested_school_views_school_idx
            ON interested_school_views (school_id, cohort);

        CREATE TABLE partnership_actions (
            partnership_id      uuid        NOT NULL,
            id                  uuid        NOT NULL,
            lead_provider_id    uuid        NOT NULL,
            action              text        NOT NULL,
            delivery_partner_id uuid        NOT NULL,
            previous_partner_id uuid,
            acted_at            timestamptz NOT NULL,
            recorded_at         timestamptz NOT NULL,
            CONSTRAINT partnership_actions_pkey PRIMARY KEY (partnership_id, id),
            CONSTRAINT partnership_actions_lead_provider_fkey
                FOREIGN KEY (lead_provider_id) REFERENCES lead_providers (id),
            CONSTRAINT partnership_actions_action_check CHECK (
                action IN ('create', 'replace-delivery-partner')
                AND (action = 'create') = (previous_partner_id IS NULL)
            )
        );
        CREATE INDEX partnership_actions_lead_provider_idx
            ON partnership_actions (lead_provider_id, recorded_at);
    """)


def downgrade() -> None:
    """Drop the tables again."""
    execute_script("""
        DROP TABLE partnership_actions;
        DROP TABLE interested_school_views;
        DROP TABLE school_views;
        DROP TABLE delivery_partner_views;
        DROP TABLE partnership_views;
    """)
