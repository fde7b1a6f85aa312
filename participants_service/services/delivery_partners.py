"""What lead providers can ask about delivery partners."""

from participants_service.domain.partnerships import DeliveryPartnerId, LeadProviderId
from participants_service.domain.place_listings import DeliveryPartnerListing
from participants_service.services.errors import NotFoundError
from participants_service.storage.delivery_partner_lists import (
    select_delivery_partner,
    select_page,
)
from shared.database import Pool


class DeliveryPartners:
    """Reads the stored views; no date changes any of them."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def get(
        self, delivery_partner_id: DeliveryPartnerId, *, lead_provider_id: LeadProviderId
    ) -> bytes:
        """Return one delivery partner as JSON, or raise NotFoundError."""
        async with self._pool.acquire() as conn:
            body = await select_delivery_partner(
                conn, delivery_partner_id, lead_provider_id=lead_provider_id
            )
        if body is None:
            raise NotFoundError
        return body

    async def list(
        self, listing: DeliveryPartnerListing, *, lead_provider_id: LeadProviderId
    ) -> bytes:
        """Return a page of delivery partners as JSON, with commas between them."""
        async with self._pool.acquire() as conn:
            return await select_page(conn, listing, lead_provider_id=lead_provider_id)
