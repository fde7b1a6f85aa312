"""A walk comes to everybody who is there throughout exactly once, whatever others write."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any, TypeAlias

import orjson
import pytest
import time_machine

from tests.trainees.api import Api
from tests.trainees.conftest import NOW
from tests.trainees.lists import change, ids_of, register_many, somebody, walk
from tests.trainees.registry import WEXMOOR
from trainees_service.app import TraineesService

Trainee: TypeAlias = dict[str, Any]

SINCE = datetime(2026, 11, 24, 10, 30, 0, 8000, tzinfo=UTC)
FILTERS: dict[str, Callable[[Trainee], bool]] = {
    "": lambda _: True,
    "has_trn=false": lambda trainee: trainee["trn"] is None,
    "status[]=in_training&status[]=withdrawn": lambda trainee: trainee["state"] != "deferred",
    f"since={SINCE.isoformat()}": lambda _: True,
}
MOVES: list[dict[str, object]] = [
    {"state": "deferred"},
    {"state": "withdrawn"},
    {"state": "trn_received", "trn": "4471902"},
    {"state": "submitted_for_trn", "trn": None},
    {"trainee_start_date": "2025-09-01"},
    {"trainee_start_date": "2026-09-01"},
]


class Department:
    """Does at random what a department might: changes, new trainees, discards, and undoings."""

    def __init__(self, api: Api, service: TraineesService, rng: Random) -> None:
        self._api, self._service, self._rng = api, service, rng
        self._number = 1000

    async def work(self) -> None:
        for _ in range(self._rng.randrange(4)):
            step = self._rng.choice((self.rename, self.rename, self.move, self.register, self.drop))
            await step()

    async def rename(self) -> None:
        name = self._rng.choice(("Rowan", "Robin", "Merle"))
        await change(self._service, await self._some(4), first_names=name)

    async def move(self) -> None:
        await change(self._service, await self._some(2), **self._rng.choice(MOVES))

    async def register(self) -> None:
        self._number += 1
        await self._api.register(somebody(self._number))

    async def drop(self) -> None:
        discarded_at = self._rng.choice(("2026-11-24T10:30:00Z", None))
        await change(self._service, await self._some(2), discarded_at=discarded_at)

    async def _some(self, at_most: int) -> list[str]:
        async with self._service.pool.acquire() as conn:
            rows = await conn.fetch(
                "SELECT trainee_id FROM trainees WHERE provider_id = $1 ORDER BY created_at",
                WEXMOOR,
            )
        everybody = [row["trainee_id"] for row in rows]
        return self._rng.sample(everybody, k=self._rng.randint(1, at_most))


def is_listed(trainee: Trainee, query: str) -> bool:
    return trainee["trainee_start_date"] >= "2026-08-01" and FILTERS[query](trainee)


async def seen(service: TraineesService, *, since: datetime) -> list[Trainee]:
    """Return everybody whom the provider sees, the oldest change first."""
    async with service.pool.acquire() as conn:
        rows = await conn.fetch(
            "SELECT body FROM trainee_views WHERE provider_id = $1 AND updated_at >= $2"
            " ORDER BY updated_at, trainee_id",
            WEXMOOR,
            since,
        )
    return [orjson.loads(row["body"]) for row in rows]


async def walk_while_writing(
    api: Api, service: TraineesService, department: Department, query: str, order: str
) -> None:
    """Walk once, and compare with who was there at the beginning and has been ever since."""
    before = await seen(service, since=SINCE if "since" in query else NOW)
    beginning = [each["trainee_id"] for each in before if is_listed(each, query)]
    throughout = set(beginning)

    async def meanwhile() -> None:
        await department.work()
        now = await seen(service, since=NOW)
        throughout.intersection_update(each["trainee_id"] for each in now if is_listed(each, query))

    pages = await walk(api, f"{query}&per_page=4&sort_order={order}", meanwhile)
    assert all(is_listed(each, query) for page in pages for each in page.answer.body["data"])
    found = ids_of(pages)
    assert max(Counter(found).values()) == 1
    assert set(found) <= {each["trainee_id"] for each in before}
    expected = [each for each in beginning if each in throughout]
    assert [each for each in found if each in throughout] == expected[
        :: 1 if order == "asc" else -1
    ]
    assert [page.meta["current_page"] for page in pages] == list(range(1, len(pages) + 1))
    assert {page.meta["total_count"] for page in pages} == {len(beginning)}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("query", FILTERS)
async def test_everybody_who_is_there_throughout_is_met_once(
    wexmoor: Api,
    service: TraineesService,
    travel: time_machine.Traveller,
    *,
    query: str,
    seed: int,
) -> None:
    department = Department(wexmoor, service, Random(f"{query} {seed}"))
    for number in range(24):
        travel.shift(timedelta(milliseconds=1))
        await wexmoor.register(somebody(number))
    for order in ("desc", "asc", "desc", "asc"):
        await walk_while_writing(wexmoor, service, department, query, order)


async def test_a_copy_that_asks_since_its_last_walk_misses_no_change(
    wexmoor: Api, service: TraineesService, travel: time_machine.Traveller
) -> None:
    """As the documentation recommends it: since the first trainee of the first page."""
    department = Department(wexmoor, service, Random(0))
    await register_many(wexmoor, 12)
    copy: dict[str, Trainee] = {}
    since = ""

    async def meanwhile() -> None:
        travel.shift(timedelta(milliseconds=1))
        await department.work()

    async def synchronise(at_the_same_time: Callable[[], Awaitable[None]] | None) -> str:
        pages = await walk(wexmoor, f"since={since}&per_page=3", at_the_same_time)
        met = [
            each for page in pages if page.answer.status == 200 for each in page.answer.body["data"]
        ]
        copy.update((each["trainee_id"], each) for each in met)
        return str(met[0]["updated_at"]) if met else since

    for _ in range(8):
        since = await synchronise(meanwhile)
        await meanwhile()
    await synchronise(None)
    for trainee in await seen(service, since=NOW):
        if is_listed(trainee, ""):
            assert copy[trainee["trainee_id"]] == trainee


async def test_everybody_is_met_once_while_several_write_at_the_same_time(
    wexmoor: Api, service: TraineesService
) -> None:
    registered = await register_many(wexmoor, 30)
    written: list[str] = []
    over = asyncio.Event()

    async def keep_writing(rng: Random) -> None:
        while not over.is_set():
            some = rng.sample(registered, k=rng.randint(1, 3))
            await change(service, some, first_names=rng.choice(("Rowan", "Robin", "Merle")))
            written.extend(some)

    async def keep_registering() -> None:
        number = 1000
        while not over.is_set():
            number += 1
            await wexmoor.register(somebody(number))

    async def keep_walking() -> None:
        orders = cycle(("desc", "asc"))
        disturbed = 0
        while disturbed < 8:
            before = len(written)
            found = ids_of(await walk(wexmoor, f"per_page=4&sort_order={next(orders)}"))
            assert max(Counter(found).values()) == 1
            assert set(registered) <= set(found)
            disturbed += len(written) > before
        over.set()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(keep_walking())
        tasks.create_task(keep_registering())
        for seed in range(3):
            tasks.create_task(keep_writing(Random(seed)))
