"""Views of people as they are sent: one, or a page of a list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import asyncpg

from participants_service.domain.listings import DEFAULT_ORDER, Order, PeopleListing, SortKey
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from participants_service.storage.list_orders import order_values
from participants_service.storage.stored_bodies import BEGINNING, StoredPage, stored_page
from shared.database import Connection, load_statements
from shared.database.sql import Statements
from shared.views import PublishedView

_BY_UPDATE = (Order(SortKey.UPDATED_AT),)


@dataclass(frozen=True, slots=True)
class StoredPerson:
    """A view as it is sent; `is_due` if the calendar has overtaken it, or should have brought it.

    There is no body yet of one that the calendar should have brought.
    """

    body: bytes | None
    is_due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifted:
    """Views that take the place of the stored ones of some people, or of none of them."""

    ids: Collection[ParticipantId] = ()
    views: Sequence[PublishedView] = ()


NOTHING_SHIFTED = Shifted()


class PeopleLists:
    """Reads the views of a resource whose lists have no filter but the moment of change."""

    def __init__(self, statements: Statements) -> None:
        self._sql = statements

    async def select_one(
        self,
        conn: Connection,
        participant_id: ParticipantId,
        *,
        lead_provider_id: LeadProviderId,
        today: date,
    ) -> StoredPerson | None:
        """Return the view of one person; None for somebody the lead provider does not see."""
        row = await self._sql.fetchrow(
            conn,
            "select_one",
            participant_id=participant_id,
            lead_provider_id=lead_provider_id,
            today=today,
        )
        return stored_person(row)

    async def select_page(
        self,
        conn: Connection,
        listing: PeopleListing,
        *,
        lead_provider_id: LeadProviderId,
        today: date,
    ) -> StoredPage:
        """Return a page by the statement that finds it fastest."""
        values: dict[str, object] = {
            "lead_provider_id": lead_provider_id,
            "today": today,
            "size": listing.page.size,
            "offset": listing.page.offset,
        }
        if listing.order == DEFAULT_ORDER and listing.updated_since is None:
            return stored_page(
                await self._sql.fetchrow(conn, "select_page_by_created_at", **values)
            )
        if listing.order == _BY_UPDATE:
            values["updated_since"] = listing.updated_since or BEGINNING
            return stored_page(
                await self._sql.fetchrow(conn, "select_page_by_updated_at", **values)
            )
        return await self.select_shifted_page(
            conn,
            listing,
            lead_provider_id=lead_provider_id,
            today=today,
            shifted=NOTHING_SHIFTED,
        )

    async def select_shifted_page(
        self,
        conn: Connection,
        listing: PeopleListing,
        *,
        lead_provider_id: LeadProviderId,
        today: date,
        shifted: Shifted,
    ) -> StoredPage:
        """Return a page in any order, with some views taking the place of the stored ones."""
        row = await self._sql.fetchrow(
            conn,
            "select_page_in_any_order",
            lead_provider_id=lead_provider_id,
            today=today,
            size=listing.page.size,
            offset=listing.page.offset,
            updated_since=listing.updated_since or BEGINNING,
            **shifted_values(shifted),
            **order_values(listing.order),
        )
        return stored_page(row)


TRANSFER_LISTS = PeopleLists(load_statements(__package__, "transfer_lists.sql"))
UNFUNDED_MENTOR_LISTS = PeopleLists(load_statements(__package__, "unfunded_mentor_lists.sql"))


def shifted_values(shifted: Shifted) -> dict[str, object]:
    """Return whose stored views are left out, and the rows that come in their place."""
    return {
        "replaced_ids": list(shifted.ids),
        "ids": [UUID(view.draft.record_id) for view in shifted.views],
        "bodies": [view.body for view in shifted.views],
        "created_at": [view.draft.created_at for view in shifted.views],
        "updated_at": [view.updated_at for view in shifted.views],
    }


def stored_person(row: asyncpg.Record | None) -> StoredPerson | None:
    """Read the row of one view."""
    return None if row is None else StoredPerson(row["body"], row["is_due"])
