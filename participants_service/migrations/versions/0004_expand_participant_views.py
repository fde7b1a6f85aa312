"""What each lead provider sees of its participants, stored as it is sent."""

from shared.database.migrations import execute_script

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table with the indexes of its lists, one for each order."""
    execute_script("""
        CREATE TABLE participant_views (
            lead_provider_id     uuid        NOT NULL,
            participant_id       uuid        NOT NULL,
            body                 bytea       NOT NULL,
            digest               bytea       NOT NULL,
            created_at           timestamptz NOT NULL,
            updated_at           timestamptz NOT NULL,
            flips_on             date,
            cohorts              integer[]   NOT NULL,
            training_statuses    text[]      NOT NULL,
            from_participant_ids uuid[]      NOT NULL,
            CONSTRAINT participant_views_pkey PRIMARY KEY (lead_provider_id, participant_id)
        );
        CREATE INDEX participant_views_created_at_idx
            ON participant_views (lead_provider_id, created_at, participant_id)
            INCLUDE (updated_at, cohorts, training_statuses);
        CREATE INDEX participant_views_updated_at_idx
            ON participant_views (lead_provider_id, updated_at, participant_id)
            INCLUDE (created_at, cohorts, training_statuses);
        CREATE INDEX participant_views_flips_on_idx
            ON participant_views (lead_provider_id, flips_on) WHERE flips_on IS NOT NULL;
        CREATE INDEX participant_views_merged_idx
            ON participant_views (lead_provider_id) WHERE from_participant_ids <> '{}';
        CREATE INDEX participant_views_participant_idx ON participant_views (participant_id);
    """)


def downgrade() -> None:
    """Drop the table again."""
    execute_script("DROP TABLE participant_views;")
