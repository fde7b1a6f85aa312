"""What lead providers can ask about records that no date changes."""

from datetime import date
from typing import Generic, Protocol, TypeVar

from participants_service.domain.listings import Listing
from participants_service.domain.partnerships import LeadProviderId
from participants_service.services.errors import NotFoundError
from participants_service.services.list_pages import (
    SeenPage,
    SeenRecord,
    page_tag,
    seen_page,
    seen_record,
    version_tag,
)
from participants_service.storage.list_pages import StoredPage
from participants_service.storage.stored_bodies import StoredBody, ViewVersion
from shared.clock import Clock
from shared.database import Connection
from shared.views.journal import select_head
from shared.views.reads import Reads

KeyT = TypeVar("KeyT")
KeyT_contra = TypeVar("KeyT_contra", contravariant=True)
ListingT = TypeVar("ListingT", bound=Listing)
ListingT_contra = TypeVar("ListingT_contra", bound=Listing, contravariant=True)


class Lists(Protocol[KeyT_contra, ListingT_contra]):
    """Reads the stored views of one resource: what a module of `storage` has."""

    async def select_one(
        self, conn: Connection, key: KeyT_contra, /, *, lead_provider_id: LeadProviderId
    ) -> StoredBody | None:
        """Return one record; None for one that the lead provider does not see."""

    async def select_version(
        self, conn: Connection, key: KeyT_contra, /, *, lead_provider_id: LeadProviderId
    ) -> ViewVersion | None:
        """Return which version of a record is seen; None as above."""

    async def select_page(
        self, conn: Connection, listing: ListingT_contra, /, *, lead_provider_id: LeadProviderId
    ) -> StoredPage:
        """Return a page."""


class UndatedReader(Generic[KeyT, ListingT]):
    """Reads stored views that are as they are on any day."""

    def __init__(self, reads: Reads, clock: Clock, *, lists: Lists[KeyT, ListingT]) -> None:
        self._reads = reads
        self._clock = clock
        self._lists = lists

    async def get(self, key: KeyT, /, *, lead_provider_id: LeadProviderId) -> SeenRecord:
        """Return one record, or raise NotFoundError."""
        async with self._reads.primary() as conn:
            found = await self._lists.select_one(conn, key, lead_provider_id=lead_provider_id)
        if found is None:
            raise NotFoundError
        return seen_record(found)

    async def tag(self, key: KeyT, /, *, lead_provider_id: LeadProviderId) -> str:
        """Return the tag that `get` would, or raise NotFoundError."""
        async with self._reads.primary() as conn:
            version = await self._lists.select_version(conn, key, lead_provider_id=lead_provider_id)
        if version is None:
            raise NotFoundError
        return version_tag(version)

    async def list(self, listing: ListingT, *, lead_provider_id: LeadProviderId) -> SeenPage:
        """Return a page."""
        today = self._today

        async def select(listing: ListingT) -> StoredPage:
            return await self._reads.page(
                lead_provider_id,
                lambda conn: self._lists.select_page(
                    conn, listing, lead_provider_id=lead_provider_id
                ),
            )

        page = await select(listing)
        tag = page_tag(
            listing, lead_provider_id=lead_provider_id, position=page.position, today=today
        )
        return await seen_page(listing, page, select, tag=tag)

    async def page_tag(self, listing: ListingT, *, lead_provider_id: LeadProviderId) -> str:
        """Return the tag that `list` would, without looking at any record."""
        today = self._today
        async with self._reads.primary() as conn:
            head = await select_head(conn, lead_provider_id)
        return page_tag(
            listing, lead_provider_id=lead_provider_id, position=head.position, today=today
        )

    @property
    def _today(self) -> date:
        return self._clock.real_today()
