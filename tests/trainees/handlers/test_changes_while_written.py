"""Whoever follows the journal misses nothing, whatever others do to it meanwhile."""

import asyncio
from collections import Counter
from datetime import timedelta
from random import Random
from uuid import UUID

from shared.changes.pruning import prune_changes
from shared.database import Pool
from tests.conftest import TRAINEES, runtime_pool
from tests.trainees.api import Api
from tests.trainees.changes import (
    DISCARD,
    RENAME,
    RESTORE,
    change,
    entries_of,
    execute,
    key,
    read_changes,
)
from tests.trainees.conftest import NOW
from tests.trainees.domain.payloads import make_data
from tests.trainees.follower import Follower
from tests.trainees.registry import SALTBURN, WEXMOOR
from trainees_service.app import TraineesService
from trainees_service.storage.keys import TraineeKey
from trainees_service.storage.trainees import lock_trainees

WRITERS = 50
TRAINEES_OF_EACH = 40


def somebody(name: str) -> dict[str, object]:
    return make_data(first_names=name, email=f"{name.lower()}@post.example")


def letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number))


class Writer:
    """Somebody who changes trainees of one provider or of both, and sometimes thinks better."""

    def __init__(self, number: int, service: TraineesService, pool: Pool, apis: list[Api]) -> None:
        self._rng = Random(number)
        self._name = f"W{letters(number)}"
        self._service = service
        self._pool = pool
        self._apis = apis

    async def write(self, keys: list[TraineeKey]) -> None:
        """Register one trainee, and change others in two long transactions."""
        rng = self._rng
        for number in range(2):
            some = rng.sample(keys, rng.choice((1, 1, 2)))
            statement = rng.choice((RENAME, RENAME, DISCARD, RESTORE))
            await self._change(some, statement, give_up=rng.random() < 0.2)
            if number == 0:
                await rng.choice(self._apis).register(somebody(self._name))

    async def _change(self, keys: list[TraineeKey], statement: str, *, give_up: bool) -> None:
        async with self._pool.acquire() as conn:
            transaction = conn.transaction()
            await transaction.start()
            await lock_trainees(conn, keys)
            await execute(conn, statement, keys)
            await asyncio.sleep(self._rng.random() ** 2 * 2)
            # Here the journals are locked, and stay so until the end.
            await self._service.views.refresh_keys(conn, keys)
            await asyncio.sleep(self._rng.random() / 50)
            await (transaction.rollback() if give_up else transaction.commit())


async def stored_views(pool: Pool, provider_id: UUID) -> dict[str, bytes]:
    rows = await pool.fetch(
        "SELECT trainee_id, body FROM trainee_views WHERE provider_id = $1", provider_id
    )
    return {row["trainee_id"]: row["body"] for row in rows}


async def test_a_follower_that_is_stopped_again_and_again_has_everything_once(
    wexmoor: Api, saltburn: Api, service: TraineesService, trainees_url: str
) -> None:
    apis = {WEXMOOR: wexmoor, SALTBURN: saltburn}
    keys = [
        key((await api.register(somebody(letters(number))))["trainee_id"], provider_id)
        for provider_id, api in apis.items()
        for number in range(TRAINEES_OF_EACH)
    ]
    followers = {
        provider_id: Follower(api, Random(provider_id.int)) for provider_id, api in apis.items()
    }
    finished = asyncio.Event()
    async with (
        asyncio.timeout(60),
        runtime_pool(trainees_url, TRAINEES, size=WRITERS) as pool,
        asyncio.TaskGroup() as following,
    ):
        for follower in followers.values():
            following.create_task(follower.follow(finished))
        async with asyncio.TaskGroup() as writing:
            for number in range(WRITERS):
                writer = Writer(number, service, pool, list(apis.values()))
                writing.create_task(writer.write(keys))
        finished.set()

    for provider_id, follower in followers.items():
        assert follower.restarts > 10
        await follower.catch_up()
        # The end of a journal has a name too, and then there is nothing to send.
        await follower.step(100)
        spared = follower.spared
        await follower.step(100)
        assert follower.spared == spared + 1
        views = await stored_views(service.pool, provider_id)
        head = await service.pool.fetchval(
            "SELECT position FROM journal_heads WHERE provider_id = $1", provider_id
        )
        assert follower.kept.applied == tuple(range(1, head + 1))
        assert follower.kept.mirror == views
    assert await service.upkeep.check() == []
    await assert_much_has_happened(service.pool)


async def test_a_reader_meets_either_every_change_or_410_while_they_are_pruned(
    wexmoor: Api, service: TraineesService
) -> None:
    """An answer never begins in the middle of what was deleted."""
    keys = [
        key((await wexmoor.register(somebody(letters(number))))["trainee_id"])
        for number in range(10)
    ]
    for _ in range(9):
        await change(service, RENAME, *keys)
    rng = Random(0)
    statuses: Counter[int] = Counter()
    pruned = asyncio.Event()

    async def read() -> None:
        while not pruned.is_set():
            after = rng.randrange(101)
            answer = await read_changes(wexmoor, f"after={after}&limit=9")
            statuses[answer.status] += 1
            assert answer.body["meta"]["position"] == 100
            if answer.status == 200:
                positions = [entry.position for entry in entries_of(answer)]
                assert positions == list(range(after + 1, min(after + 9, 100) + 1))
            else:
                assert answer.status == 410

    async def prune() -> int:
        async with service.pool.acquire() as conn:
            return await prune_changes(conn, before=NOW + timedelta(seconds=1), batch=1)

    async with asyncio.TaskGroup() as group:
        readers = [group.create_task(read()) for _ in range(3)]
        pruning = group.create_task(prune())
        await pruning
        pruned.set()
    assert pruning.result() == 100
    assert len(readers) <= min(statuses[200], statuses[410])
    assert (await read_changes(wexmoor, "after=100")).status == 200


async def assert_much_has_happened(pool: Pool) -> None:
    """The test would be worth little if nobody had met anybody."""
    rows = await pool.fetch("SELECT op, resource_id FROM changes")
    ops = Counter(row["op"] for row in rows)
    entries = Counter(row["resource_id"] for row in rows)
    assert ops["deleted"] > 5
    assert ops["upsert"] > 2 * TRAINEES_OF_EACH + WRITERS
    assert max(entries.values()) > 2
