"""What a lead provider asks a list for: filters, order and page."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.list_cursors import ListCursor, Place
from participants_service.domain.statuses import TrainingStatus
from participants_service.domain.teachers import ParticipantId
from shared.cursors import digest_of


class SortKey(StrEnum):
    """What a list can be ordered by."""

    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"


@dataclass(frozen=True, slots=True)
class Order:
    """A key and its direction."""

    key: SortKey
    descending: bool = False


DEFAULT_ORDER = (Order(SortKey.CREATED_AT),)
IN_ORDER_OF_CHANGE = (Order(SortKey.UPDATED_AT),)
_LATEST_CHANGE_FIRST = Order(SortKey.UPDATED_AT, descending=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page by its number, counted from 1."""

    number: int = 1
    size: int = 100

    @property
    def offset(self) -> int:
        """How many records come before the page."""
        return (self.number - 1) * self.size


FIRST_PAGE = Page()
_LAST_ID = UUID(int=2**128 - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of a list: by its number, or behind the last record of a page before.

    Equal records are told apart by id.
    """

    order: tuple[Order, ...] = DEFAULT_ORDER
    page: Page = FIRST_PAGE
    after: ListCursor | None = None

    @property
    def digest(self) -> bytes:
        """What tells the list apart from others, whichever page of it is meant."""
        return digest_of(replace(self, page=FIRST_PAGE, after=None))

    @property
    def page_order(self) -> tuple[Order, ...]:
        """The order in which the page goes on; a walk that is catching up has one of its own."""
        is_catching_up = self.after is not None and self.after.is_catching_up
        return IN_ORDER_OF_CHANGE if is_catching_up else self.order

    @property
    def can_go_on(self) -> bool:
        """Whether the cursor, if there is one, can have come with a page of this list."""
        return self.after is None or (
            self.after.digest == self.digest
            and (_LATEST_CHANGE_FIRST in self.order or not self.after.is_catching_up)
        )

    def behind(self, last: Place, *, newest: datetime) -> ListCursor:
        """Return the cursor that goes on behind a record.

        `newest` is the latest change that there is; it counts for the cursor of a walk that begins.
        """
        if self.after is not None:
            return replace(self.after, last=last)
        return ListCursor(last=last, newest=newest, digest=self.digest)

    def catching_up(self) -> Self | None:
        """Return the page with which a walk goes on that has come to its end.

        None for one that has nothing to catch up with: it went in the order of change, or does so
        already, or it did not go by the moment of change at all, or is but a page by its number.
        """
        if (
            self.after is None
            or self.after.is_catching_up
            or _LATEST_CHANGE_FIRST not in self.order
        ):
            return None
        end = Place(moment=self.after.newest, record_id=_LAST_ID)
        return replace(self, after=replace(self.after, last=end, is_catching_up=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantFilters:
    """All filters must match; None asks for nothing, and an empty tuple matches nobody."""

    cohorts: tuple[CohortYear, ...] | None = None
    updated_since: datetime | None = None
    training_statuses: tuple[TrainingStatus, ...] | None = None
    from_participant_ids: tuple[ParticipantId, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantListing(Listing):
    """A page of the participants that match."""

    filters: ParticipantFilters = ParticipantFilters()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleListing(Listing):
    """A page of people, perhaps only of those who changed."""

    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferListing(PeopleListing):
    """A page of people with their moves between schools."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfundedMentorListing(PeopleListing):
    """A page of mentors who are not trained by the lead provider."""
