"""Forgetting what has happened too long ago to be asked for."""

from collections.abc import Callable
from datetime import datetime

from shared.database import Connection, load_statements

SQL = load_statements("shared.changes", "changes.sql")

# So few that nobody else who reads or writes notices.
BATCH = 5_000

Report = Callable[[int, int], None]
"""Told how many journals are done, and how many there are."""


def _silent(done: int, total: int) -> None:
    """Report to nobody."""


async def prune_changes(
    conn: Connection, *, before: datetime, report: Report = _silent, batch: int = BATCH
) -> int:
    """Delete all entries from before a moment, oldest first; return how many there were.

    Every batch is a transaction of its own, so this can be interrupted and run again. The heads
    stay: a journal goes on counting where it was, and whoever is at its end may ask for more.
    """
    journals = [row["provider_id"] for row in await SQL.fetch(conn, "select_journals")]
    deleted = 0
    for done, provider_id in enumerate(journals):
        report(done, len(journals))
        after: int | None = 0
        while after is not None:
            async with conn.transaction():
                row = await SQL.fetchrow(
                    conn,
                    "delete_old_changes",
                    provider_id=provider_id,
                    after=after,
                    at_most=batch,
                    before=before,
                )
            if row is None:
                raise LookupError("a statement without FROM always has a row")
            after, deleted = row["up_to"], deleted + row["deleted"]
    report(len(journals), len(journals))
    return deleted
