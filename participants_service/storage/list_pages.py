"""Pages of lists as they are stored, and how statements are told where a page begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg

from participants_service.domain.list_cursors import Place
from participants_service.domain.listings import Listing, Order, SortKey

BEGINNING = datetime.min.replace(tzinfo=UTC)

_END = datetime.max.replace(tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_FIRST_ID, _LAST_ID = UUID(int=0), UUID(int=2**128 - 1)

# Orders along an index, and what the statements that go along it are called after.
ALONG_AN_INDEX: Mapping[tuple[Order, ...], str] = {
    (Order(SortKey.CREATED_AT),): "created_at",
    (Order(SortKey.CREATED_AT, descending=True),): "created_at_descending",
    (Order(SortKey.UPDATED_AT),): "updated_at",
    (Order(SortKey.UPDATED_AT, descending=True),): "updated_at_descending",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPage:
    """A page as it is sent, bodies with commas between; `is_due` if anything in the list is.

    `position` is where the provider's journal ended at that moment. `last` is the place of the last
    record, None if nothing comes behind it; `newest`, where it is known, the latest change of all.
    """

    bodies: bytes
    is_due: bool
    position: int
    last: Place | None
    newest: datetime | None


NOTHING_THERE = StoredPage(bodies=b"", is_due=False, position=0, last=None, newest=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHead:
    """Where a provider's journal ends; `is_due` if the calendar has overtaken anything."""

    position: int
    is_due: bool


def page_values(listing: Listing) -> dict[str, object]:
    """Return how many records a page has, and how many come before it."""
    return {"size": listing.page.size, "offset": listing.page.offset}


def place_values(listing: Listing, *, since: datetime | None = None) -> dict[str, object]:
    """Return the place behind which a page begins, for statements that go along an index.

    Without a cursor that is the end at which the order begins; upwards by change, it is no earlier
    than right before `since`.
    """
    (order,) = listing.page_order
    last = None if listing.after is None else listing.after.last
    if order.descending:
        place = (_END, _LAST_ID) if last is None else (last.moment, last.record_id)
    else:
        place = (BEGINNING, _FIRST_ID) if last is None else (last.moment, last.record_id)
        if since is not None and since > BEGINNING and order.key is SortKey.UPDATED_AT:
            place = max(place, (since - _TICK, _LAST_ID))
    return {"after_moment": place[0], "after_id": place[1]}


def any_order_values(listing: Listing) -> dict[str, object]:
    """Return order and place for statements that take any order of one or two keys."""
    first, *others = listing.page_order
    last = None if listing.after is None else listing.after.last
    return {
        "first_is_created": first.key is SortKey.CREATED_AT,
        "first_sign": _sign(first),
        # Times nothing, every record is equal in the second key.
        "second_sign": _sign(others[0]) if others else 0,
        "ids_descending": listing.page_order[-1].descending,
        "after_moment": None if last is None else last.moment,
        "after_second_moment": None if last is None else last.second_moment or last.moment,
        "after_id": None if last is None else last.record_id,
    }


def stored_page(row: asyncpg.Record | None) -> StoredPage:
    """Read the single row of a page; a page with nothing on it has no bodies."""
    if row is None:
        raise LookupError("an aggregate always has a row")
    return StoredPage(
        bodies=row["bodies"] or b"",
        is_due=row.get("is_due", False),
        position=row["position"],
        last=_last(row) if row["has_more"] else None,
        newest=row.get("newest"),
    )


def list_head(row: asyncpg.Record | None) -> ListHead:
    """Read the single row about a list."""
    if row is None:
        raise LookupError("the head of a list is always a row")
    return ListHead(position=row["position"], is_due=row["is_due"])


def _last(row: asyncpg.Record) -> Place:
    return Place(
        moment=row["last_moment"],
        second_moment=row.get("last_second_moment"),
        record_id=row["last_id"],
    )


def _sign(order: Order) -> int:
    return -1 if order.descending else 1
