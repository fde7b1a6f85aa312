import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping
from datetime import timedelta

import pytest
import time_machine
from aiohttp.test_utils import TestClient, TestServer

from shared.auth.tokens import Scope
from shared.database import Connection, Pool
from tests.trainees.api import Api
from tests.trainees.conftest import make_token
from tests.trainees.domain.payloads import make_data
from tests.trainees.registry import WEXMOOR, Registry
from trainees_service.app import TraineesService, create_service
from trainees_service.services.trn_allocation import FreeNumbers, TrnAllocator, TrnRequests
from trainees_service.settings import TraineesSettings
from trainees_service.storage.keys import TraineeKey


def requests(service: TraineesService, allocator: TrnAllocator | None = None) -> TrnRequests:
    return TrnRequests(
        service.pool,
        service.clock,
        service.views,
        allocator or FreeNumbers(),
        poll_seconds=0.05,
    )


def somebody(number: int) -> dict[str, object]:
    return make_data(first_names=f"T{chr(97 + number)}", email=f"t{number}@post.example")


async def test_a_waiting_trainee_gets_a_number(
    wexmoor: Api, service: TraineesService, travel: time_machine.Traveller
) -> None:
    before = await wexmoor.register(make_data())
    travel.shift(timedelta(seconds=1))
    assert await requests(service).process_batch() == 1
    after = (await wexmoor.get(before["trainee_id"])).data
    assert after == before | {
        "trn": after["trn"],
        "state": "trn_received",
        "slug_sent_to_dqt_at": "2026-11-24T10:30:01.000Z",
        "updated_at": "2026-11-24T10:30:01.000Z",
    }
    assert len(after["trn"]) == 7
    assert after["trn"].isdecimal()
    assert await requests(service).process_batch() == 0


async def test_several_processes_share_the_work(wexmoor: Api, service: TraineesService) -> None:
    registered = [await wexmoor.register(somebody(number)) for number in range(12)]
    done = await asyncio.gather(*(requests(service).process_batch() for _ in range(4)))
    assert sum(done) == 12
    records = [(await wexmoor.get(each["trainee_id"])).data for each in registered]
    assert len({record["trn"] for record in records}) == 12
    async with service.pool.acquire() as conn:
        journal = await conn.fetch("SELECT resource_id FROM changes ORDER BY position")
    assert set(Counter(row["resource_id"] for row in journal).values()) == {2}
    assert await service.upkeep.check() == []


async def test_a_number_that_somebody_has_is_not_given_again(
    wexmoor: Api, service: TraineesService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With three numbers to draw from, three trainees still get one each."""
    monkeypatch.setattr("trainees_service.services.trn_allocation.LOWEST", 9_999_997)
    registered = [await wexmoor.register(somebody(number)) for number in range(3)]
    assert await requests(service).process_batch() == 3
    trns = {(await wexmoor.get(each["trainee_id"])).data["trn"] for each in registered}
    assert trns == {"9999997", "9999998", "9999999"}


class Unreliable:
    """Fails the first time."""

    def __init__(self, error: Exception) -> None:
        self._errors = [error]

    async def allocate(
        self, conn: Connection, keys: Collection[TraineeKey]
    ) -> Mapping[TraineeKey, str]:
        if self._errors:
            raise self._errors.pop()
        return await FreeNumbers().allocate(conn, keys)


@pytest.mark.parametrize("error", [ConnectionResetError(), RuntimeError("a bug")])
async def test_the_task_outlives_what_goes_wrong(
    wexmoor: Api, service: TraineesService, error: Exception
) -> None:
    registered = await wexmoor.register(make_data())
    async with requests(service, Unreliable(error)).running():
        await _until_trn(wexmoor, registered["trainee_id"])


async def test_the_task_outlives_the_loss_of_its_connections(
    wexmoor: Api, service: TraineesService, trainees_url: str
) -> None:
    async with requests(service).running():
        async with service.pool.acquire() as conn:
            await conn.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        registered = await _register_again_and_again(wexmoor)
        await _until_trn(wexmoor, registered)


async def test_a_batch_in_hand_is_finished_before_the_end(
    wexmoor: Api, service: TraineesService
) -> None:
    class Slow(FreeNumbers):
        async def allocate(
            self, conn: Connection, keys: Collection[TraineeKey]
        ) -> Mapping[TraineeKey, str]:
            await asyncio.sleep(0.2)
            return await super().allocate(conn, keys)

    registered = await wexmoor.register(make_data())
    async with requests(service, Slow()).running():
        await asyncio.sleep(0.1)
    assert (await wexmoor.get(registered["trainee_id"])).data["state"] == "trn_received"


@pytest.fixture
async def automatic(trainees_pool: Pool, registry: Registry) -> AsyncIterator[Api]:
    """The service as it runs by default, which would look by itself only once an hour."""
    settings = TraineesSettings(trn_poll_seconds=3600)
    token = await make_token(trainees_pool, WEXMOOR, Scope.PROVIDER)
    async with (
        create_service(settings, trainees_pool) as opened,
        TestClient(TestServer(opened.apps.public)) as client,
    ):
        yield Api(client, token)


async def test_a_registration_is_noticed_at_once(automatic: Api) -> None:
    registered = await automatic.register(make_data())
    assert registered["state"] == "submitted_for_trn"
    await _until_trn(automatic, registered["trainee_id"])


async def test_without_the_allocator_nobody_gets_a_number(
    wexmoor: Api, service: TraineesService
) -> None:
    registered = await wexmoor.register(make_data())
    await asyncio.sleep(0.3)
    assert (await wexmoor.get(registered["trainee_id"])).data == registered


async def _register_again_and_again(api: Api) -> str:
    """Register somebody although the pool's connections were cut."""
    for _ in range(20):
        answer = await api.post(make_data())
        if answer.status == 201:
            return str(answer.data["trainee_id"])
        assert answer.status == 503
    raise AssertionError("the service does not recover")


async def _until_trn(api: Api, trainee_id: str) -> None:
    for _ in range(500):
        if (await api.get(trainee_id)).data["trn"] is not None:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the trainee still waits")
