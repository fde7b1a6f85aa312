"""Cursors: where a walk through a list of trainees goes on, page after page.

The list is ordered by the moment of the last change, which moves. A walk therefore keeps to the
order of its beginning, and every cursor of it says when that was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.cursors import (
    DIGEST_SIZE,
    CursorFormat,
    digest_of,
    from_microseconds,
    to_microseconds,
)
from trainees_service.domain.identifiers import TraineeId, is_identifier
from trainees_service.domain.query_problems import InvalidQueryError

CURSOR_PARAMETER: Final = "page[after]"

# Position, moment, moment and id of the last trainee, page, count and digest.
_FORMAT = CursorFormat(f"Qqq24sII{DIGEST_SIZE}s", version=1)

# Whatever a cursor says, one more than that still fits where it goes.
_FARTHEST_POSITION = 2**62
_FARTHEST_PAGE = 2**31


class ExpiredCursorError(InvalidQueryError):
    """The walk began so long ago that the journal no longer tells where everybody stood then."""

    def __init__(self) -> None:
        super().__init__({CURSOR_PARAMETER: ("has expired",)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The moment at which a walk through a list began, whose order it keeps.

    `position` and `moment` are those of the head of the provider's journal.
    """

    position: int
    moment: datetime
    total_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a trainee stands in the order of a walk."""

    moment: datetime
    trainee_id: TraineeId


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCursor:
    """A walk, the last trainee it came to, and the number of the page that is next.

    `digest` is that of the list the walk belongs to.
    """

    walk: Walk
    last: Place
    page: int
    digest: bytes

    def __str__(self) -> str:
        """Return the cursor as callers send it back, safe within a URL."""
        return _FORMAT.write(
            self.walk.position,
            to_microseconds(self.walk.moment),
            to_microseconds(self.last.moment),
            self.last.trainee_id.encode("ascii"),
            self.page,
            self.walk.total_count,
            self.digest,
        )


def read_cursor(text: str) -> ListCursor | None:
    """Return the cursor that was sent, None if no list can have answered it."""
    try:
        position, moment, last_moment, last_id, page, count, digest = _FORMAT.read(text)
        cursor = ListCursor(
            walk=Walk(position=position, moment=from_microseconds(moment), total_count=count),
            last=Place(
                moment=from_microseconds(last_moment),
                trainee_id=TraineeId(last_id.decode("ascii")),
            ),
            page=page,
            digest=digest,
        )
    except ValueError:
        return None
    return cursor if _is_possible(cursor) else None


def list_digest(parameters: Iterable[tuple[str, str]]) -> bytes:
    """Return what tells apart lists that were asked for with different parameters."""
    return digest_of(tuple(parameters))


def _is_possible(cursor: ListCursor) -> bool:
    """Whether a walk can have come there; forged ones cannot, and some would harm."""
    return (
        cursor.walk.position < _FARTHEST_POSITION
        and 2 <= cursor.page < _FARTHEST_PAGE
        and cursor.last.moment <= cursor.walk.moment
        and is_identifier(cursor.last.trainee_id)
    )
