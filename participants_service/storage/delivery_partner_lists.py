"""Delivery partners as they are sent: one, or a page of a list."""

from participants_service.domain.partnerships import DeliveryPartnerId, LeadProviderId
from participants_service.domain.place_listings import DeliveryPartnerListing
from participants_service.storage.list_pages import (
    StoredPage,
    any_order_values,
    page_values,
    stored_page,
)
from participants_service.storage.stored_bodies import (
    StoredBody,
    ViewVersion,
    stored_body,
    view_version,
)
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "delivery_partner_lists.sql")


async def select_one(
    conn: Connection,
    delivery_partner_id: DeliveryPartnerId,
    *,
    lead_provider_id: LeadProviderId,
) -> StoredBody | None:
    """Return one delivery partner; None for one that does not work with the lead provider."""
    row = await SQL.fetchrow(
        conn,
        "select_one",
        delivery_partner_id=delivery_partner_id,
        lead_provider_id=lead_provider_id,
    )
    return stored_body(row)


async def select_version(
    conn: Connection,
    delivery_partner_id: DeliveryPartnerId,
    *,
    lead_provider_id: LeadProviderId,
) -> ViewVersion | None:
    """Return which version of a delivery partner is stored; None as above."""
    row = await SQL.fetchrow(
        conn,
        "select_version",
        delivery_partner_id=delivery_partner_id,
        lead_provider_id=lead_provider_id,
    )
    return view_version(row)


async def select_page(
    conn: Connection, listing: DeliveryPartnerListing, *, lead_provider_id: LeadProviderId
) -> StoredPage:
    """Return a page."""
    row = await SQL.fetchrow(
        conn,
        "select_page",
        lead_provider_id=lead_provider_id,
        cohorts=listing.cohorts,
        **page_values(listing),
        **any_order_values(listing),
    )
    return stored_page(row)
