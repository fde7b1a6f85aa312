"""Partnerships as they are sent: one, or a page of a list."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from participants_service.domain.listings import SortKey
from participants_service.domain.partnerships import LeadProviderId, PartnershipId
from participants_service.domain.place_listings import PartnershipListing
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
from shared.views import PublishedView

SQL = load_statements(__package__, "partnership_lists.sql")


async def select_partnership(
    conn: Connection,
    partnership_id: PartnershipId,
    *,
    lead_provider_id: LeadProviderId,
    today: date,
) -> StoredBody | None:
    """Return one partnership; None for one that is not the lead provider's."""
    row = await SQL.fetchrow(
        conn,
        "select_partnership",
        partnership_id=partnership_id,
        lead_provider_id=lead_provider_id,
        today=today,
    )
    return stored_body(row)


async def select_version(
    conn: Connection,
    partnership_id: PartnershipId,
    *,
    lead_provider_id: LeadProviderId,
    today: date,
) -> ViewVersion | None:
    """Return which version of a partnership is stored; None if it is not the lead provider's."""
    row = await SQL.fetchrow(
        conn,
        "select_version",
        partnership_id=partnership_id,
        lead_provider_id=lead_provider_id,
        today=today,
    )
    return view_version(row)


async def select_head(
    conn: Connection, *, lead_provider_id: LeadProviderId, today: date
) -> ListHead:
    """Return what tells whether any page may be another than it was."""
    return list_head(
        await SQL.fetchrow(conn, "select_head", lead_provider_id=lead_provider_id, today=today)
    )


async def select_page(
    conn: Connection,
    listing: PartnershipListing,
    *,
    lead_provider_id: LeadProviderId,
    today: date,
) -> StoredPage:
    """Return a page by the statement that finds it fastest."""
    name = ALONG_AN_INDEX.get(listing.page_order)
    since = listing.updated_since
    by_change = listing.page_order[0].key is SortKey.UPDATED_AT
    if name is None or (since is not None and not by_change):
        return await select_shifted_page(
            conn, listing, lead_provider_id=lead_provider_id, today=today, shifted=()
        )
    values = _values(listing, lead_provider_id, today) | place_values(listing, since=since)
    if by_change and listing.page_order[0].descending:
        values["updated_since"] = since or BEGINNING
    return stored_page(await SQL.fetchrow(conn, f"select_page_by_{name}", **values))


async def select_shifted_page(
    conn: Connection,
    listing: PartnershipListing,
    *,
    lead_provider_id: LeadProviderId,
    today: date,
    shifted: Collection[PublishedView],
) -> StoredPage:
    """Return a page in any order, with some views taking the place of the stored ones."""
    row = await SQL.fetchrow(
        conn,
        "select_page_in_any_order",
        **_values(listing, lead_provider_id, today),
        **any_order_values(listing),
        updated_since=listing.updated_since or BEGINNING,
        shifted_ids=[UUID(view.draft.record_id) for view in shifted],
        bodies=[view.body for view in shifted],
        created_at=[view.draft.created_at for view in shifted],
        updated_at=[view.updated_at for view in shifted],
        shifted_cohorts=[view.draft.columns["cohort"] for view in shifted],
        shifted_delivery_partner_ids=[
            view.draft.columns["delivery_partner_id"] for view in shifted
        ],
    )
    return stored_page(row)


def _values(
    listing: PartnershipListing, lead_provider_id: LeadProviderId, today: date
) -> dict[str, object]:
    return {
        "lead_provider_id": lead_provider_id,
        "today": today,
        "cohorts": listing.cohorts,
        "delivery_partner_ids": listing.delivery_partner_ids,
        **page_values(listing),
    }
