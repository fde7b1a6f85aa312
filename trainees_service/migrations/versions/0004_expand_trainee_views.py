"""What each provider sees of its trainees, stored as it is sent."""

from shared.database.migrations import execute_script

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table with the index of its list."""
    execute_script("""
        CREATE TABLE trainee_views (
            provider_id    uuid        NOT NULL,
            trainee_id     text        NOT NULL,
            body           bytea       NOT NULL,
            digest         bytea       NOT NULL,
            created_at     timestamptz NOT NULL,
            updated_at     timestamptz NOT NULL,
            flips_on       date,
            state          text        NOT NULL,
            start_cycle    integer,
            itt_start_date date        NOT NULL,
            has_trn        boolean     NOT NULL,
            CONSTRAINT trainee_views_pkey PRIMARY KEY (provider_id, trainee_id)
        )
        -- A body of three or four kilobytes stays in its row, uncompressed: packing and unpacking
        -- it would cost more than reading it.
        WITH (toast_tuple_target = 8160);
        CREATE INDEX trainee_views_list_idx
            ON trainee_views (provider_id, start_cycle, updated_at, trainee_id);
    """)


def downgrade() -> None:
    """Drop it again."""
    execute_script("DROP TABLE trainee_views;")
