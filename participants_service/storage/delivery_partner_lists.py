"""Delivery partners as they are sent: one, or a page of a list."""

from participants_service.domain.partnerships import DeliveryPartnerId, LeadProviderId
from participants_service.domain.place_listings import DeliveryPartnerListing
from participants_service.storage.list_orders import order_values
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "delivery_partner_lists.sql")


async def select_delivery_partner(
    conn: Connection,
    delivery_partner_id: DeliveryPartnerId,
    *,
    lead_provider_id: LeadProviderId,
) -> bytes | None:
    """Return one delivery partner; None for one that does not work with the lead provider."""
    body: bytes | None = await SQL.fetchval(
        conn,
        "select_delivery_partner",
        delivery_partner_id=delivery_partner_id,
        lead_provider_id=lead_provider_id,
    )
    return body


async def select_page(
    conn: Connection, listing: DeliveryPartnerListing, *, lead_provider_id: LeadProviderId
) -> bytes:
    """Return a page, bodies with commas between."""
    bodies: bytes | None = await SQL.fetchval(
        conn,
        "select_page",
        lead_provider_id=lead_provider_id,
        cohorts=listing.cohorts,
        size=listing.page.size,
        offset=listing.page.offset,
        **order_values(listing.order),
    )
    return bodies or b""
