"""What training providers meet when they send a lot."""

from collections.abc import AsyncIterator

import pytest
import time_machine

from shared.auth.tokens import Scope
from shared.database import Pool
from tests.shared.http.rate_limit.headers import says_nothing_of_limits, told
from tests.trainees.api import TRAINEES_PATH, Api
from tests.trainees.conftest import make_token
from tests.trainees.domain.payloads import make_data
from tests.trainees.registry import WEXMOOR
from trainees_service.app import TraineesService, create_service
from trainees_service.settings import TraineesSettings, TrnAllocation

INFO_PATH = "/api/v0.1/info"
CHANGES_PATH = "/api/v0.1/changes"


@pytest.fixture
async def service(
    travel: time_machine.Traveller, trainees_pool: Pool
) -> AsyncIterator[TraineesService]:
    """The service with five requests a minute."""
    settings = TraineesSettings(
        sandbox=True, trn_allocator=TrnAllocation.FEED, rate_limit="5/minute"
    )
    async with create_service(settings, trainees_pool) as opened:
        yield opened


async def test_a_hundred_a_minute_unless_told_otherwise() -> None:
    policy = TraineesSettings().rate_policy
    assert policy is not None
    assert (policy.requests, policy.seconds) == (100, 60)


async def test_one_too_many_is_refused_and_told_when_to_come_back(
    wexmoor: Api, travel: time_machine.Traveller
) -> None:
    for _ in range(5):
        assert (await wexmoor.call("GET", INFO_PATH)).status == 200
        travel.shift(3)
    refused = await wexmoor.call("GET", INFO_PATH)
    assert refused.status == 429
    assert refused.body == {"errors": [{"error": "TooManyRequests", "message": "Retry later"}]}
    assert refused.headers["RateLimit-Policy"] == '"default";q=5;w=60'
    assert told(refused.headers) == (0, 46)
    assert refused.headers["Retry-After"] == "46"
    travel.shift(46)
    assert (await wexmoor.call("GET", INFO_PATH)).status == 200


async def test_every_answer_tells_what_is_left(wexmoor: Api) -> None:
    created = await wexmoor.post(make_data())
    assert (created.status, told(created.headers).remaining) == (201, 4)
    path = f"{TRAINEES_PATH}/{created.data['trainee_id']}"
    tag = {"If-None-Match": (await wexmoor.call("GET", path)).headers["ETag"]}
    unchanged = await wexmoor.call("GET", path, headers=tag)
    assert (unchanged.status, told(unchanged.headers).remaining) == (304, 2)
    invalid = await wexmoor.post({})
    assert (invalid.status, told(invalid.headers).remaining) == (422, 1)
    nowhere = await wexmoor.call("GET", "/api/v0.1/nowhere")
    assert (nowhere.status, told(nowhere.headers).remaining) == (404, 0)


async def test_a_refused_registration_registers_nobody(
    wexmoor: Api, travel: time_machine.Traveller
) -> None:
    for _ in range(5):
        await wexmoor.call("GET", INFO_PATH)
    assert (await wexmoor.post(make_data())).status == 429
    travel.shift(61)
    assert (await wexmoor.call("GET", TRAINEES_PATH)).status == 404
    assert (await wexmoor.post(make_data())).status == 201


async def test_every_token_of_a_provider_has_a_budget(
    wexmoor: Api, service: TraineesService
) -> None:
    second = Api(wexmoor.client, await make_token(service.pool, WEXMOOR, Scope.PROVIDER))
    for _ in range(6):
        await wexmoor.call("GET", INFO_PATH)
    assert told((await second.call("GET", INFO_PATH)).headers).remaining == 4


async def test_codes_are_for_everybody_and_not_counted(wexmoor: Api) -> None:
    for _ in range(8):
        answer = await wexmoor.call("GET", "/api/v0.1/reference-data")
        assert answer.status == 200
        assert says_nothing_of_limits(answer.headers)


async def test_a_client_that_waits_as_told_is_never_refused(
    wexmoor: Api, travel: time_machine.Traveller
) -> None:
    """Forty requests, now slowly, now as fast as they may be sent."""
    for number in range(40):
        answer = await wexmoor.call("GET", CHANGES_PATH)
        assert answer.status == 200
        remaining, seconds = told(answer.headers)
        travel.shift(seconds if remaining == 0 else (number % 4) * 2.5)
