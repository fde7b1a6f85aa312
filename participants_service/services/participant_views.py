"""Upkeep of the stored views: the daily tick, the rebuild, and the check that both are right."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from uuid import UUID

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from participants_service.storage.due_people import (
    count_due,
    count_people,
    select_due,
    select_due_of_provider,
    select_people_after,
)
from participants_service.storage.teacher_lookups import lock_reference_facts
from participants_service.storage.teachers import lock_teachers
from participants_service.views.people import hold_mentors
from participants_service.views.rebuild import compare
from participants_service.views.refresh import ParticipantViews
from participants_service.views.resources import RESOURCES, Resource
from shared.clock import Clock
from shared.database import Connection, Pool
from shared.views.comparison import Difference, Fault

BATCH = 500

Report = Callable[[int, int], None]
"""Told how many people are done, and how many there were at the start."""

_FIRST = UUID(int=0)


def _silent(done: int, total: int) -> None:
    """Report to nobody."""


class ViewUpkeep:
    """Keeps stored views true; every batch of people is a transaction of its own.

    Whoever is refreshed is so in every resource.
    """

    def __init__(self, pool: Pool, clock: Clock, views: ParticipantViews) -> None:
        self._pool = pool
        self._clock = clock
        self._views = views
        self._reading: defaultdict[LeadProviderId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def tick(self, report: Report = _silent) -> int:
        """Refresh everybody whose view changes by itself; return how many people that were."""
        async with self._pool.acquire() as conn:
            total = await count_due(conn, today=self._clock.real_today())
        report(0, total)
        done = 0
        while refreshed := await self._refresh_due(None):
            done += refreshed
            report(done, max(done, total))
        return done

    async def refresh_list(self, lead_provider_id: LeadProviderId) -> None:
        """Refresh whatever a lead provider is about to read and should have changed by itself.

        On the first day of a school year that is many people. Of several requests at once, one
        does the work and the others wait for it.
        """
        async with self._reading[lead_provider_id]:
            while await self._refresh_due(lead_provider_id):
                pass

    async def refresh_one(self, participant_id: ParticipantId) -> None:
        """Refresh one person who is about to be read."""
        async with self._pool.acquire() as conn, conn.transaction():
            await self._views.refresh_people(conn, [participant_id])

    async def check(self, report: Report = _silent) -> list[Difference]:
        """Return every stored view that is not what a rebuild would make; change nothing."""
        differences: list[Difference] = []
        async for ids in self._all_people(report):
            # One snapshot, or else a write in between looks like a difference.
            async with (
                self._pool.acquire() as conn,
                conn.transaction(isolation="repeatable_read", readonly=True),
            ):
                differences += await compare(conn, ids, today=self._clock.real_today())
        return differences

    async def rebuild(self, report: Report = _silent) -> list[Difference]:
        """Make every stored view what it should be; return what was different."""
        differences: list[Difference] = []
        async for ids in self._all_people(report):
            async with self._pool.acquire() as conn, conn.transaction():
                await lock_reference_facts(conn, exclusive=False)
                await lock_teachers(conn, ids)
                await hold_mentors(conn, ids)
                found = await compare(conn, ids, today=self._clock.real_today())
                for resource in RESOURCES:
                    await _mend(conn, resource, found)
                await self._views.refresh_people(conn, ids)
            differences += found
        return differences

    async def _refresh_due(self, lead_provider_id: LeadProviderId | None) -> int:
        today = self._clock.real_today()
        async with self._pool.acquire() as conn, conn.transaction():
            if lead_provider_id is None:
                ids = await select_due(conn, today=today, at_most=BATCH)
            else:
                ids = await select_due_of_provider(
                    conn, lead_provider_id, today=today, at_most=BATCH
                )
            if ids:
                await self._views.refresh_people(conn, ids)
        return len(ids)

    async def _all_people(self, report: Report) -> AsyncIterator[Sequence[ParticipantId]]:
        async with self._pool.acquire() as conn:
            total = await count_people(conn)
        report(0, total)
        done, after = 0, _FIRST
        while True:
            async with self._pool.acquire() as conn:
                ids = await select_people_after(conn, after, at_most=BATCH)
            if not ids:
                return
            yield ids
            done, after = done + len(ids), ids[-1]
            report(done, max(done, total))


async def _mend(conn: Connection, resource: Resource, found: Sequence[Difference]) -> None:
    """Make the next refresh see what is wrong, and put right what it does not look at."""
    table = resource.table
    differences = [item for item in found if item.resource == table.resource]
    wrong = [item.key for item in differences if item.fault is Fault.BODY]
    if wrong:
        await table.distrust(conn, wrong)
    moved = [
        item.expected
        for item in differences
        if item.fault is Fault.COLUMNS and item.expected is not None
    ]
    if moved:
        await table.update_flips(conn, moved)
