"""Which paths lead where, and which lead nowhere."""

import re
from typing import Any

import aiohttp
import pytest
from yarl import URL

from tests.deploy.gateway.conftest import Service, bearing
from tests.deploy.gateway.nginx import Gateway
from tests.deploy.gateway.raw import send

NOT_FOUND = {
    "participants": {"error": "Resource not found"},
    "trainees": {"errors": [{"error": "NotFound", "message": "Not found"}]},
}


async def test_each_api_is_answered_by_its_service(
    client: aiohttp.ClientSession, gateway: Gateway, participants: Service, trainees: Service
) -> None:
    people = f"{gateway.url}/api/v3/participants?page%5Bper_page%5D=2"
    async with client.get(people, headers=bearing(participants.token)) as answer:
        assert answer.status == 200
        assert len((await answer.json())["data"]) == 2
    info = f"{gateway.url}/api/v0.1/info"
    async with client.get(info, headers=bearing(trainees.token)) as answer:
        assert answer.status == 200
        assert (await answer.json())["status"] == "ok"


@pytest.mark.parametrize("name", ["participants", "trainees"])
async def test_a_page_and_everything_it_links_to_are_there(
    client: aiohttp.ClientSession, gateway: Gateway, name: str
) -> None:
    page = f"{gateway.url}/{name}/docs"
    async with client.get(page) as answer:
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        links = set(re.findall(r'(?:src|href)="([^"]+)"', await answer.text()))
    assert len(links) >= 5
    for link in links:
        async with client.get(answer.url.join(URL(link))) as linked:
            assert linked.status == 200, link
            assert await linked.read()


@pytest.mark.parametrize("name", ["participants", "trainees"])
async def test_requests_tried_on_the_page_reach_the_api(
    client: aiohttp.ClientSession,
    gateway: Gateway,
    services: dict[str, Service],
    name: str,
) -> None:
    async with client.get(f"{gateway.url}/{name}/openapi.json") as answer:
        document: dict[str, Any] = await answer.json()
    # As the page does: the server's address is relative to the document's own.
    server = answer.url.join(URL(document["servers"][0]["url"]))
    path = next(path for path, item in document["paths"].items() if "get" in item)
    async with client.get(
        f"{str(server).rstrip('/')}{path}", headers=bearing(services[name].token)
    ) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/docs",
        "/openapi.json",
        "/livez",
        "/readyz",
        "/metrics",
        "/status",
        "/refusal",
        "/internal/v1/events",
        "/api",
        "/api/",
        "/api/v3",
        "/api/v4/participants",
        "/api/v0x1/info",
        "/api/v0.1",
        "/api/v3/../../metrics",
        "/api/v3/%2e%2e/%2e%2e/internal/v1/events",
        "/api/v3/..%2f..%2fdocs",
        "/trainees",
        "/trainees/",
        "/trainees/livez",
        "/trainees/docs/",
        "/trainees/docs/assets/",
        "/participants/metrics",
        "/participants/docs/assets/../../livez",
        "/participants/internal/v1/events",
    ],
)
async def test_nothing_else_is_passed_on(gateway: Gateway, path: str) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = await send(gateway.port, request.encode())
    assert answer.status == 404
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    meant = "trainees" if path.startswith(("/trainees", "/api/v0.1")) else "participants"
    assert answer.json == NOT_FOUND[meant]
    assert answer.headers["x-request-id"]
    assert gateway.logged(request_id=answer.headers["x-request-id"])["upstream"] == ""


@pytest.mark.parametrize(
    "path",
    [
        "/api/v3/livez",
        "/api/v3/metrics",
        "/api/v3/internal/v1/events",
        "/api/v0.1/internal/v1/events",
    ],
)
async def test_the_services_know_no_internal_paths_below_their_api(
    client: aiohttp.ClientSession, gateway: Gateway, services: dict[str, Service], path: str
) -> None:
    name = "trainees" if "v0.1" in path else "participants"
    async with client.get(f"{gateway.url}{path}", headers=bearing(services[name].token)) as answer:
        assert answer.status == 404
        assert await answer.json() == NOT_FOUND[name]


async def test_operators_see_that_nginx_is_alive_on_another_port(
    client: aiohttp.ClientSession, gateway: Gateway
) -> None:
    async with client.get(f"{gateway.internal_url}/livez") as answer:
        assert await answer.json() == {"status": "alive"}
    async with client.get(f"{gateway.internal_url}/status") as answer:
        assert "Active connections" in await answer.text()
    async with client.get(f"{gateway.internal_url}/api/v3/participants") as answer:
        assert answer.status == 404
