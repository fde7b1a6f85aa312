"""A page of a journal, put together from stored bytes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

RenderMoment = Callable[[datetime], str]
WriteId = Callable[[str], str]


def plain_id(resource_id: str) -> str:
    """Write the id of an entry's record as it stands in the journal."""
    return f'"id":"{resource_id}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """The entries after a position with the records as they are now, all of one snapshot."""

    # Where the journal ends.
    head: int = 0
    # What was asked about; where journals begin, if that was 0.
    after: int = 0
    # When the very next entry was written; None when it is kept no longer or not there yet.
    next_changed_at: datetime | None = None
    # As they are sent, with commas between.
    entries: bytes = b""
    has_more: bool = False
    # Whether a record should have changed by itself by now, as far as the statement looks at that.
    is_due: bool = False

    def as_json(self) -> bytes:
        """Return the page as it is sent."""
        return b'{"data":[%b],"meta":{"position":%d,"has_more":%b}}' % (
            self.entries,
            self.head,
            b"true" if self.has_more else b"false",
        )


def read_page(
    rows: Sequence[asyncpg.Record],
    *,
    limit: int,
    render_moment: RenderMoment,
    write_id: WriteId = plain_id,
) -> ChangesPage:
    """Put a page together from the rows of a service's statement.

    Every row says where the journal ends (`head`), which position was asked about (`after`, where
    journals begin if it was 0) and when the entry next to that was written (`next_changed_at`), and
    perhaps whether anything `is_due`; then come the columns of `changes` and, as `record`, what the
    provider sees of the record now. No row at all means that the journal has not begun, a row
    without `position` that there is no entry, and one row more than the limit that there are more.
    """
    if not rows:
        return ChangesPage()
    entries = [row for row in rows if row["position"] is not None]
    return ChangesPage(
        head=rows[0]["head"],
        after=rows[0]["after"],
        next_changed_at=rows[0]["next_changed_at"],
        entries=b",".join(_entry(row, render_moment, write_id) for row in entries[:limit]),
        has_more=len(entries) > limit,
        is_due=rows[0].get("is_due", False),
    )


def _entry(row: asyncpg.Record, render_moment: RenderMoment, write_id: WriteId) -> bytes:
    """Write an entry around its record; names and ids have nothing in them that needs escaping."""
    record, merged_into = row["record"], row["merged_into"]
    return (b'{"position":%d,"resource":"%b",%b,"op":"%b",%b"changed_at":"%b","record":%b}') % (
        row["position"],
        row["resource"].encode(),
        write_id(row["resource_id"]).encode(),
        row["op"].encode(),
        b"" if merged_into is None else b'"merged_into":"%b",' % merged_into.encode(),
        render_moment(row["changed_at"]).encode(),
        b"null" if record is None else record,
    )
