"""Upkeep of the stored views: the rebuild, and the check that they are right."""

from collections.abc import AsyncIterator, Callable, Sequence
from uuid import UUID

from shared.database import Pool
from shared.views.comparison import Difference, Fault
from trainees_service.domain.identifiers import ProviderId, TraineeId
from trainees_service.storage.keys import TraineeKey
from trainees_service.storage.registers import lock_registers_shared
from trainees_service.storage.trainee_views import TraineeViewStore, update_views_distrusted
from trainees_service.storage.trainees import (
    count_trainees,
    lock_trainees,
    select_trainee_keys_after,
)
from trainees_service.views.rebuild import compare
from trainees_service.views.refresh import BATCH, TraineeViews

Report = Callable[[int, int], None]
"""Told how many trainees are done, and how many there were at the start."""

_FIRST: TraineeKey = (ProviderId(UUID(int=0)), TraineeId(""))


def _silent(done: int, total: int) -> None:
    """Report to nobody."""


class ViewUpkeep:
    """Keeps stored views true; every batch of trainees is a transaction of its own."""

    def __init__(self, pool: Pool, views: TraineeViews) -> None:
        self._pool = pool
        self._views = views

    async def check(self, report: Report = _silent) -> list[Difference]:
        """Return every stored view that is not what a rebuild would make; change nothing."""
        differences: list[Difference] = []
        async for keys in self._all_trainees(report):
            # One snapshot, or else a write in between looks like a difference.
            async with (
                self._pool.acquire() as conn,
                conn.transaction(isolation="repeatable_read", readonly=True),
            ):
                differences += await compare(conn, keys)
        return differences

    async def rebuild(self, report: Report = _silent) -> list[Difference]:
        """Make every stored view what it should be; return what was different."""
        differences: list[Difference] = []
        async for keys in self._all_trainees(report):
            async with self._pool.acquire() as conn, conn.transaction():
                await lock_registers_shared(conn)
                await lock_trainees(conn, keys)
                found = await compare(conn, keys)
                wrong = [item.key for item in found if item.fault is Fault.BODY]
                if wrong:
                    await update_views_distrusted(conn, wrong)
                moved = [
                    item.expected
                    for item in found
                    if item.fault is Fault.COLUMNS and item.expected is not None
                ]
                if moved:
                    await TraineeViewStore().update_flips(conn, moved)
                await self._views.refresh_keys(conn, keys)
            differences += found
        return differences

    async def _all_trainees(self, report: Report) -> AsyncIterator[Sequence[TraineeKey]]:
        async with self._pool.acquire() as conn:
            total = await count_trainees(conn)
        report(0, total)
        done, after = 0, _FIRST
        while True:
            async with self._pool.acquire() as conn:
                keys = await select_trainee_keys_after(conn, after, at_most=BATCH)
            if not keys:
                return
            yield keys
            done, after = done + len(keys), keys[-1]
            report(done, max(done, total))
