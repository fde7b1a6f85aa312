"""Partnerships as they are sent: one, or a page of a list."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from participants_service.domain.listings import DEFAULT_ORDER
from participants_service.domain.partnerships import LeadProviderId, PartnershipId
from participants_service.domain.place_listings import PartnershipListing
from participants_service.storage.list_orders import order_values
from participants_service.storage.stored_bodies import (
    BEGINNING,
    StoredBody,
    StoredPage,
    stored_page,
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
    return None if row is None else StoredBody(row["body"], row["is_due"])


async def select_page(
    conn: Connection,
    listing: PartnershipListing,
    *,
    lead_provider_id: LeadProviderId,
    today: date,
    shifted: Collection[PublishedView] = (),
) -> StoredPage:
    """Return a page, with some views perhaps taking the place of the stored ones."""
    values: dict[str, object] = {
        "lead_provider_id": lead_provider_id,
        "today": today,
        "cohorts": listing.cohorts,
        "delivery_partner_ids": listing.delivery_partner_ids,
        "size": listing.page.size,
        "offset": listing.page.offset,
    }
    if listing.order == DEFAULT_ORDER and listing.updated_since is None and not shifted:
        return stored_page(await SQL.fetchrow(conn, "select_page_by_created_at", **values))
    row = await SQL.fetchrow(
        conn,
        "select_page_in_any_order",
        **values,
        **order_values(listing.order),
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
