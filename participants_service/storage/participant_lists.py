"""Participants as they are sent: one, or a page of a list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import asyncpg

from participants_service.domain.listings import (
    Order,
    ParticipantFilters,
    ParticipantListing,
    SortKey,
)
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from participants_service.storage.participant_views import array_text
from shared.database import Connection, load_statements
from shared.views import PublishedView

SQL = load_statements(__package__, "participant_lists.sql")

_BEGINNING = datetime.min.replace(tzinfo=UTC)
_ORDERS = {
    Order(SortKey.CREATED_AT): "created_at",
    Order(SortKey.CREATED_AT, descending=True): "created_at_descending",
    Order(SortKey.UPDATED_AT): "updated_at",
    Order(SortKey.UPDATED_AT, descending=True): "updated_at_descending",
}


@dataclass(frozen=True, slots=True)
class StoredBody:
    """A participant as it is sent; `is_due` if the calendar has overtaken it."""

    body: bytes
    is_due: bool


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page as it is sent, bodies with commas between; `is_due` if anything in the list is."""

    bodies: bytes
    is_due: bool


async def select_participant(
    conn: Connection,
    participant_id: ParticipantId,
    *,
    lead_provider_id: LeadProviderId,
    today: date,
) -> StoredBody | None:
    """Return one participant; None for somebody the lead provider does not see."""
    row = await SQL.fetchrow(
        conn,
        "select_participant",
        participant_id=participant_id,
        lead_provider_id=lead_provider_id,
        today=today,
    )
    return None if row is None else StoredBody(row["body"], row["is_due"])


async def select_page(
    conn: Connection,
    listing: ParticipantListing,
    *,
    lead_provider_id: LeadProviderId,
    today: date,
) -> StoredPage:
    """Return a page by the statement that finds it fastest."""
    if len(listing.order) > 1:
        return await select_shifted_page(
            conn, listing, lead_provider_id=lead_provider_id, today=today, shifted=()
        )
    (order,) = listing.order
    name = _ORDERS[order]
    values: dict[str, object] = {
        "lead_provider_id": lead_provider_id,
        "today": today,
        "size": listing.page.size,
    }
    if listing.filters == ParticipantFilters() and listing.page.number == 1:
        statement = f"select_first_page_by_{name}"
    else:
        by_update = order.key is SortKey.UPDATED_AT
        values |= _filters(listing)
        if by_update or listing.filters.updated_since is not None:
            values["updated_since"] = _since(listing)
        changed_only = not by_update and listing.filters.updated_since is not None
        statement = f"select_{'changed' if changed_only else 'page'}_by_{name}"
    return _page(await SQL.fetchrow(conn, statement, **values))


async def select_shifted_page(
    conn: Connection,
    listing: ParticipantListing,
    *,
    lead_provider_id: LeadProviderId,
    today: date,
    shifted: Collection[PublishedView],
) -> StoredPage:
    """Return a page in any order, with some views taking the place of the stored ones."""
    first, *others = listing.order
    row = await SQL.fetchrow(
        conn,
        "select_page_by_two_keys",
        lead_provider_id=lead_provider_id,
        today=today,
        size=listing.page.size,
        **_filters(listing),
        updated_since=_since(listing),
        shifted_ids=[UUID(view.draft.record_id) for view in shifted],
        bodies=[view.body for view in shifted],
        created_at=[view.draft.created_at for view in shifted],
        updated_at=[view.updated_at for view in shifted],
        shifted_cohorts=[array_text(view.draft.columns["cohorts"]) for view in shifted],
        shifted_training_statuses=[
            array_text(view.draft.columns["training_statuses"]) for view in shifted
        ],
        first_is_created=first.key is SortKey.CREATED_AT,
        first_sign=_sign(first),
        # Times nothing, every record is equal in the second key.
        second_sign=_sign(others[0]) if others else 0,
        ids_descending=listing.order[-1].descending,
    )
    return _page(row)


def _sign(order: Order) -> int:
    return -1 if order.descending else 1


def _filters(listing: ParticipantListing) -> dict[str, object]:
    filters = listing.filters
    return {
        "cohorts": filters.cohorts,
        "training_statuses": filters.training_statuses,
        "from_participant_ids": filters.from_participant_ids,
        "offset": listing.page.offset,
    }


def _since(listing: ParticipantListing) -> datetime:
    return listing.filters.updated_since or _BEGINNING


def _page(row: asyncpg.Record | None) -> StoredPage:
    """Read the single row of a page; a page with nobody on it has no bodies."""
    if row is None:
        raise LookupError("an aggregate always has a row")
    return StoredPage(row["bodies"] or b"", row["is_due"])
