"""A service that dies, hangs or is not there: reads go elsewhere, writes are never sent twice."""

import asyncio
import signal
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest

from deploy.local.ports import free_ports
from tests.deploy.gateway.conftest import Service, bearing
from tests.deploy.gateway.nginx import running_gateway
from tests.deploy.gateway.upstreams import breaking_off, echoing, wait_until_received
from tests.service_process import ServiceProcess
from tests.trainees.domain.payloads import make_data

NOW = {"X-With-Server-Date": "2026-11-24T10:00:00Z"}
ONE_AFTER_THE_OTHER = "server {} max_fails=0; server {} backup;"


def port_of(replica: ServiceProcess) -> int:
    return int(replica.address.rpartition(":")[2])


@pytest.fixture
def dying(request: pytest.FixtureRequest, services: dict[str, Service]) -> Iterator[ServiceProcess]:
    """Run a replica that has been stopped, so that it takes requests and answers none."""
    with services[request.param].replica() as replica:
        replica.process.send_signal(signal.SIGSTOP)
        yield replica


async def kill_when_reached(
    replica: ServiceProcess, asked: asyncio.Task[tuple[int, Any]]
) -> tuple[int, Any]:
    """Kill the replica once the request is there, and return what the client is told."""
    await asyncio.to_thread(wait_until_received, port_of(replica))
    assert not asked.done()
    replica.process.kill()
    async with asyncio.timeout(20):
        return await asked


async def ask(
    client: aiohttp.ClientSession, method: str, url: str, **options: Any
) -> tuple[int, Any]:
    async with client.request(method, url, **options) as answer:
        return answer.status, await answer.json()


@pytest.mark.parametrize("dying", ["participants"], indirect=True)
async def test_a_read_goes_on_elsewhere_without_its_client_noticing(
    client: aiohttp.ClientSession, participants: Service, dying: ServiceProcess
) -> None:
    servers = ONE_AFTER_THE_OTHER.format(dying.address, participants.process.address)
    with running_gateway(GATEWAY_PARTICIPANTS_SERVERS=servers) as gateway:
        url = f"{gateway.url}/api/v3/participants"
        headers = bearing(participants.token, **{"X-Request-Id": "a-read"})
        asked = asyncio.create_task(ask(client, "GET", url, headers=headers))
        status, page = await kill_when_reached(dying, asked)
        assert status == 200
        assert page["data"]
        line = gateway.logged(request_id="a-read")
    assert line["upstream"] == f"{dying.address}, {participants.process.address}"
    assert line["upstream_status"] == "502, 200"


@pytest.mark.parametrize("dying", ["trainees"], indirect=True)
async def test_a_registration_is_not_sent_twice(
    client: aiohttp.ClientSession, trainees: Service, dying: ServiceProcess
) -> None:
    servers = ONE_AFTER_THE_OTHER.format(dying.address, trainees.process.address)
    with running_gateway(GATEWAY_TRAINEES_SERVERS=servers) as gateway:
        url = f"{gateway.url}/api/v0.1/trainees"
        options = {"headers": bearing(trainees.token, **NOW), "json": {"data": make_data()}}
        asked = asyncio.create_task(ask(client, "POST", url, **options))
        assert await kill_when_reached(dying, asked) == (
            502,
            {"errors": [{"error": "BadGateway", "message": "Try again in a moment"}]},
        )
        # Nobody has registered the trainee; and nothing is sent to who cannot be reached at all.
        assert (await ask(client, "POST", url, **options))[0] == 201
        assert (await ask(client, "POST", url, **options))[0] == 409


@pytest.mark.parametrize("dying", ["participants"], indirect=True)
async def test_an_action_is_not_sent_twice(
    client: aiohttp.ClientSession, participants: Service, dying: ServiceProcess
) -> None:
    headers = bearing(participants.token)
    people = f"{participants.process.url}/api/v3/participants"
    _, page = await ask(client, "GET", f"{people}?filter[training_status]=active", headers=headers)
    person = next(each for each in page["data"] if len(each["attributes"]["ecf_enrolments"]) == 1)
    enrolment = person["attributes"]["ecf_enrolments"][0]
    course = "ecf-induction" if enrolment["participant_type"] == "ect" else "ecf-mentor"
    body = {
        "data": {
            "type": "participant-defer",
            "attributes": {"reason": "other", "course_identifier": course},
        }
    }
    path = f"/api/v3/participants/{person['id']}/defer"
    servers = ONE_AFTER_THE_OTHER.format(dying.address, participants.process.address)
    with running_gateway(GATEWAY_PARTICIPANTS_SERVERS=servers) as gateway:
        asked = asyncio.create_task(
            ask(client, "PUT", f"{gateway.url}{path}", headers=headers, json=body)
        )
        assert await kill_when_reached(dying, asked) == (502, {"error": "Bad gateway"})
    url = f"{participants.process.url}{path}"
    assert (await ask(client, "PUT", url, headers=headers, json=body))[0] == 200
    assert (await ask(client, "PUT", url, headers=headers, json=body))[0] == 422


