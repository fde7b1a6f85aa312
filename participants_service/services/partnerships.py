"""What lead providers can ask about their partnerships."""

from datetime import date

from participants_service.domain.partnerships import LeadProviderId, PartnershipId
from participants_service.domain.place_listings import PartnershipListing
from participants_service.services.errors import NotFoundError
from participants_service.services.place_upkeep import PlaceUpkeep
from participants_service.storage.partnership_lists import select_page, select_partnership
from participants_service.views.partnership_shift import shift_partnership, shift_partnerships
from shared.clock import Clock
from shared.database import Connection, Pool
from shared.views import PublishedView


class Partnerships:
    """Reads the stored views; what the calendar has overtaken is refreshed before it is read."""

    def __init__(self, pool: Pool, clock: Clock, upkeep: PlaceUpkeep) -> None:
        self._pool = pool
        self._clock = clock
        self._upkeep = upkeep

    async def get(
        self, partnership_id: PartnershipId, *, lead_provider_id: LeadProviderId
    ) -> bytes:
        """Return one partnership as JSON, or raise NotFoundError."""
        async with self._pool.acquire() as conn:
            found = await select_partnership(
                conn, partnership_id, lead_provider_id=lead_provider_id, today=self._today
            )
        if found is None:
            raise NotFoundError
        if found.is_due:
            await self._upkeep.refresh_partnership(partnership_id)
        elif not self._is_shifted:
            return found.body
        async with (
            self._pool.acquire() as conn,
            conn.transaction(isolation="repeatable_read", readonly=True),
        ):
            return await read_partnership(
                conn, partnership_id, lead_provider_id=lead_provider_id, clock=self._clock
            )

    async def list(self, listing: PartnershipListing, *, lead_provider_id: LeadProviderId) -> bytes:
        """Return a page of partnerships as JSON, with commas between them."""
        async with self._pool.acquire() as conn:
            page = await select_page(
                conn, listing, lead_provider_id=lead_provider_id, today=self._today
            )
        if page.is_due:
            await self._upkeep.refresh_partnerships_of(lead_provider_id)
        elif not self._is_shifted:
            return page.bodies
        async with (
            self._pool.acquire() as conn,
            conn.transaction(isolation="repeatable_read", readonly=True),
        ):
            shifted: list[PublishedView] = []
            if self._is_shifted:
                shifted = await shift_partnerships(conn, lead_provider_id, clock=self._clock)
            page = await select_page(
                conn,
                listing,
                lead_provider_id=lead_provider_id,
                today=self._today,
                shifted=shifted,
            )
        return page.bodies

    @property
    def _today(self) -> date:
        return self._clock.real_today()

    @property
    def _is_shifted(self) -> bool:
        """Whether the request wants to be answered as of another day than today."""
        return self._clock.today() != self._clock.real_today()


async def read_partnership(
    conn: Connection,
    partnership_id: PartnershipId,
    *,
    lead_provider_id: LeadProviderId,
    clock: Clock,
) -> bytes:
    """Return a partnership as of the instant of the request, or raise NotFoundError."""
    if clock.today() != clock.real_today():
        view = await shift_partnership(conn, lead_provider_id, partnership_id, clock=clock)
        if view is not None:
            return view.body
    found = await select_partnership(
        conn, partnership_id, lead_provider_id=lead_provider_id, today=clock.real_today()
    )
    if found is None:
        raise NotFoundError
    return found.body
