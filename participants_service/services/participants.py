"""What lead providers can ask about participants."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from participants_service.domain.listings import ParticipantListing
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from participants_service.services.errors import NotFoundError
from participants_service.services.participant_views import ViewUpkeep
from participants_service.storage.participant_lists import (
    StoredBody,
    StoredPage,
    select_page,
    select_participant,
    select_shifted_page,
)
from participants_service.views.time_shift import shift_view, shift_views
from shared.clock import Clock
from shared.database import Connection, Pool


class Participants:
    """Reads the stored views; what the calendar has overtaken is refreshed before it is read."""

    def __init__(self, pool: Pool, clock: Clock, upkeep: ViewUpkeep) -> None:
        self._pool = pool
        self._clock = clock
        self._upkeep = upkeep

    async def get(
        self, participant_id: ParticipantId, *, lead_provider_id: LeadProviderId
    ) -> bytes:
        """Return one participant as JSON, or raise NotFoundError."""
        found = await self._select(participant_id, lead_provider_id)
        if found is not None and found.is_due:
            await self._upkeep.refresh_one(participant_id)
            found = await self._select(participant_id, lead_provider_id)
        if found is None:
            raise NotFoundError
        if self._is_shifted:
            return await self._get_shifted(participant_id, lead_provider_id)
        return found.body

    async def list(self, listing: ParticipantListing, *, lead_provider_id: LeadProviderId) -> bytes:
        """Return a page of participants as JSON, with commas between them."""
        page = await self._select_page(listing, lead_provider_id)
        if page.is_due:
            await self._upkeep.refresh_list(lead_provider_id)
            page = await self._select_page(listing, lead_provider_id)
        if self._is_shifted:
            return await self._list_shifted(listing, lead_provider_id)
        return page.bodies

    @property
    def _is_shifted(self) -> bool:
        """Whether the request wants to be answered as of another day than today."""
        return self._clock.today() != self._clock.real_today()

    async def _select(
        self, participant_id: ParticipantId, lead_provider_id: LeadProviderId
    ) -> StoredBody | None:
        async with self._pool.acquire() as conn:
            return await select_participant(
                conn,
                participant_id,
                lead_provider_id=lead_provider_id,
                today=self._clock.real_today(),
            )

    async def _select_page(
        self, listing: ParticipantListing, lead_provider_id: LeadProviderId
    ) -> StoredPage:
        async with self._pool.acquire() as conn:
            return await select_page(
                conn,
                listing,
                lead_provider_id=lead_provider_id,
                today=self._clock.real_today(),
            )

    async def _get_shifted(
        self, participant_id: ParticipantId, lead_provider_id: LeadProviderId
    ) -> bytes:
        async with self._snapshot() as conn:
            view = await shift_view(conn, lead_provider_id, participant_id, clock=self._clock)
        if view is None:
            raise NotFoundError
        return view.body

    async def _list_shifted(
        self, listing: ParticipantListing, lead_provider_id: LeadProviderId
    ) -> bytes:
        async with self._snapshot() as conn:
            shifted = await shift_views(conn, lead_provider_id, clock=self._clock)
            page = await select_shifted_page(
                conn,
                listing,
                lead_provider_id=lead_provider_id,
                today=self._clock.real_today(),
                shifted=shifted,
            )
        return page.bodies

    @asynccontextmanager
    async def _snapshot(self) -> AsyncIterator[Connection]:
        """Read several tables as of one moment."""
        async with (
            self._pool.acquire() as conn,
            conn.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield conn
