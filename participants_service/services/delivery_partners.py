"""What lead providers can ask about delivery partners."""

from participants_service.domain.partnerships import DeliveryPartnerId, LeadProviderId
from participants_service.domain.place_listings import DeliveryPartnerListing
from participants_service.services.errors import NotFoundError
from participants_service.services.list_pages import (
    SeenPage,
    SeenRecord,
    page_tag,
    seen_page,
    seen_record,
    version_tag,
)
from participants_service.storage.delivery_partner_lists import (
    select_delivery_partner,
    select_page,
    select_version,
)
from participants_service.storage.list_pages import StoredPage
from shared.clock import Clock
from shared.database import Pool
from shared.views.journal import select_head


class DeliveryPartners:
    """Reads the stored views; no date changes any of them."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    async def get(
        self, delivery_partner_id: DeliveryPartnerId, *, lead_provider_id: LeadProviderId
    ) -> SeenRecord:
        """Return one delivery partner, or raise NotFoundError."""
        async with self._pool.acquire() as conn:
            found = await select_delivery_partner(
                conn, delivery_partner_id, lead_provider_id=lead_provider_id
            )
        if found is None:
            raise NotFoundError
        return seen_record(found)

    async def tag(
        self, delivery_partner_id: DeliveryPartnerId, *, lead_provider_id: LeadProviderId
    ) -> str:
        """Return the tag that `get` would, or raise NotFoundError."""
        async with self._pool.acquire() as conn:
            version = await select_version(
                conn, delivery_partner_id, lead_provider_id=lead_provider_id
            )
        if version is None:
            raise NotFoundError
        return version_tag(version)

    async def list(
        self, listing: DeliveryPartnerListing, *, lead_provider_id: LeadProviderId
    ) -> SeenPage:
        """Return a page of delivery partners."""

        async def select(listing: DeliveryPartnerListing) -> StoredPage:
            async with self._pool.acquire() as conn:
                return await select_page(conn, listing, lead_provider_id=lead_provider_id)

        page = await select(listing)
        tag = self._page_tag(listing, lead_provider_id, page.position)
        return await seen_page(listing, page, select, tag=tag)

    async def page_tag(
        self, listing: DeliveryPartnerListing, *, lead_provider_id: LeadProviderId
    ) -> str:
        """Return the tag that `list` would, without looking at any delivery partner."""
        async with self._pool.acquire() as conn:
            head = await select_head(conn, lead_provider_id)
        return self._page_tag(listing, lead_provider_id, head.position)

    def _page_tag(
        self, listing: DeliveryPartnerListing, lead_provider_id: LeadProviderId, position: int
    ) -> str:
        return page_tag(
            listing,
            lead_provider_id=lead_provider_id,
            position=position,
            today=self._clock.real_today(),
        )
