"""Where TRNs come from, and the task that asks for them."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from typing import Protocol

import structlog

from shared.clock import Clock
from shared.database import Connection, Pool
from shared.http.errors import UNAVAILABLE
from trainees_service.storage.keys import TraineeKey
from trainees_service.storage.life_cycles import update_life_cycles
from trainees_service.storage.registers import lock_registers_shared
from trainees_service.storage.trainees import lock_trainees_without_trn, select_trainees
from trainees_service.storage.trns import insert_free_trns
from trainees_service.views.refresh import TraineeViews

TRAINEES_AT_ONCE = 100
LOWEST, HIGHEST = 1_000_000, 9_999_999

log = structlog.get_logger()


class TrnAllocator(Protocol):
    """Finds TRNs for trainees while the transaction waits.

    A record system that takes its time reports TRNs through the registry feed instead.
    """

    async def allocate(
        self, conn: Connection, keys: Collection[TraineeKey]
    ) -> Mapping[TraineeKey, str]:
        """Return a TRN for each of these trainees, or raise: then they are asked for again."""


class FreeNumbers:
    """Gives everybody a number of seven digits that nobody has."""

    async def allocate(
        self, conn: Connection, keys: Collection[TraineeKey]
    ) -> Mapping[TraineeKey, str]:
        """Draw numbers until each trainee has a free one."""
        allocated: dict[TraineeKey, str] = {}
        while waiting := [key for key in keys if key not in allocated]:
            drawn = {str(LOWEST + secrets.randbelow(HIGHEST - LOWEST + 1)) for _ in waiting}
            allocated |= await insert_free_trns(conn, list(zip(waiting, drawn, strict=False)))
        return allocated


class TrnRequests:
    """Asks for the TRNs of trainees that wait for one, in the background.

    The queue is the table itself: any number of processes may work on it, each takes what no
    other has in hand, and what a process leaves unfinished is taken up by the next look.
    """

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        views: TraineeViews,
        allocator: TrnAllocator,
        *,
        poll_seconds: float,
    ) -> None:
        self._pool = pool
        self._clock = clock
        self._views = views
        self._allocator = allocator
        self._poll_seconds = poll_seconds
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()

    def notice(self) -> None:
        """Look soon: somebody was registered."""
        self._wake.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work until the end of the context; a batch in hand is finished first."""
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            self._stopping.set()
            self._wake.set()
            await task

    async def process_batch(self) -> int:
        """Ask for the TRNs of the next trainees; return how many got one."""
        async with self._pool.acquire() as conn, conn.transaction():
            await lock_registers_shared(conn)
            keys = await lock_trainees_without_trn(conn, at_most=TRAINEES_AT_ONCE)
            if not keys:
                return 0
            now = self._clock.real_now()
            trns = await self._allocator.allocate(conn, keys)
            trainees = [
                trainee.with_trn_requested(at=now).with_trn(
                    trns[trainee.provider_id, trainee.trainee_id]
                )
                for trainee in await select_trainees(conn, keys)
            ]
            await update_life_cycles(conn, trainees)
            await self._views.refresh(conn, trainees)
        return len(trainees)

    async def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                while not self._stopping.is_set() and await self.process_batch():
                    pass
            except tuple(UNAVAILABLE) as error:
                # The trainees are still in the table when the database comes back.
                log.warning("trn requests wait for the database", exc_info=error)
            except Exception:
                log.exception("trn requests failed")
            await self._sleep()

    async def _sleep(self) -> None:
        try:
            async with asyncio.timeout(self._poll_seconds):
                await self._wake.wait()
        except TimeoutError:
            pass
