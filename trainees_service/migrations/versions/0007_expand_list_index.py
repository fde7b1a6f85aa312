"""The index of the list holds everything that trainees are filtered by."""

from shared.database.migrations import execute_script

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Put an index in place of the old one: counting and passing over need no table any more."""
    execute_script("""
        DROP INDEX trainee_views_list_idx;
        CREATE INDEX trainee_views_list_idx
            ON trainee_views (provider_id, start_cycle, updated_at, trainee_id)
               INCLUDE (state, itt_start_date, has_trn);
    """)


def downgrade() -> None:
    """Go back to the index without them."""
    execute_script("""
        DROP INDEX trainee_views_list_idx;
        CREATE INDEX trainee_views_list_idx
            ON trainee_views (provider_id, start_cycle, updated_at, trainee_id);
    """)
