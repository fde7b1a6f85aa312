"""What each lead provider sees of transfers and of unfunded mentors, stored as it is sent."""

from shared.database.migrations import execute_script

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the tables with the indexes of their lists; `views rebuild` fills them."""
    execute_script("""
        CREATE TABLE transfer_views (
            lead_provider_id uuid        NOT NULL,
            participant_id   uuid        NOT NULL,
            body             bytea       NOT NULL,
            digest           bytea       NOT NULL,
            created_at       timestamptz NOT NULL,
            updated_at       timestamptz NOT NULL,
            flips_on         date,
            CONSTRAINT transfer_views_pkey PRIMARY KEY (lead_provider_id, participant_id)
        );
        CREATE INDEX transfer_views_created_at_idx
            ON transfer_views (lead_provider_id, created_at, participant_id);
        CREATE INDEX transfer_views_updated_at_idx
            ON transfer_views (lead_provider_id, updated_at, participant_id);
        CREATE INDEX transfer_views_flips_on_idx
            ON transfer_views (lead_provider_id, flips_on) WHERE flips_on IS NOT NULL;
        CREATE INDEX transfer_views_participant_idx ON transfer_views (participant_id);

        CREATE TABLE unfunded_mentor_views (
            lead_provider_id uuid        NOT NULL,
            participant_id   uuid        NOT NULL,
            body             bytea       NOT NULL,
            digest           bytea       NOT NULL,
            created_at       timestamptz NOT NULL,
            updated_at       timestamptz NOT NULL,
            flips_on         date,
            CONSTRAINT unfunded_mentor_views_pkey PRIMARY KEY (lead_provider_id, participant_id)
        );
        CREATE INDEX unfunded_mentor_views_created_at_idx
            ON unfunded_mentor_views (lead_provider_id, created_at, participant_id);
        CREATE INDEX unfunded_mentor_views_updated_at_idx
            ON unfunded_mentor_views (lead_provider_id, updated_at, participant_id);
        CREATE INDEX unfunded_mentor_views_flips_on_idx
            ON unfunded_mentor_views (lead_provider_id, flips_on) WHERE flips_on IS NOT NULL;
        CREATE INDEX unfunded_mentor_views_participant_idx
            ON unfunded_mentor_views (participant_id);

        -- Views that are not there yet and come into being by date alone.
        CREATE TABLE coming_views (
            lead_provider_id uuid NOT NULL,
            participant_id   uuid NOT NULL,
            resource         text NOT NULL,
            comes_on         date NOT NULL,
            CONSTRAINT coming_views_pkey
                PRIMARY KEY (lead_provider_id, participant_id, resource)
        );
        CREATE INDEX coming_views_comes_on_idx ON coming_views (lead_provider_id, comes_on);
        CREATE INDEX coming_views_participant_idx ON coming_views (participant_id);
    """)


def downgrade() -> None:
    """Drop the tables again."""
    execute_script("""
        DROP TABLE coming_views;
        DROP TABLE unfunded_mentor_views;
        DROP TABLE transfer_views;
    """)
