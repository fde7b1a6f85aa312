"""The entries of some resources are found without going through those of all others."""

from shared.database.migrations import execute_script

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the index."""
    execute_script("""
        CREATE INDEX changes_resource_idx ON changes (provider_id, resource, position);
    """)


def downgrade() -> None:
    """Drop it again."""
    execute_script("DROP INDEX changes_resource_idx;")
