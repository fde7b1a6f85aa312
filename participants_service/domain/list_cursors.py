"""Cursors: where a walk through a list goes on, page after page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from shared.cursors import DIGEST_SIZE, CursorFormat, from_microseconds, to_microseconds

CURSOR_PARAMETER: Final = "page[after]"

# Whether the walk is catching up, moments and id of the last record, the newest moment, the digest.
_FORMAT = CursorFormat(f"?qq16sq{DIGEST_SIZE}s", version=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a record stands in the order of a list, which has one key or two."""

    moment: datetime
    second_moment: datetime | None = None
    record_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCursor:
    """The last record that a walk came to.

    `newest` is the latest change of any record that there was when the walk began. A walk against
    the order of change misses whoever changes before it comes to them; so in the end it
    `is_catching_up`: it goes through whatever has changed since then, in the order of change.
    `digest` is that of the list.
    """

    last: Place
    newest: datetime
    is_catching_up: bool = False
    digest: bytes

    def __str__(self) -> str:
        """Return the cursor as callers send it back, safe within a URL."""
        return _FORMAT.write(
            self.is_catching_up,
            to_microseconds(self.last.moment),
            to_microseconds(self.last.second_moment or self.last.moment),
            self.last.record_id.bytes,
            to_microseconds(self.newest),
            self.digest,
        )


def read_cursor(text: str) -> ListCursor:
    """Return the cursor that was sent; ValueError if no list can have answered it."""
    is_catching_up, moment, second_moment, record_id, newest, digest = _FORMAT.read(text)
    return ListCursor(
        last=Place(
            moment=from_microseconds(moment),
            second_moment=from_microseconds(second_moment),
            record_id=UUID(bytes=record_id),
        ),
        newest=from_microseconds(newest),
        is_catching_up=is_catching_up,
        digest=digest,
    )
