"""What the query string of a list may say."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from marshmallow import EXCLUDE, Schema, post_load

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.list_cursors import CURSOR_PARAMETER, ListCursor, read_cursor
from participants_service.domain.listings import (
    DEFAULT_ORDER,
    FIRST_PAGE,
    Order,
    Page,
    ParticipantFilters,
    ParticipantListing,
    SortKey,
    TransferListing,
    UnfundedMentorListing,
)
from participants_service.domain.statuses import TrainingStatus
from participants_service.domain.teachers import ParticipantId
from shared.schemas import FARTHEST_PAGE, PositiveNumber, WireField, read_uuid

PER_PAGE_AT_MOST = 3000

_DIGITS = re.compile(r"[0-9]+")
_LATEST_YEAR = 9999
EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)


class Cohorts(WireField[tuple[CohortYear, ...] | None]):
    """Years separated by commas, or a list of years; what is no year matches nobody."""

    openapi = {"type": "string", "examples": ["2024,2025"]}

    def _deserialize(
        self, value: object, attr: object, data: object, **kwargs: object
    ) -> tuple[CohortYear, ...] | None:
        if isinstance(value, str):
            if not value.strip():
                return None
            items = value.split(",")
        else:
            items = value if isinstance(value, list) else []
        years = (int(item) for item in items if _DIGITS.fullmatch(item) and len(item) < 10)
        return tuple(CohortYear(year) for year in years if year <= _LATEST_YEAR)


_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:T(?P<time>\d{2}:\d{2}:\d{2})(?:\.(?P<fraction>\d+))?"
    # A plus sign that was not encoded arrives as a space.
    r"(?P<zone>Z|(?P<sign>[-+ ])(?P<hours>\d{2})(?::?(?P<minutes>\d{2}))?)?)?",
    re.ASCII | re.IGNORECASE,
)


def read_updated_since(text: str) -> datetime:
    """Read an ISO 8601 date or date-time, or raise ValueError.

    Without a zone it is UTC, without a time the beginning of the day. Values encoded twice are
    taken too, as some clients had to learn to send them.
    """
    match = _MOMENT.fullmatch(unquote(text))
    if match is None:
        raise ValueError("not an ISO 8601 date")
    moment = datetime.fromisoformat(f"{match['day']}T{match['time'] or '00:00:00'}")
    # Digits beyond microseconds are cut off, which finds too much rather than too little.
    moment = moment.replace(microsecond=int((match["fraction"] or "0").ljust(6, "0")[:6]))
    try:
        return moment.replace(tzinfo=UTC) - _offset(match)
    except OverflowError:
        return EARLIEST if moment.year == 1 else LATEST


def _offset(match: re.Match[str]) -> timedelta:
    if match["hours"] is None:
        return timedelta()
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    if hours > 23 or minutes > 59:
        raise ValueError("no such time zone")
    offset = timedelta(hours=hours, minutes=minutes)
    return -offset if match["sign"] == "-" else offset


class UpdatedSince(WireField[datetime | None]):
    """A moment from which on, itself included, something changed; an empty one is no filter."""

    default_error_messages = {"invalid": "Not a valid ISO 8601 date."}
    openapi = {"type": "string", "examples": ["2026-01-19T07:42:10Z"]}

    def _deserialize(
        self, value: object, attr: object, data: object, **kwargs: object
    ) -> datetime | None:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if not value.strip():
            return None
        try:
            return read_updated_since(value)
        except ValueError as error:
            raise self.make_error("invalid") from error


class TrainingStatuses(WireField[tuple[TrainingStatus, ...] | None]):
    """One status; any other word matches nobody."""

    openapi = {"type": "string", "examples": [status.value for status in TrainingStatus]}

    def _deserialize(
        self, value: object, attr: object, data: object, **kwargs: object
    ) -> tuple[TrainingStatus, ...] | None:
        if not isinstance(value, str):
            return ()
        if not value.strip():
            return None
        return tuple(status for status in TrainingStatus if status == value)


class RetiredIds(WireField[tuple[ParticipantId, ...] | None]):
    """One id that was merged away; what is no id matches nobody."""

    openapi = {"type": "string", "examples": ["e90b1f75-31d1-45c8-8a0e-2d7f4c5b6a01"]}

    def _deserialize(
        self, value: object, attr: object, data: object, **kwargs: object
    ) -> tuple[ParticipantId, ...] | None:
        if not isinstance(value, str):
            return ()
        if not value.strip():
            return None
        try:
            return (ParticipantId(read_uuid(value)),)
        except ValueError:
            return ()


class SortOrder(WireField[tuple[Order, ...]]):
    """Names separated by commas, `-` before one for descending; unknown names are left out."""

    openapi = {"type": "string", "examples": ["-updated_at", "created_at,-updated_at"]}

    def _deserialize(
        self, value: object, attr: object, data: object, **kwargs: object
    ) -> tuple[Order, ...]:
        if not isinstance(value, str):
            return DEFAULT_ORDER
        orders: dict[SortKey, Order] = {}
        for item in value.split(","):
            name = item[1:] if item[:1] in ("+", "-") else item
            if name in tuple(SortKey):
                # A key that was named before leaves nothing for a second mention to order.
                orders.setdefault(SortKey(name), Order(SortKey(name), item.startswith("-")))
        return tuple(orders.values()) or DEFAULT_ORDER


class Cursor(WireField[ListCursor | None]):
    """Where a walk goes on; an empty one is none."""

    default_error_messages = {"invalid": "Not a valid cursor."}
    openapi = {"type": "string"}

    def _deserialize(
        self, value: object, attr: object, data: object, **kwargs: object
    ) -> ListCursor | None:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if not value.strip():
            return None
        try:
            return read_cursor(value)
        except ValueError as error:
            raise self.make_error("invalid") from error


class PagedQuery(Schema):
    """What every list takes."""

    page = PositiveNumber(
        ceiling=FARTHEST_PAGE,
        load_default=Page().number,
        data_key="page[page]",
        metadata={"description": "The page, counted from 1; past the last one it is empty."},
    )
    per_page = PositiveNumber(
        ceiling=PER_PAGE_AT_MOST,
        load_default=Page().size,
        data_key="page[per_page]",
        metadata={"description": "How many to a page; more than 3,000 count as 3,000."},
    )
    after = Cursor(
        load_default=None,
        data_key=CURSOR_PARAMETER,
        metadata={
            "description": "Where a walk goes on: follow the link `next` of the page before. It "
            "decides on the page whatever `page[page]` says."
        },
    )
    sort = SortOrder(
        load_default=DEFAULT_ORDER,
        metadata={
            "description": "`created_at` (the default) or `updated_at`, with `-` in front for "
            "descending order; several are separated by commas."
        },
    )
    updated_since = UpdatedSince(
        load_default=None,
        data_key="filter[updated_since]",
        metadata={
            "description": "Only what changed for you at this moment or later: "
            "an ISO 8601 date or date-time."
        },
    )

    class Meta(Schema.Meta):
        unknown = EXCLUDE


class ParticipantsQuery(PagedQuery):
    """Which participants to list; filters are combined."""

    cohorts = Cohorts(
        load_default=None,
        data_key="filter[cohort]",
        metadata={"description": "Enrolled in one of these cohorts; years separated by commas."},
    )
    training_statuses = TrainingStatuses(
        load_default=None,
        data_key="filter[training_status]",
        metadata={"description": "With an enrolment that is `active`, `deferred` or `withdrawn`."},
    )
    from_participant_ids = RetiredIds(
        load_default=None,
        data_key="filter[from_participant_id]",
        metadata={"description": "The participant into whom this id was merged."},
    )

    @post_load
    def listing(self, data: dict[str, Any], **kwargs: object) -> ParticipantListing:
        """Put it all together."""
        return ParticipantListing(**paging(data), filters=ParticipantFilters(**data))


class TransfersQuery(PagedQuery):
    """Whose moves to list; all that can be asked is what changed."""

    @post_load
    def listing(self, data: dict[str, Any], **kwargs: object) -> TransferListing:
        """Put it all together."""
        return TransferListing(**paging(data), **data)


class UnfundedMentorsQuery(PagedQuery):
    """Which mentors to list; all that can be asked is what changed."""

    @post_load
    def listing(self, data: dict[str, Any], **kwargs: object) -> UnfundedMentorListing:
        """Put it all together."""
        return UnfundedMentorListing(**paging(data), **data)


def paging(data: dict[str, Any]) -> dict[str, Any]:
    """Take page and order out of what was read, and return them as listings have them.

    A cursor decides on the page, whatever number was sent along.
    """
    after, number, size = data.pop("after"), data.pop("page"), data.pop("per_page")
    page = Page(number=number if after is None else FIRST_PAGE.number, size=size)
    return {"order": data.pop("sort"), "page": page, "after": after}
