"""What lead providers can ask about schools."""

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.place_listings import SchoolListing
from participants_service.domain.schools import SchoolId
from participants_service.services.errors import NotFoundError
from participants_service.storage.school_lists import select_page, select_school
from shared.database import Pool


class Schools:
    """Reads the stored views, in one cohort; no date changes any of them."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def get(
        self,
        school_id: SchoolId,
        cohort: CohortYear | None,
        *,
        lead_provider_id: LeadProviderId,
    ) -> bytes:
        """Return one school in a cohort as JSON, or raise NotFoundError."""
        if cohort is None:
            raise NotFoundError
        async with self._pool.acquire() as conn:
            body = await select_school(conn, school_id, cohort, lead_provider_id=lead_provider_id)
        if body is None:
            raise NotFoundError
        return body

    async def list(self, listing: SchoolListing, *, lead_provider_id: LeadProviderId) -> bytes:
        """Return a page of schools as JSON, with commas between them."""
        if listing.cohort is None:
            return b""
        async with self._pool.acquire() as conn:
            return await select_page(
                conn, listing, listing.cohort, lead_provider_id=lead_provider_id
            )
