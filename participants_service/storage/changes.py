"""What has happened to the records that a lead provider sees, as it is sent."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.changes.pages import ChangesPage, plain_id, read_page
from shared.changes.queries import ChangesQuery
from shared.database import Connection, load_statements
from shared.schemas import seconds_text
from shared.views.journal import JournalHead, read_head

SQL = load_statements(__package__, "changes.sql")


@dataclass(frozen=True, slots=True)
class JournalEnd:
    """Where a journal ends; `is_due` if the calendar has overtaken anything it tells of."""

    head: JournalHead
    is_due: bool


async def select_head(conn: Connection, *, lead_provider_id: UUID, today: date) -> JournalEnd:
    """Return where the lead provider's journal ends; one that has not begun ends at 0."""
    row = await SQL.fetchrow(conn, "select_head", lead_provider_id=lead_provider_id, today=today)
    return JournalEnd(read_head(row), is_due=row is not None and row["is_due"])


async def select_current_head(
    conn: Connection, lead_provider_id: UUID, *, today: date
) -> JournalHead | None:
    """Return the same, but None if the calendar has overtaken anything."""
    end = await select_head(conn, lead_provider_id=lead_provider_id, today=today)
    return None if end.is_due else end.head


async def select_changes(
    conn: Connection, query: ChangesQuery, *, lead_provider_id: UUID, today: date
) -> ChangesPage:
    """Return the next entries of the lead provider's journal, as far as they are kept."""
    rows = await SQL.fetch(
        conn,
        "select_changes",
        lead_provider_id=lead_provider_id,
        today=today,
        after=query.after,
        at_most=query.limit + 1,
        resources=query.resources,
    )
    return read_page(rows, limit=query.limit, render_moment=seconds_text, write_id=_entry_id)


def _entry_id(resource_id: str) -> str:
    """Write the id of a record, and after a school's the cohort that the record is about."""
    record_id, _, cohort = resource_id.partition("/")
    return f'{plain_id(record_id)},"cohort":"{cohort}"' if cohort else plain_id(record_id)
