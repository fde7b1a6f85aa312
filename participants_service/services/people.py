"""What lead providers can ask about people, in whatever resource they see them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Generic, Protocol, TypeVar

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from participants_service.services.errors import NotFoundError
from participants_service.services.participant_views import ViewUpkeep
from participants_service.storage.people_lists import Shifted, StoredPerson
from participants_service.storage.stored_bodies import StoredPage
from participants_service.views.resources import Resource
from participants_service.views.time_shift import shift_view, shift_views
from shared.clock import Clock
from shared.database import Connection, Pool

ListingT = TypeVar("ListingT")
ListingT_contra = TypeVar("ListingT_contra", contravariant=True)


class Lists(Protocol[ListingT_contra]):
    """Reads the stored views of one resource."""

    async def select_one(
        self,
        conn: Connection,
        participant_id: ParticipantId,
        *,
        lead_provider_id: LeadProviderId,
        today: date,
    ) -> StoredPerson | None:
        """Return the view of one person; None for somebody the lead provider does not see."""

    async def select_page(
        self,
        conn: Connection,
        listing: ListingT_contra,
        *,
        lead_provider_id: LeadProviderId,
        today: date,
    ) -> StoredPage:
        """Return a page."""

    async def select_shifted_page(
        self,
        conn: Connection,
        listing: ListingT_contra,
        *,
        lead_provider_id: LeadProviderId,
        today: date,
        shifted: Shifted,
    ) -> StoredPage:
        """Return a page with some views taking the place of the stored ones."""


class PeopleReader(Generic[ListingT]):
    """Reads stored views; what the calendar has overtaken is refreshed before it is read."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        upkeep: ViewUpkeep,
        *,
        resource: Resource,
        lists: Lists[ListingT],
    ) -> None:
        self._pool = pool
        self._clock = clock
        self._upkeep = upkeep
        self._resource = resource
        self._lists = lists

    async def get(
        self, participant_id: ParticipantId, *, lead_provider_id: LeadProviderId
    ) -> bytes:
        """Return what is seen of one person as JSON, or raise NotFoundError."""
        found = await self._select(participant_id, lead_provider_id)
        if found is not None and found.is_due:
            await self._upkeep.refresh_one(participant_id)
            found = await self._select(participant_id, lead_provider_id)
        body = None if found is None else found.body
        if self._is_shifted:
            body = await self._select_shifted(participant_id, lead_provider_id)
        if body is None:
            raise NotFoundError
        return body

    async def list(self, listing: ListingT, *, lead_provider_id: LeadProviderId) -> bytes:
        """Return a page of what is seen as JSON, with commas between."""
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
    ) -> StoredPerson | None:
        async with self._pool.acquire() as conn:
            return await self._lists.select_one(
                conn,
                participant_id,
                lead_provider_id=lead_provider_id,
                today=self._clock.real_today(),
            )

    async def _select_page(self, listing: ListingT, lead_provider_id: LeadProviderId) -> StoredPage:
        async with self._pool.acquire() as conn:
            return await self._lists.select_page(
                conn,
                listing,
                lead_provider_id=lead_provider_id,
                today=self._clock.real_today(),
            )

    async def _select_shifted(
        self, participant_id: ParticipantId, lead_provider_id: LeadProviderId
    ) -> bytes | None:
        async with self._snapshot() as conn:
            view = await shift_view(
                conn, self._resource, lead_provider_id, participant_id, clock=self._clock
            )
        return None if view is None else view.body

    async def _list_shifted(self, listing: ListingT, lead_provider_id: LeadProviderId) -> bytes:
        async with self._snapshot() as conn:
            shifted = await shift_views(conn, self._resource, lead_provider_id, clock=self._clock)
            page = await self._lists.select_shifted_page(
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
