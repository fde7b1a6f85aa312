"""What has happened to a provider's trainees, as it is sent."""

from uuid import UUID

from shared.changes.pages import ChangesPage, read_page
from shared.changes.queries import ChangesQuery
from shared.database import Connection, load_statements
from shared.schemas import milliseconds_text

SQL = load_statements(__package__, "changes.sql")


async def select_changes(
    conn: Connection, query: ChangesQuery, *, provider_id: UUID
) -> ChangesPage:
    """Return the next entries of the provider's journal, as far as they are kept."""
    rows = await SQL.fetch(
        conn,
        "select_changes",
        provider_id=provider_id,
        after=query.after,
        at_most=query.limit + 1,
    )
    return read_page(rows, limit=query.limit, render_moment=milliseconds_text)
