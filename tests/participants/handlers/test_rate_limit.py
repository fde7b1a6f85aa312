"""What lead providers meet when they send a lot."""

from collections.abc import AsyncIterator

import pytest
import time_machine

from participants_service.app import ParticipantsService, create_service
from participants_service.settings import ParticipantsSettings
from shared.auth.tokens import Scope
from shared.database import Pool
from tests.participants.api import PARTICIPANTS_PATH, Answer, Api
from tests.participants.conftest import make_token, serving
from tests.participants.people import LARKFIELD, known
from tests.participants.registry import Registry
from tests.shared.http.rate_limit.headers import says_nothing_of_limits, told

UNKNOWN = f"{PARTICIPANTS_PATH}/{known('nobody')}"


@pytest.fixture
async def service(
    travel: time_machine.Traveller, participants_pool: Pool
) -> AsyncIterator[ParticipantsService]:
    """The service with three requests in five minutes."""
    settings = ParticipantsSettings(sandbox=True, rate_limit="3/5 minutes")
    async with create_service(settings, participants_pool) as opened:
        yield opened


async def spend_all(api: Api) -> Answer:
    """Send requests until one is refused."""
    for _ in range(3):
        assert (await api.call("GET", PARTICIPANTS_PATH)).status == 200
    return await api.call("GET", PARTICIPANTS_PATH)


async def test_a_thousand_in_five_minutes_unless_told_otherwise() -> None:
    policy = ParticipantsSettings().rate_policy
    assert policy is not None
    assert (policy.requests, policy.seconds) == (1000, 300)


async def test_one_too_many_is_refused_and_told_when_to_come_back(larkfield: Api) -> None:
    refused = await spend_all(larkfield)
    assert refused.status == 429
    assert refused.body == {"error": "Too many requests"}
    assert refused.headers["RateLimit-Policy"] == '"default";q=3;w=300'
    assert told(refused.headers).remaining == 0
    assert refused.headers["Retry-After"] == str(told(refused.headers).seconds) == "301"


async def test_the_window_rolls(larkfield: Api, travel: time_machine.Traveller) -> None:
    """One request at first and two after 200 seconds; the first is forgotten after 300."""
    seen = []
    for pause in (0, 200, 0, 99, 2, 0):
        travel.shift(pause)
        answer = await larkfield.call("GET", PARTICIPANTS_PATH)
        seen.append((answer.status, *told(answer.headers)))
    assert seen == [
        (200, 2, 301),
        (200, 1, 101),
        (200, 0, 101),
        (429, 0, 2),
        (200, 0, 200),
        (429, 0, 200),
    ]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", PARTICIPANTS_PATH, 200),
        ("HEAD", PARTICIPANTS_PATH, 200),
        ("GET", f"{PARTICIPANTS_PATH}?filter=x", 400),
        ("GET", UNKNOWN, 404),
        ("PUT", f"{UNKNOWN}/defer", 400),
    ],
)
async def test_every_answer_tells_what_is_left(
    larkfield: Api, method: str, path: str, status: int
) -> None:
    for remaining in (2, 1, 0):
        answer = await larkfield.call(method, path)
        assert answer.status == status
        assert told(answer.headers).remaining == remaining
        assert answer.headers["RateLimit-Policy"] == '"default";q=3;w=300'
        assert "Retry-After" not in answer.headers
    assert (await larkfield.call(method, path)).status == 429


async def test_every_token_of_a_lead_provider_has_a_budget(
    larkfield: Api, service: ParticipantsService
) -> None:
    second = Api(larkfield.client, await make_token(service.pool, LARKFIELD, Scope.PROVIDER))
    assert (await spend_all(larkfield)).status == 429
    assert told((await second.call("GET", PARTICIPANTS_PATH)).headers).remaining == 2


async def test_who_is_not_let_in_is_not_counted(larkfield: Api, registry: Registry) -> None:
    wrong = f"{larkfield.token[:-1]}{'2' if larkfield.token[-1] == '1' else '1'}"
    for token, status in ((wrong, 401), (registry.token, 403)):
        for _ in range(5):
            answer = await Api(larkfield.client, token).call("GET", PARTICIPANTS_PATH)
            assert answer.status == status
            assert says_nothing_of_limits(answer.headers)
    answer = await larkfield.call("GET", PARTICIPANTS_PATH)
    assert told(answer.headers).remaining == 2


async def test_what_asks_for_no_token_is_not_counted(larkfield: Api) -> None:
    for path in ("/docs", "/openapi.json", "/nowhere"):
        for _ in range(5):
            headers = {"Authorization": f"Bearer {larkfield.token}"}
            async with larkfield.client.get(path, headers=headers) as response:
                assert response.status in (200, 404)
                assert says_nothing_of_limits(response.headers)


async def test_the_registry_is_not_counted(registry: Registry) -> None:
    for _ in range(5):
        headers = {"Authorization": f"Bearer {registry.token}"}
        async with registry.client.post(
            "/internal/v1/events", json={"events": []}, headers=headers
        ) as response:
            assert response.status == 200
            assert says_nothing_of_limits(response.headers)


async def test_a_clock_of_one_s_own_does_not_move_the_window(larkfield: Api) -> None:
    assert (await spend_all(larkfield)).status == 429
    later = await larkfield.at("2026-01-01T00:00:00Z").call("GET", PARTICIPANTS_PATH)
    assert later.status == 429


async def test_refusals_are_measured(larkfield: Api, service: ParticipantsService) -> None:
    await spend_all(larkfield)
    async with (
        serving(service.apps.internal) as client,
        client.get("/metrics") as response,
    ):
        assert "rate_limited_requests_total 1.0" in await response.text()


async def test_without_a_limit_nothing_is_said(larkfield: Api, participants_pool: Pool) -> None:
    async with (
        create_service(ParticipantsSettings(rate_limit="off"), participants_pool) as opened,
        serving(opened.apps.public) as client,
    ):
        for _ in range(5):
            answer = await Api(client, larkfield.token).call("GET", PARTICIPANTS_PATH)
            assert answer.status == 200
            assert says_nothing_of_limits(answer.headers)
