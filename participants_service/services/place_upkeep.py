"""Upkeep of what is seen of places: partnerships by the calendar, all of them by comparing."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Sequence
from uuid import UUID

from participants_service.domain.partnerships import LeadProviderId, PartnershipId
from participants_service.domain.touched_places import TouchedPlaces
from participants_service.services.participant_views import BATCH, Report
from participants_service.storage.partnership_views import (
    count_due,
    select_due,
    select_due_of_provider,
)
from participants_service.storage.school_views import EVERYBODY
from participants_service.storage.teacher_lookups import lock_reference_facts
from participants_service.views.place_rebuild import KINDS, PlaceKind
from participants_service.views.place_refresh import (
    HeldPlaces,
    hold_places,
    place_publications,
)
from shared.clock import Clock
from shared.database import Connection, Pool
from shared.views import Gone, Op, Publication, Publisher
from shared.views.comparison import Difference, Fault

_FIRST = UUID(int=0)


def _silent(done: int, total: int) -> None:
    """Report to nobody."""


class PlaceUpkeep:
    """Keeps stored views true; every batch of places is a transaction of its own."""

    def __init__(self, pool: Pool, clock: Clock, publisher: Publisher) -> None:
        self._pool = pool
        self._clock = clock
        self._publisher = publisher
        self._reading: defaultdict[LeadProviderId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def tick(self, report: Report = _silent) -> int:
        """Refresh every partnership whose view changes by itself; return how many that were."""
        async with self._pool.acquire() as conn:
            total = await count_due(conn, today=self._clock.real_today())
        report(0, total)
        done = 0
        while refreshed := await self._refresh_due(None):
            done += refreshed
            report(done, max(done, total))
        return done

    async def refresh_partnerships_of(self, lead_provider_id: LeadProviderId) -> None:
        """Refresh what a lead provider is about to read and should have changed by itself.

        Of several requests at once, one does the work and the others wait for it.
        """
        async with self._reading[lead_provider_id]:
            while await self._refresh_due(lead_provider_id):
                pass

    async def refresh_partnership(self, partnership_id: PartnershipId) -> None:
        """Refresh one partnership that is about to be read."""
        async with self._pool.acquire() as conn, conn.transaction():
            await self._refresh_partnerships(conn, [partnership_id])

    async def check(self, report: Report = _silent) -> list[Difference]:
        """Return every stored view that is not what a rebuild would make; change nothing."""
        differences: list[Difference] = []
        async for kind, ids in self._all_places(report):
            # One snapshot, or else a write in between looks like a difference.
            async with (
                self._pool.acquire() as conn,
                conn.transaction(isolation="repeatable_read", readonly=True),
            ):
                differences += await kind.compare(conn, ids, today=self._clock.real_today())
        return differences

    async def rebuild(self, report: Report = _silent) -> list[Difference]:
        """Make every stored view what it should be; return what was different."""
        differences: list[Difference] = []
        async for kind, ids in self._all_places(report):
            async with self._pool.acquire() as conn, conn.transaction():
                await lock_reference_facts(conn, exclusive=False)
                differences += await self._mend(conn, kind, ids)
        return differences

    async def _mend(
        self, conn: Connection, kind: PlaceKind, ids: Collection[UUID]
    ) -> list[Difference]:
        held = await hold_places(conn, kind.touched(ids))
        found = await kind.compare(conn, ids, today=self._clock.real_today())
        wrong = [item.key for item in found if item.fault is Fault.BODY]
        if wrong:
            await kind.views.distrust(conn, wrong)
        moved = [
            item.expected
            for item in found
            if item.fault is Fault.COLUMNS and item.expected is not None
        ]
        if moved:
            await kind.views.update_flips(conn, moved)
        gone = [
            Gone(provider_id=item.key[0], record_id=item.key[1], op=Op.ACCESS_ENDED)
            for item in found
            if item.fault is Fault.UNEXPECTED and item.key[0] != EVERYBODY
        ]
        unexpected = Publication(store=kind.views, drafts=(), gone=gone)
        await self._publish(conn, held, unexpected)
        return found

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
                await self._refresh_partnerships(conn, ids)
        return len(ids)

    async def _refresh_partnerships(self, conn: Connection, ids: Collection[PartnershipId]) -> None:
        held = await hold_places(conn, TouchedPlaces(partnerships=frozenset(ids)))
        await self._publish(conn, held)

    async def _publish(self, conn: Connection, held: HeldPlaces, *others: Publication) -> None:
        drawn = await place_publications(conn, held, today=self._clock.real_today())
        await self._publisher.publish_all(conn, [*drawn, *others])

    async def _all_places(self, report: Report) -> AsyncIterator[tuple[PlaceKind, Sequence[UUID]]]:
        async with self._pool.acquire() as conn:
            total = sum([await kind.views.count(conn) for kind in KINDS])
        report(0, total)
        done = 0
        for kind in KINDS:
            after = _FIRST
            while True:
                async with self._pool.acquire() as conn:
                    ids = await kind.views.select_ids_after(conn, after, at_most=BATCH)
                if not ids:
                    break
                yield kind, ids
                done, after = done + len(ids), ids[-1]
                report(done, max(done, total))
