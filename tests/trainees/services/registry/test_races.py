"""The registry, providers and the allocator of TRNs, all at once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from shared.database import Connection, Pool
from tests.trainees.api import Api
from tests.trainees.domain.payloads import make_somebody
from tests.trainees.registry import WEXMOOR, Registry, discarded, school_put, trn_assigned
from trainees_service.app import TraineesService
from trainees_service.domain.identifiers import ProviderId
from trainees_service.services.trn_allocation import FreeNumbers, TrnRequests
from trainees_service.storage.keys import TraineeKey

TAKEN = {"code": "trn_taken", "pointer": "/data/trn", "message": "Another trainee has this TRN."}


async def registered(service: TraineesService, count: int, *, first: int = 0) -> list[str]:
    """Register many, without the way over HTTP."""
    provider_id = ProviderId(WEXMOOR)
    people = [make_somebody(first + number) for number in range(count)]
    return [
        (await service.trainees.register(data, provider_id=provider_id)).trainee_id
        for data in people
    ]


def assigned(trainee_ids: Sequence[str], *, first: int = 1_000_000) -> list[dict[str, Any]]:
    return [trn_assigned(each, str(first + number)) for number, each in enumerate(trainee_ids)]


@asynccontextmanager
async def in_doubt(pool: Pool, trn: str, *, holds: bool) -> AsyncIterator[Connection]:
    """Take a number for somebody else, and only at the end decide whether that holds."""
    async with pool.acquire() as conn:
        taking = conn.transaction()
        await taking.start()
        await conn.execute("INSERT INTO trns VALUES ($1, $2, 'somebody')", trn, WEXMOOR)
        yield conn
        await (taking.commit() if holds else taking.rollback())


async def until_waited_for(pool: Pool, conn: Connection) -> None:
    """Return as soon as another transaction waits for the one of this connection."""
    pid = await conn.fetchval("SELECT pg_backend_pid()")
    async with pool.acquire() as other:
        for _ in range(1000):
            if await other.fetchval(
                "SELECT count(*) FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))", pid
            ):
                return
            await asyncio.sleep(0.01)
    raise AssertionError("nobody waits")


async def numbers(pool: Pool) -> dict[str, str]:
    """Return the numbers of all trainees; each has to be noted once, and nothing else."""
    async with pool.acquire() as conn:
        of_trainees = await conn.fetch(
            "SELECT trainee_id, trn FROM trainees WHERE trn IS NOT NULL ORDER BY trn"
        )
        noted = await conn.fetch("SELECT trainee_id, trn FROM trns ORDER BY trn")
    assert noted == of_trainees
    return {row["trainee_id"]: row["trn"] for row in of_trainees}


async def test_registrations_do_not_wait_for_a_bulk_of_trns(
    wexmoor: Api, registry: Registry, service: TraineesService
) -> None:
    trainee_ids = await registered(service, 500)
    async with in_doubt(service.pool, "1000499", holds=False) as conn:
        bulk = asyncio.create_task(registry.feed(*assigned(trainee_ids)))
        await until_waited_for(service.pool, conn)
        for number in range(500, 510):
            await wexmoor.register(make_somebody(number))
        assert not bulk.done()
    assert {result["status"] for result in await bulk} == {"applied"}
    assert len(await numbers(service.pool)) == 500
    assert await service.upkeep.check() == []


@pytest.mark.parametrize(
    ("others", "mode"),
    [
        pytest.param([], "ShareLock", id="trainees alone"),
        pytest.param([school_put("901001")], "ExclusiveLock", id="with a school"),
    ],
)
async def test_the_registers_are_held_alone_only_to_be_changed(
    registry: Registry, service: TraineesService, *, others: list[dict[str, Any]], mode: str
) -> None:
    trainee_ids = await registered(service, 1)
    async with in_doubt(service.pool, "1000000", holds=False) as conn:
        fed = asyncio.create_task(registry.apply(*assigned(trainee_ids), *others))
        await until_waited_for(service.pool, conn)
        held = await conn.fetch(
            "SELECT l.mode FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database"
            " WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.granted"
        )
        assert [row["mode"] for row in held] == [mode]
    await fed


async def test_a_number_that_is_lost_to_somebody_faster_spoils_no_other(
    registry: Registry, service: TraineesService
) -> None:
    trainee_ids = await registered(service, 5)
    async with in_doubt(service.pool, "1000002", holds=True) as conn:
        fed = asyncio.create_task(registry.feed(*assigned(trainee_ids)))
        await until_waited_for(service.pool, conn)
    results = await fed
    assert [result.get("errors") for result in results] == [None, None, [TAKEN], None, None]
    async with service.pool.acquire() as conn:
        trns = await conn.fetch("SELECT trainee_id, trn FROM trainees ORDER BY trn NULLS LAST")
    found = {row["trainee_id"]: row["trn"] for row in trns}
    assert [found[each] for each in trainee_ids] == [
        *("1000000", "1000001", None, "1000003", "1000004"),
    ]
    assert await service.upkeep.check() == []


async def test_two_feeds_give_each_number_to_one_trainee(
    registry: Registry, service: TraineesService
) -> None:
    for attempt in range(5):
        trainee_ids = await registered(service, 20, first=attempt * 20)
        first = assigned(trainee_ids[:10], first=1_000_000 + attempt * 10)
        second = assigned(trainee_ids[10:], first=1_000_000 + attempt * 10)[::-1]
        results = await asyncio.gather(registry.feed(*first), registry.feed(*second))
        for one, other in zip(results[0], results[1][::-1], strict=True):
            assert {one["status"], other["status"]} == {"applied", "rejected"}
            assert [TAKEN] in (one.get("errors"), other.get("errors"))
    assert len(await numbers(service.pool)) == 50
    assert await service.upkeep.check() == []


async def test_a_trainee_that_two_feeds_know_by_other_numbers_has_one(
    registry: Registry, service: TraineesService
) -> None:
    trainee_ids = await registered(service, 20)
    first = assigned(trainee_ids)
    second = assigned(trainee_ids, first=2_000_000)[::-1]
    results = await asyncio.gather(registry.feed(*first), registry.feed(*second))
    for one, other in zip(results[0], results[1][::-1], strict=True):
        assert {one["status"], other["status"]} == {"applied", "rejected"}
    assert len(await numbers(service.pool)) == 20
    assert await service.upkeep.check() == []


def requests(service: TraineesService, allocator: FreeNumbers) -> TrnRequests:
    return TrnRequests(service.pool, service.clock, service.views, allocator, poll_seconds=60)


async def test_the_allocator_passes_over_whom_the_registry_has_in_hand(
    registry: Registry, service: TraineesService
) -> None:
    *trainee_ids, waiting = await registered(service, 3)
    allocation = requests(service, FreeNumbers())
    async with in_doubt(service.pool, "1000001", holds=False) as conn:
        fed = asyncio.create_task(registry.apply(*assigned(trainee_ids)))
        await until_waited_for(service.pool, conn)
        assert await allocation.process_batch() == 1
    await fed
    assert await allocation.process_batch() == 0
    found = await numbers(service.pool)
    assert [found.pop(each) for each in trainee_ids] == ["1000000", "1000001"]
    assert list(found) == [waiting]
    assert await service.upkeep.check() == []


async def test_the_registry_waits_for_the_allocator_and_is_told(
    registry: Registry, service: TraineesService
) -> None:
    asked = asyncio.Event()

    class Slow(FreeNumbers):
        async def allocate(
            self, conn: Connection, keys: Collection[TraineeKey]
        ) -> Mapping[TraineeKey, str]:
            asked.set()
            await until_waited_for(service.pool, conn)
            return await super().allocate(conn, keys)

    trainee_ids = await registered(service, 1)
    allocated = asyncio.create_task(requests(service, Slow()).process_batch())
    await asked.wait()
    refused = await registry.refuse(*assigned(trainee_ids))
    assert await allocated == 1
    assert refused == [("not_allowed_now", "/data/trn")]
    assert list(await numbers(service.pool)) == trainee_ids
    assert await service.upkeep.check() == []


async def test_the_registry_and_the_allocator_share_the_work(
    registry: Registry, service: TraineesService
) -> None:
    trainee_ids = await registered(service, 60)
    allocation = requests(service, FreeNumbers())
    events = assigned(trainee_ids)
    even, odd, _, _ = await asyncio.gather(
        registry.feed(*events[::2]),
        registry.feed(*events[1::2]),
        allocation.process_batch(),
        allocation.process_batch(),
    )
    found = await numbers(service.pool)
    for each, result in zip([*trainee_ids[::2], *trainee_ids[1::2]], [*even, *odd], strict=True):
        given = events[trainee_ids.index(each)]["data"]["trn"]
        assert (result["status"] == "applied") is (found.get(each) == given)
    await allocation.process_batch()
    assert set(await numbers(service.pool)) == set(trainee_ids)
    assert await service.upkeep.check() == []


async def test_equal_registrations_and_a_discarding_at_once(
    wexmoor: Api, registry: Registry, service: TraineesService
) -> None:
    (gone,) = await registered(service, 1)
    fed = asyncio.create_task(registry.apply(discarded(gone)))
    answers = await asyncio.gather(*(wexmoor.post(make_somebody(0)) for _ in range(8)))
    await fed
    assert (await wexmoor.get(gone)).status == 404
    answers.append(await wexmoor.post(make_somebody(0)))
    statuses = Counter(answer.status for answer in answers)
    assert statuses == {201: 1, 409: 8}
    assert await service.upkeep.check() == []
