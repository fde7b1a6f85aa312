"""A provider's journal, read forwards from a position."""

from datetime import timedelta
from typing import Protocol
from uuid import UUID

from shared.changes.pages import ChangesPage
from shared.changes.queries import ChangesQuery
from shared.changes.restarting import in_one_stretch
from shared.clock import Clock
from shared.database import Connection
from shared.http.errors import ApiError
from shared.views.journal import select_head
from shared.views.reads import Reads


class SelectPage(Protocol):
    """Reads a page in one statement, with the service's own records."""

    async def __call__(
        self, conn: Connection, query: ChangesQuery, *, provider_id: UUID
    ) -> ChangesPage:
        """Return the entries that are asked for, as far as they are kept."""


class AheadRefusal(Protocol):
    """Words the service's refusal of a position that lies behind the end of the journal.

    It is not told which: a number that was too long was cut short when it was read.
    """

    def __call__(self, *, head: int) -> ApiError:
        """Return the error to raise."""


class ForgottenRefusal(Protocol):
    """Words the service's refusal of a position that lies too far back."""

    def __call__(self, after: int, *, head: int) -> ApiError:
        """Return the error to raise."""


class ChangeFeed:
    """Reads journals for their providers, and refuses positions from which nobody can go on.

    `ahead` words that there is no such position yet, `forgotten` that what has happened after it
    is no longer kept, which is so for what is older than `retention` even before it is pruned.
    """

    def __init__(
        self,
        reads: Reads,
        clock: Clock,
        select_page: SelectPage,
        *,
        retention: timedelta,
        ahead: AheadRefusal,
        forgotten: ForgottenRefusal,
    ) -> None:
        self._reads = reads
        self._clock = clock
        self._select_page = select_page
        self._retention = retention
        self._ahead = ahead
        self._forgotten = forgotten

    async def head(self, provider_id: UUID) -> int:
        """Return the last position of the provider's journal; 0 when it has not begun."""
        async with self._reads.primary() as conn:
            return (await select_head(conn, provider_id)).position

    async def page(self, query: ChangesQuery, *, provider_id: UUID) -> ChangesPage:
        """Return the entries after a position, or raise one of the two refusals."""
        page = await self._reads.page(
            provider_id, lambda conn: self._select_page(conn, query, provider_id=provider_id)
        )
        if query.after > page.head:
            raise self._ahead(head=page.head)
        # Whoever is at the head has missed nothing, however long ago the last change was.
        if page.after != page.head and not self._keeps_all(page):
            raise self._forgotten(query.after, head=page.head)
        return page

    def _keeps_all(self, page: ChangesPage) -> bool:
        """Tell whether the very next entry is there and not too old; all others are younger.

        After a restart of the journals, nothing that was before it can be gone on from.
        """
        if not in_one_stretch(page.after, page.head):
            return False
        kept_since = self._clock.real_now() - self._retention
        return page.next_changed_at is not None and page.next_changed_at >= kept_since
