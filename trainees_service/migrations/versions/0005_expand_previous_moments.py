"""The journal says when a record had changed before."""

from shared.database.migrations import execute_script
from shared.database.tables import ADD_PREVIOUS_MOMENTS, DROP_PREVIOUS_MOMENTS

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; entries from before it is there do without."""
    execute_script(ADD_PREVIOUS_MOMENTS)


def downgrade() -> None:
    """Drop it again."""
    execute_script(DROP_PREVIOUS_MOMENTS)
