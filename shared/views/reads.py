"""Where pages of what a provider sees are read: on the primary, or on an equal replica."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TypeVar
from uuid import UUID

from shared.clock import Clock
from shared.database import Connection, Pool
from shared.database.replica import PassedOverError, Reason, Replica
from shared.views.journal import JournalHead, select_head, select_replicated_head

PageT = TypeVar("PageT")

SelectHead = Callable[[Connection, UUID], Awaitable[JournalHead | None]]
"""Asks the primary where a provider's journal ends; None if some view has to be refreshed first."""


class Reads:
    """Connections for those who only read.

    Nothing that a provider sees changes without an entry in its journal. So where the journals end
    alike, by position and moment, a page is the same on both servers, and the provider can neither
    miss what it has written nor see time go back, whichever process it asks. Where they do not,
    the primary answers. That question costs the primary as much as reading one record or tag:
    those are always read there.
    """

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        replica: Replica | None = None,
        *,
        select_head: SelectHead = select_head,
    ) -> None:
        self._pool = pool
        self._clock = clock
        self.replica = replica
        self._select_head = select_head

    def primary(self) -> AbstractAsyncContextManager[Connection]:
        """Return a connection to the primary."""
        return self._pool.acquire()

    async def page(
        self, provider_id: UUID, select: Callable[[Connection], Awaitable[PageT]]
    ) -> PageT:
        """Return what `select` reads of what a provider sees; it may have to read it twice."""
        # What a sandbox's clock asks for is built from everything there is, not read.
        if self.replica is not None and not self._clock.shifted:
            try:
                page = await self._replicated(self.replica, provider_id, select)
            except PassedOverError as passed_over:
                self.replica.metrics.replica_passed_over.labels(passed_over.reason).inc()
            else:
                self.replica.metrics.replica_reads.inc()
                return page
        async with self._pool.acquire() as conn:
            return await select(conn)

    async def watching(self) -> AsyncIterator[None]:
        """Keep an eye on the replica, if there is one, for as long as an application runs."""
        async with nullcontext() if self.replica is None else self.replica.watched():
            yield

    async def _replicated(
        self,
        replica: Replica,
        provider_id: UUID,
        select: Callable[[Connection], Awaitable[PageT]],
    ) -> PageT:
        replica.check()
        async with self._pool.acquire() as conn:
            head = await self._select_head(conn, provider_id)
        if head is None:
            raise PassedOverError(Reason.DUE)
        async with replica.snapshot() as conn:
            replicated = await select_replicated_head(conn, provider_id)
            if replicated is None:
                raise PassedOverError(Reason.PROMOTED)
            if replicated != head:
                raise PassedOverError(Reason.BEHIND)
            return await select(conn)
