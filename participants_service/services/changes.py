"""What lead providers can ask about what has happened."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from uuid import UUID

from participants_service.domain.partnerships import LeadProviderId
from participants_service.services.errors import ForgottenChangesError, NoSuchPositionError
from participants_service.storage.changes import JournalEnd, select_changes, select_head
from shared.changes.feed import ChangeFeed
from shared.changes.pages import ChangesPage
from shared.changes.queries import ChangesQuery
from shared.clock import Clock
from shared.database import Connection
from shared.views.reads import Reads

Refresh = Callable[[LeadProviderId], Awaitable[None]]
"""Refreshes what a lead provider sees of some resource and should have changed by itself."""


class ProviderChanges:
    """Reads journals; what the calendar has overtaken is refreshed before the journal is read.

    So the first to ask after midnight is told of everything that midnight has changed.
    """

    def __init__(
        self, reads: Reads, clock: Clock, refreshes: Sequence[Refresh], *, retention: timedelta
    ) -> None:
        self._reads = reads
        self._clock = clock
        self._refreshes = refreshes
        self._feed = ChangeFeed(
            reads,
            clock,
            self._select_page,
            retention=retention,
            ahead=NoSuchPositionError,
            forgotten=ForgottenChangesError,
        )

    async def head(self, provider_id: UUID) -> int:
        """Return the last position of the lead provider's journal; 0 when it has not begun."""
        end = await self._select_head(provider_id)
        if end.is_due:
            await self._refresh(provider_id)
            end = await self._select_head(provider_id)
        return end.head.position

    async def page(self, query: ChangesQuery, *, provider_id: UUID) -> ChangesPage:
        """Return the entries after a position.

        Raises NoSuchPositionError or ForgottenChangesError where nobody can go on from it.
        """
        page = await self._feed.page(query, provider_id=provider_id)
        if page.is_due:
            await self._refresh(provider_id)
            page = await self._feed.page(query, provider_id=provider_id)
        return page

    async def _refresh(self, provider_id: UUID) -> None:
        for refresh in self._refreshes:
            await refresh(LeadProviderId(provider_id))

    async def _select_head(self, provider_id: UUID) -> JournalEnd:
        async with self._reads.primary() as conn:
            return await select_head(
                conn, lead_provider_id=provider_id, today=self._clock.real_today()
            )

    async def _select_page(
        self, conn: Connection, query: ChangesQuery, *, provider_id: UUID
    ) -> ChangesPage:
        return await select_changes(
            conn, query, lead_provider_id=provider_id, today=self._clock.real_today()
        )
