"""Tokens, registry events and the providers' journals."""

from shared.database.migrations import execute_script
from shared.database.tables import CREATE_SHARED_TABLES, DROP_SHARED_TABLES

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create what both services have."""
    execute_script(CREATE_SHARED_TABLES)


def downgrade() -> None:
    """Drop it again."""
    execute_script(DROP_SHARED_TABLES)
