"""Participants as they are sent: one, or a page of a list that filters narrow down."""

from datetime import date

from participants_service.domain.listings import (
    Order,
    ParticipantFilters,
    ParticipantListing,
    SortKey,
)
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from participants_service.storage.list_orders import order_values
from participants_service.storage.people_lists import (
    NOTHING_SHIFTED,
    Shifted,
    StoredPerson,
    shifted_values,
    stored_person,
)
from participants_service.storage.stored_bodies import BEGINNING, StoredPage, stored_page
from participants_service.storage.view_tables import array_text
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "participant_lists.sql")

_ORDERS = {
    Order(SortKey.CREATED_AT): "created_at",
    Order(SortKey.CREATED_AT, descending=True): "created_at_descending",
    Order(SortKey.UPDATED_AT): "updated_at",
    Order(SortKey.UPDATED_AT, descending=True): "updated_at_descending",
}


class ParticipantLists:
    """Reads the views of participants."""

    async def select_one(
        self,
        conn: Connection,
        participant_id: ParticipantId,
        *,
        lead_provider_id: LeadProviderId,
        today: date,
    ) -> StoredPerson | None:
        """Return one participant; None for somebody the lead provider does not see."""
        row = await SQL.fetchrow(
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
        listing: ParticipantListing,
        *,
        lead_provider_id: LeadProviderId,
        today: date,
    ) -> StoredPage:
        """Return a page by the statement that finds it fastest."""
        if len(listing.order) > 1:
            return await self.select_shifted_page(
                conn,
                listing,
                lead_provider_id=lead_provider_id,
                today=today,
                shifted=NOTHING_SHIFTED,
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
                values["updated_since"] = listing.filters.updated_since or BEGINNING
            changed_only = not by_update and listing.filters.updated_since is not None
            statement = f"select_{'changed' if changed_only else 'page'}_by_{name}"
        return stored_page(await SQL.fetchrow(conn, statement, **values))

    async def select_shifted_page(
        self,
        conn: Connection,
        listing: ParticipantListing,
        *,
        lead_provider_id: LeadProviderId,
        today: date,
        shifted: Shifted,
    ) -> StoredPage:
        """Return a page in any order, with some views taking the place of the stored ones."""
        columns = [view.draft.columns for view in shifted.views]
        row = await SQL.fetchrow(
            conn,
            "select_page_by_two_keys",
            lead_provider_id=lead_provider_id,
            today=today,
            size=listing.page.size,
            updated_since=listing.filters.updated_since or BEGINNING,
            shifted_cohorts=[array_text(each["cohorts"]) for each in columns],
            shifted_training_statuses=[array_text(each["training_statuses"]) for each in columns],
            **_filters(listing),
            **shifted_values(shifted),
            **order_values(listing.order),
        )
        return stored_page(row)


PARTICIPANT_LISTS = ParticipantLists()


def _filters(listing: ParticipantListing) -> dict[str, object]:
    filters = listing.filters
    return {
        "cohorts": filters.cohorts,
        "training_statuses": filters.training_statuses,
        "from_participant_ids": filters.from_participant_ids,
        "offset": listing.page.offset,
    }
