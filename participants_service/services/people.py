"""What lead providers can ask about people, in whatever resource they see them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Generic, Protocol, TypeVar

from participants_service.domain.listings import Listing
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from participants_service.services.errors import NotFoundError
from participants_service.services.list_pages import (
    SeenPage,
    SeenRecord,
    page_tag,
    seen_page,
    seen_record,
    shifted_record,
    version_tag,
)
from participants_service.services.participant_views import ViewUpkeep
from participants_service.storage.list_pages import ListHead, StoredPage
from participants_service.storage.people_lists import Shifted
from participants_service.storage.stored_bodies import StoredBody, ViewVersion
from participants_service.views.resources import Resource
from participants_service.views.time_shift import shift_view, shift_views
from shared.clock import Clock
from shared.database import Connection
from shared.views.reads import Reads

ListingT = TypeVar("ListingT", bound=Listing)
ListingT_contra = TypeVar("ListingT_contra", bound=Listing, contravariant=True)


class Lists(Protocol[ListingT_contra]):
    """Reads the stored views of one resource."""

    async def select_one(
        self,
        conn: Connection,
        participant_id: ParticipantId,
        *,
        lead_provider_id: LeadProviderId,
        today: date,
    ) -> StoredBody | None:
        """Return the view of one person; None for somebody the lead provider does not see."""

    async def select_version(
        self,
        conn: Connection,
        participant_id: ParticipantId,
        *,
        lead_provider_id: LeadProviderId,
        today: date,
    ) -> ViewVersion | None:
        """Return which version of a view is stored; None for somebody who is not seen."""

    async def select_head(
        self, conn: Connection, *, lead_provider_id: LeadProviderId, today: date
    ) -> ListHead:
        """Return what tells whether any page may be another than it was."""

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
        reads: Reads,
        clock: Clock,
        upkeep: ViewUpkeep,
        *,
        resource: Resource,
        lists: Lists[ListingT],
    ) -> None:
        self._reads = reads
        self._clock = clock
        self._upkeep = upkeep
        self._resource = resource
        self._lists = lists

    async def get(
        self, participant_id: ParticipantId, *, lead_provider_id: LeadProviderId
    ) -> SeenRecord:
        """Return what is seen of one person, or raise NotFoundError."""
        found = await self._select(participant_id, lead_provider_id)
        if found is not None and found.is_due:
            await self._upkeep.refresh_one(participant_id)
            found = await self._select(participant_id, lead_provider_id)
        if self._is_shifted:
            return await self._get_shifted(participant_id, lead_provider_id)
        if found is None or not found.body:
            raise NotFoundError
        return seen_record(found)

    async def tag(
        self, participant_id: ParticipantId, *, lead_provider_id: LeadProviderId
    ) -> str | None:
        """Return the tag that `get` would, or raise NotFoundError; None if only `get` can tell."""
        if self._is_shifted:
            return None
        async with self._reads.primary() as conn:
            version = await self._lists.select_version(
                conn, participant_id, lead_provider_id=lead_provider_id, today=self._today
            )
        if version is None:
            raise NotFoundError
        return None if version.is_due else version_tag(version)

    async def list(self, listing: ListingT, *, lead_provider_id: LeadProviderId) -> SeenPage:
        """Return a page of what is seen."""
        today = self._today

        async def select(listing: ListingT) -> StoredPage:
            return await self._reads.page(
                lead_provider_id,
                lambda conn: self._lists.select_page(
                    conn, listing, lead_provider_id=lead_provider_id, today=today
                ),
            )

        page = await select(listing)
        if page.is_due:
            await self._upkeep.refresh_list(lead_provider_id)
            page = await select(listing)
        if self._is_shifted:
            return await self._list_shifted(listing, lead_provider_id)
        tag = page_tag(
            listing, lead_provider_id=lead_provider_id, position=page.position, today=today
        )
        return await seen_page(listing, page, select, tag=tag)

    async def page_tag(self, listing: ListingT, *, lead_provider_id: LeadProviderId) -> str | None:
        """Return the tag that `list` would, without looking at anybody.

        None if only `list` can tell.
        """
        today = self._today
        async with self._reads.primary() as conn:
            head = await self._lists.select_head(
                conn, lead_provider_id=lead_provider_id, today=today
            )
        if head.is_due or self._is_shifted:
            return None
        return page_tag(
            listing, lead_provider_id=lead_provider_id, position=head.position, today=today
        )

    @property
    def _today(self) -> date:
        return self._clock.real_today()

    @property
    def _is_shifted(self) -> bool:
        """Whether the request wants to be answered as of another day than today."""
        return self._clock.today() != self._clock.real_today()

    async def _select(
        self, participant_id: ParticipantId, lead_provider_id: LeadProviderId
    ) -> StoredBody | None:
        async with self._reads.primary() as conn:
            return await self._lists.select_one(
                conn, participant_id, lead_provider_id=lead_provider_id, today=self._today
            )

    async def _get_shifted(
        self, participant_id: ParticipantId, lead_provider_id: LeadProviderId
    ) -> SeenRecord:
        async with self._snapshot() as conn:
            view = await shift_view(
                conn, self._resource, lead_provider_id, participant_id, clock=self._clock
            )
        if view is None:
            raise NotFoundError
        return shifted_record(view.body)

    async def _list_shifted(self, listing: ListingT, lead_provider_id: LeadProviderId) -> SeenPage:
        async with self._snapshot() as conn:
            shifted = await shift_views(conn, self._resource, lead_provider_id, clock=self._clock)

            async def select(listing: ListingT) -> StoredPage:
                return await self._lists.select_shifted_page(
                    conn,
                    listing,
                    lead_provider_id=lead_provider_id,
                    today=self._today,
                    shifted=shifted,
                )

            return await seen_page(listing, await select(listing), select, tag=None)

    @asynccontextmanager
    async def _snapshot(self) -> AsyncIterator[Connection]:
        """Read several tables as of one moment."""
        async with (
            self._reads.primary() as conn,
            conn.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield conn
