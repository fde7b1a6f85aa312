"""Views of people as they are sent: one, or a page of a list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from participants_service.domain.listings import PeopleListing, SortKey
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from participants_service.storage.list_pages import (
    ALONG_AN_INDEX,
    BEGINNING,
    ListHead,
    StoredPage,
    any_order_values,
    list_head,
    page_values,
    place_values,
    stored_page,
)
from participants_service.storage.stored_bodies import (
    StoredBody,
    ViewVersion,
    stored_body,
    view_version,
)
from shared.database import Connection, load_statements
from shared.database.sql import Statements
from shared.views import PublishedView


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifted:
    """Views that take the place of the stored ones of some people, or of none of them."""

    ids: Collection[ParticipantId] = ()
    views: Sequence[PublishedView] = ()


NOTHING_SHIFTED = Shifted()


class StoredPeople:
    """Reads what is stored of people in one resource, by statements named alike for all of them."""

    def __init__(self, statements: Statements) -> None:
        self._sql = statements

    async def select_one(
        self,
        conn: Connection,
        participant_id: ParticipantId,
        *,
        lead_provider_id: LeadProviderId,
        today: date,
    ) -> StoredBody | None:
        """Return the view of one person; None for somebody the lead provider does not see.

        There is no body yet of a view that the calendar should have brought.
        """
        row = await self._sql.fetchrow(
            conn,
            "select_one",
            participant_id=participant_id,
            lead_provider_id=lead_provider_id,
            today=today,
        )
        return stored_body(row)

    async def select_version(
        self,
        conn: Connection,
        participant_id: ParticipantId,
        *,
        lead_provider_id: LeadProviderId,
        today: date,
    ) -> ViewVersion | None:
        """Return which version of a view is stored; None for somebody who is not seen."""
        row = await self._sql.fetchrow(
            conn,
            "select_version",
            participant_id=participant_id,
            lead_provider_id=lead_provider_id,
            today=today,
        )
        return view_version(row)

    async def select_head(
        self, conn: Connection, *, lead_provider_id: LeadProviderId, today: date
    ) -> ListHead:
        """Return what tells whether any page may be another than it was."""
        row = await self._sql.fetchrow(
            conn, "select_head", lead_provider_id=lead_provider_id, today=today
        )
        return list_head(row)


class PeopleLists(StoredPeople):
    """Reads the views of a resource whose lists have no filter but the moment of change."""

    async def select_page(
        self,
        conn: Connection,
        listing: PeopleListing,
        *,
        lead_provider_id: LeadProviderId,
        today: date,
    ) -> StoredPage:
        """Return a page by the statement that finds it fastest."""
        name, since = ALONG_AN_INDEX.get(listing.page_order), listing.updated_since
        by_change = listing.page_order[0].key is SortKey.UPDATED_AT
        if name is None or (since is not None and not by_change):
            return await self.select_shifted_page(
                conn,
                listing,
                lead_provider_id=lead_provider_id,
                today=today,
                shifted=NOTHING_SHIFTED,
            )
        values: dict[str, object] = {
            "lead_provider_id": lead_provider_id,
            "today": today,
            **page_values(listing),
            **place_values(listing, since=since),
        }
        if by_change and listing.page_order[0].descending:
            values["updated_since"] = since or BEGINNING
        return stored_page(await self._sql.fetchrow(conn, f"select_page_by_{name}", **values))

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
            updated_since=listing.updated_since or BEGINNING,
            **page_values(listing),
            **any_order_values(listing),
            **shifted_values(shifted),
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
