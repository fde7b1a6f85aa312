"""Participants as they are sent: one, or a page of a list that filters narrow down."""

from datetime import date

from participants_service.domain.listings import ParticipantFilters, ParticipantListing, SortKey
from participants_service.domain.partnerships import LeadProviderId
from participants_service.storage.list_pages import (
    ALONG_AN_INDEX,
    BEGINNING,
    StoredPage,
    any_order_values,
    page_values,
    place_values,
    stored_page,
)
from participants_service.storage.people_lists import (
    NOTHING_SHIFTED,
    Shifted,
    StoredPeople,
    shifted_values,
)
from participants_service.storage.view_tables import array_text
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "participant_lists.sql")


class ParticipantLists(StoredPeople):
    """Reads the views of participants."""

    async def select_page(
        self,
        conn: Connection,
        listing: ParticipantListing,
        *,
        lead_provider_id: LeadProviderId,
        today: date,
    ) -> StoredPage:
        """Return a page by the statement that finds it fastest."""
        name = ALONG_AN_INDEX.get(listing.page_order)
        if name is None:
            return await self.select_shifted_page(
                conn,
                listing,
                lead_provider_id=lead_provider_id,
                today=today,
                shifted=NOTHING_SHIFTED,
            )
        since = listing.filters.updated_since
        values = {
            "lead_provider_id": lead_provider_id,
            "today": today,
            **place_values(listing, since=since),
        }
        if listing.filters == ParticipantFilters() and listing.page.number == 1:
            statement, values["size"] = f"select_next_by_{name}", listing.page.size
        else:
            (order,) = listing.page_order
            by_change = order.key is SortKey.UPDATED_AT
            changed_only = since is not None and not by_change
            statement = f"select_{'changed' if changed_only else 'page'}_by_{name}"
            values |= _filters(listing) | page_values(listing)
            if changed_only or (by_change and order.descending):
                values["updated_since"] = since or BEGINNING
        return stored_page(await self._sql.fetchrow(conn, statement, **values))

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
        row = await self._sql.fetchrow(
            conn,
            "select_page_by_two_keys",
            lead_provider_id=lead_provider_id,
            today=today,
            updated_since=listing.filters.updated_since or BEGINNING,
            shifted_cohorts=[array_text(each["cohorts"]) for each in columns],
            shifted_training_statuses=[array_text(each["training_statuses"]) for each in columns],
            **_filters(listing),
            **page_values(listing),
            **any_order_values(listing),
            **shifted_values(shifted),
        )
        return stored_page(row)


PARTICIPANT_LISTS = ParticipantLists(SQL)


def _filters(listing: ParticipantListing) -> dict[str, object]:
    filters = listing.filters
    return {
        "cohorts": filters.cohorts,
        "training_statuses": filters.training_statuses,
        "from_participant_ids": filters.from_participant_ids,
    }
