"""What lead providers can ask about their partnerships."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from participants_service.domain.partnerships import LeadProviderId, PartnershipId
from participants_service.domain.place_listings import PartnershipListing
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
from participants_service.services.place_upkeep import PlaceUpkeep
from participants_service.storage.list_pages import StoredPage
from participants_service.storage.partnership_lists import (
    select_head,
    select_page,
    select_partnership,
    select_shifted_page,
    select_version,
)
from participants_service.views.partnership_shift import shift_partnership, shift_partnerships
from shared.clock import Clock
from shared.database import Connection
from shared.views.reads import Reads


class Partnerships:
    """Reads the stored views; what the calendar has overtaken is refreshed before it is read."""

    def __init__(self, reads: Reads, clock: Clock, upkeep: PlaceUpkeep) -> None:
        self._reads = reads
        self._clock = clock
        self._upkeep = upkeep

    async def get(
        self, partnership_id: PartnershipId, *, lead_provider_id: LeadProviderId
    ) -> SeenRecord:
        """Return one partnership, or raise NotFoundError."""
        async with self._reads.primary() as conn:
            found = await select_partnership(
                conn, partnership_id, lead_provider_id=lead_provider_id, today=self._today
            )
        if found is None:
            raise NotFoundError
        if found.is_due:
            await self._upkeep.refresh_partnership(partnership_id)
        elif not self._is_shifted:
            return seen_record(found)
        async with self._snapshot() as conn:
            return await read_partnership(
                conn, partnership_id, lead_provider_id=lead_provider_id, clock=self._clock
            )

    async def tag(
        self, partnership_id: PartnershipId, *, lead_provider_id: LeadProviderId
    ) -> str | None:
        """Return the tag that `get` would, or raise NotFoundError; None if only `get` can tell."""
        async with self._reads.primary() as conn:
            version = await select_version(
                conn, partnership_id, lead_provider_id=lead_provider_id, today=self._today
            )
        if version is None:
            raise NotFoundError
        return None if version.is_due or self._is_shifted else version_tag(version)

    async def list(
        self, listing: PartnershipListing, *, lead_provider_id: LeadProviderId
    ) -> SeenPage:
        """Return a page of partnerships."""
        today = self._today

        async def select(listing: PartnershipListing) -> StoredPage:
            return await self._reads.page(
                lead_provider_id,
                lambda conn: select_page(
                    conn, listing, lead_provider_id=lead_provider_id, today=today
                ),
            )

        page = await select(listing)
        if page.is_due:
            await self._upkeep.refresh_partnerships_of(lead_provider_id)
            page = await select(listing)
        if self._is_shifted:
            return await self._list_shifted(listing, lead_provider_id)
        tag = page_tag(
            listing, lead_provider_id=lead_provider_id, position=page.position, today=today
        )
        return await seen_page(listing, page, select, tag=tag)

    async def page_tag(
        self, listing: PartnershipListing, *, lead_provider_id: LeadProviderId
    ) -> str | None:
        """Return the tag that `list` would, without looking at any partnership.

        None if only `list` can tell.
        """
        today = self._today
        async with self._reads.primary() as conn:
            head = await select_head(conn, lead_provider_id=lead_provider_id, today=today)
        if head.is_due or self._is_shifted:
            return None
        return page_tag(
            listing, lead_provider_id=lead_provider_id, position=head.position, today=today
        )

    async def _list_shifted(
        self, listing: PartnershipListing, lead_provider_id: LeadProviderId
    ) -> SeenPage:
        async with self._snapshot() as conn:
            shifted = await shift_partnerships(conn, lead_provider_id, clock=self._clock)

            async def select(listing: PartnershipListing) -> StoredPage:
                return await select_shifted_page(
                    conn,
                    listing,
                    lead_provider_id=lead_provider_id,
                    today=self._today,
                    shifted=shifted,
                )

            return await seen_page(listing, await select(listing), select, tag=None)

    @property
    def _today(self) -> date:
        return self._clock.real_today()

    @property
    def _is_shifted(self) -> bool:
        """Whether the request wants to be answered as of another day than today."""
        return self._clock.today() != self._clock.real_today()

    @asynccontextmanager
    async def _snapshot(self) -> AsyncIterator[Connection]:
        """Read several tables as of one moment."""
        async with (
            self._reads.primary() as conn,
            conn.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield conn


async def read_partnership(
    conn: Connection,
    partnership_id: PartnershipId,
    *,
    lead_provider_id: LeadProviderId,
    clock: Clock,
) -> SeenRecord:
    """Return a partnership as of the instant of the request, or raise NotFoundError."""
    if clock.today() != clock.real_today():
        view = await shift_partnership(conn, lead_provider_id, partnership_id, clock=clock)
        if view is not None:
            return shifted_record(view.body)
    found = await select_partnership(
        conn, partnership_id, lead_provider_id=lead_provider_id, today=clock.real_today()
    )
    if found is None:
        raise NotFoundError
    return seen_record(found)
