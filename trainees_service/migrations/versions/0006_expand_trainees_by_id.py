"""The registry names trainees by their ids alone."""

from shared.database.migrations import execute_script

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Find a trainee without knowing the provider."""
    execute_script("CREATE INDEX trainees_trainee_id_idx ON trainees (trainee_id);")


def downgrade() -> None:
    """Drop the index again."""
    execute_script("DROP INDEX trainees_trainee_id_idx;")
