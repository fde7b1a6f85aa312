"""Going on after the database went back in time, so that nobody takes old positions for new ones.

A restored journal ends before positions that were given out already, and will soon give out the
same numbers again, for other changes. So it goes on in another stretch of numbers: whoever comes
with a position of an earlier one is told to begin anew. Only 0 is of no stretch: it is before the
first entry of a journal that has all its entries in this one.
"""

from shared.database import Connection, load_statements

SQL = load_statements("shared.changes", "restart.sql")

# As in the statement. Half of it is more than a journal gets to between a backup and its loss.
_STRETCH = 100_000_000


def in_one_stretch(position: int, head: int) -> bool:
    """Tell whether a journal that ends at `head` has come there from a position without a leap.

    A journal that comes to the end of a stretch by itself tells everybody to begin anew, once.
    """
    return position // _STRETCH == head // _STRETCH


async def restart_journals(conn: Connection) -> int:
    """Let all journals go on behind every position that was ever given out; return behind which.

    A journal that has no entry yet has its first one right there, and all others begin one further.
    """
    row = await SQL.fetchrow(conn, "restart_journals")
    if row is None:
        raise LookupError("a statement that inserts a row returns it")
    position: int = row["position"]
    return position