@pytest.mark.parametrize(
    ("method", "status"),
    [
        ("GET", 200),
        ("HEAD", 200),
        ("OPTIONS", 200),
        ("POST", 502),
        ("PUT", 502),
        ("PATCH", 502),
        ("DELETE", 502),
    ],
)
async def test_only_what_changes_nothing_is_sent_again(
    client: aiohttp.ClientSession, method: str, status: int
) -> None:
    async with breaking_off() as (first, received), echoing() as second:
        servers = ONE_AFTER_THE_OTHER.format(first, second.address)
        with running_gateway(GATEWAY_TRAINEES_SERVERS=servers) as gateway:
            async with client.request(method, f"{gateway.url}/api/v0.1/trainees/1") as answer:
                assert answer.status == status
        assert len(received) == 1
        assert len(second.received) == (status == 200)


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH"])
async def test_what_could_not_be_sent_is_sent_elsewhere(
    client: aiohttp.ClientSession, method: str
) -> None:
    (nobody,) = free_ports(1)
    async with echoing() as echo:
        servers = ONE_AFTER_THE_OTHER.format(f"127.0.0.1:{nobody}", echo.address)
        with running_gateway(GATEWAY_TRAINEES_SERVERS=servers) as gateway:
            async with client.request(method, f"{gateway.url}/api/v0.1/x", data=b"{}") as answer:
                assert answer.status == 200


async def test_a_server_that_is_down_is_left_alone_soon(client: aiohttp.ClientSession) -> None:
    (nobody,) = free_ports(1)
    async with echoing() as echo:
        servers = f"server 127.0.0.1:{nobody} max_fails=2 fail_timeout=60s; {echo.servers}"
        with running_gateway(GATEWAY_PARTICIPANTS_SERVERS=servers) as gateway:
            statuses = []
            for _ in range(20):
                # PUT is not tried elsewhere, so it shows who was chosen.
                async with client.put(f"{gateway.url}/api/v3/x") as answer:
                    statuses.append(answer.status)
    assert statuses.count(502) == 2
    assert statuses[-1] == 200


@pytest.mark.parametrize("dying", ["participants"], indirect=True)
@pytest.mark.parametrize("method", ["GET", "PUT"])
async def test_a_service_that_takes_too_long_is_given_up(
    client: aiohttp.ClientSession, dying: ServiceProcess, method: str
) -> None:
    with running_gateway(
        GATEWAY_PARTICIPANTS_SERVERS=f"server {dying.address};", GATEWAY_UPSTREAM_TIMEOUT="1s"
    ) as gateway:
        async with client.request(method, f"{gateway.url}/api/v3/participants") as answer:
            assert answer.status == 504
            assert answer.headers["Retry-After"] == "30"
            assert await answer.json() == {"error": "Gateway timeout"}


@pytest.mark.parametrize("dying", ["trainees"], indirect=True)
async def test_too_long_is_said_to_training_providers_in_their_words(
    client: aiohttp.ClientSession, dying: ServiceProcess
) -> None:
    with running_gateway(
        GATEWAY_TRAINEES_SERVERS=f"server {dying.address};", GATEWAY_UPSTREAM_TIMEOUT="1s"
    ) as gateway:
        assert await ask(client, "GET", f"{gateway.url}/api/v0.1/info") == (
            504,
            {"errors": [{"error": "GatewayTimeout", "message": "The answer took too long"}]},
        )


async def test_failures_are_not_noted_with_whole_requests(client: aiohttp.ClientSession) -> None:
    with running_gateway() as gateway:
        async with client.get(f"{gateway.url}/api/v3/participants?filter[trn]=1234567") as answer:
            assert answer.status == 502
        gateway.logged(status=502)
        assert "1234567" not in gateway.errors + gateway.access_log
