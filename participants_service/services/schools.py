"""What lead providers can ask about schools."""

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.place_listings import SchoolListing
from participants_service.domain.school_standings import SchoolCohort
from participants_service.services.errors import NotFoundError
from participants_service.services.list_pages import (
    SeenPage,
    SeenRecord,
    page_tag,
    seen_page,
    seen_record,
    version_tag,
)
from participants_service.storage.list_pages import NOTHING_THERE, StoredPage
from participants_service.storage.school_lists import select_page, select_school, select_version
from shared.clock import Clock
from shared.database import Pool
from shared.views.journal import select_head


class Schools:
    """Reads the stored views, in one cohort; no date changes any of them."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    async def get(self, school: SchoolCohort, *, lead_provider_id: LeadProviderId) -> SeenRecord:
        """Return one school in a cohort, or raise NotFoundError."""
        async with self._pool.acquire() as conn:
            found = await select_school(conn, school, lead_provider_id=lead_provider_id)
        if found is None:
            raise NotFoundError
        return seen_record(found)

    async def tag(self, school: SchoolCohort, *, lead_provider_id: LeadProviderId) -> str:
        """Return the tag that `get` would, or raise NotFoundError."""
        async with self._pool.acquire() as conn:
            version = await select_version(conn, school, lead_provider_id=lead_provider_id)
        if version is None:
            raise NotFoundError
        return version_tag(version)

    async def list(self, listing: SchoolListing, *, lead_provider_id: LeadProviderId) -> SeenPage:
        """Return a page of schools."""

        async def select(listing: SchoolListing) -> StoredPage:
            if listing.cohort is None:
                return NOTHING_THERE
            async with self._pool.acquire() as conn:
                return await select_page(
                    conn, listing, listing.cohort, lead_provider_id=lead_provider_id
                )

        page = await select(listing)
        tag = self._page_tag(listing, lead_provider_id, page.position)
        return await seen_page(listing, page, select, tag=tag)

    async def page_tag(self, listing: SchoolListing, *, lead_provider_id: LeadProviderId) -> str:
        """Return the tag that `list` would, without looking at any school.

        What is stored once for everybody has an entry in the journal of everybody who sees it. A
        lead provider that is new sees schools without one, as they are from its beginning on.
        """
        if listing.cohort is None:
            return self._page_tag(listing, lead_provider_id, NOTHING_THERE.position)
        async with self._pool.acquire() as conn:
            head = await select_head(conn, lead_provider_id)
        return self._page_tag(listing, lead_provider_id, head.position)

    def _page_tag(
        self, listing: SchoolListing, lead_provider_id: LeadProviderId, position: int
    ) -> str:
        return page_tag(
            listing,
            lead_provider_id=lead_provider_id,
            position=position,
            today=self._clock.real_today(),
        )
