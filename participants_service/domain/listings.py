"""What a lead provider asks a list for: filters, order and page."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.statuses import TrainingStatus
from participants_service.domain.teachers import ParticipantId


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantFilters:
    """All filters must match; None asks for nothing, and an empty tuple matches nobody."""

    cohorts: tuple[CohortYear, ...] | None = None
    updated_since: datetime | None = None
    training_statuses: tuple[TrainingStatus, ...] | None = None
    from_participant_ids: tuple[ParticipantId, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantListing:
    """A page of the participants that match, in an order; equal ones are told apart by id."""

    filters: ParticipantFilters = ParticipantFilters()
    order: tuple[Order, ...] = DEFAULT_ORDER
    page: Page = Page()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleListing:
    """A page of people, perhaps only of those who changed; equal ones are told apart by id."""

    updated_since: datetime | None = None
    order: tuple[Order, ...] = DEFAULT_ORDER
    page: Page = Page()
