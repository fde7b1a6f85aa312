"""What the services are told about a request, and what they are not."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.deploy.gateway.nginx import Gateway, running_gateway
from tests.deploy.gateway.upstreams import Echo, echoing

SPOOFED = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Host": "elsewhere.example",
    "X-Forwarded-Proto": "gopher",
    "X-Real-IP": "203.0.113.9",
    "Forwarded": "for=203.0.113.9",
}


@pytest.fixture
async def echo() -> AsyncIterator[Echo]:
    async with echoing() as running:
        yield running


@pytest.fixture
async def gateway(echo: Echo) -> AsyncIterator[Gateway]:
    with running_gateway(GATEWAY_PARTICIPANTS_SERVERS=echo.servers) as running:
        yield running


async def told(
    client: aiohttp.ClientSession, gateway: Gateway, headers: dict[str, str]
) -> tuple[dict[str, str], str]:
    """Return the headers that the service was sent, and the request's id in the answer."""
    async with client.get(f"{gateway.url}/api/v3/x", headers=headers) as answer:
        assert answer.status == 200
        body: dict[str, Any] = await answer.json()
        (request_id,) = answer.headers.getall("X-Request-Id")
        return body["headers"], request_id


async def test_nobody_chooses_their_own_address(
    client: aiohttp.ClientSession, gateway: Gateway
) -> None:
    headers, request_id = await told(client, gateway, SPOOFED)
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "http"
    assert not {"x-forwarded-host", "x-real-ip", "forwarded"} & headers.keys()
    assert gateway.logged(request_id=request_id)["client"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("trusted", "client_address"),
    [
        pytest.param("set_real_ip_from 127.0.0.0/8;", "198.51.100.7", id="the peer"),
        pytest.param("set_real_ip_from 10.0.0.0/8;", "127.0.0.1", id="somebody else"),
        pytest.param(
            "set_real_ip_from 127.0.0.1; set_real_ip_from 198.51.100.0/24;",
            "198.51.100.7",
            id="no second hop, though it were trusted as a first one",
        ),
    ],
)
async def test_a_trusted_proxy_says_who_has_asked_it(
    client: aiohttp.ClientSession, echo: Echo, trusted: str, client_address: str
) -> None:
    with running_gateway(
        GATEWAY_PARTICIPANTS_SERVERS=echo.servers, GATEWAY_TRUSTED_PROXIES=trusted
    ) as gateway:
        headers, request_id = await told(client, gateway, SPOOFED)
        assert headers["x-forwarded-for"] == client_address
        assert gateway.logged(request_id=request_id)["client"] == client_address


@pytest.mark.parametrize("given", ["abc", "A.b_c-1", "x" * 128])
async def test_a_request_keeps_its_name(
    client: aiohttp.ClientSession, gateway: Gateway, given: str
) -> None:
    headers, request_id = await told(client, gateway, {"X-Request-Id": given})
    assert headers["x-request-id"] == request_id == given


@pytest.mark.parametrize("given", ["", "with blank", "x" * 129, 'quote"', "ünsafe", "a;b"])
async def test_a_request_without_a_usable_name_gets_one(
    client: aiohttp.ClientSession, gateway: Gateway, given: str
) -> None:
    headers, request_id = await told(client, gateway, {"X-Request-Id": given})
    assert headers["x-request-id"] == request_id
    assert len(request_id) == 32
    assert gateway.logged(request_id=request_id)["path"] == "/api/v3/x"


async def test_what_concerns_one_connection_goes_no_further(
    client: aiohttp.ClientSession, gateway: Gateway
) -> None:
    headers, _ = await told(
        client, gateway, {"Connection": "Upgrade", "Upgrade": "websocket", "Keep-Alive": "9"}
    )
    assert not {"connection", "upgrade", "keep-alive", "te"} & headers.keys()


async def test_everything_else_is_passed_on(
    client: aiohttp.ClientSession, gateway: Gateway
) -> None:
    sent = {
        "Authorization": "Bearer a-token",
        "X-With-Server-Date": "2026-11-24",
        "If-None-Match": 'W/"abc"',
        "Range": "bytes=0-1",
    }
    headers, _ = await told(client, gateway, sent)
    assert {name.lower(): value for name, value in sent.items()}.items() <= headers.items()


async def test_connections_to_a_service_are_kept(
    client: aiohttp.ClientSession, echo: Echo, gateway: Gateway
) -> None:
    for _ in range(20):
        await told(client, gateway, {})
    connections = {request.transport for request in echo.received}
    # One for each of nginx's processes at most.
    assert len(connections) <= int(gateway.settings["GATEWAY_WORKERS"])


async def test_no_version_of_anything_is_told(
    client: aiohttp.ClientSession, gateway: Gateway
) -> None:
    async with client.get(f"{gateway.url}/api/v3/x") as answer:
        assert answer.headers.getall("Server") == ["nginx"]
    async with client.get(f"{gateway.url}/elsewhere") as answer:
        assert answer.headers.getall("Server") == ["nginx"]


async def test_a_trace_goes_on_behind_the_gateway(
    client: aiohttp.ClientSession, gateway: Gateway
) -> None:
    trace = {
        "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "tracestate": "vendor=of-theirs",
    }
    headers, _ = await told(client, gateway, trace)
    assert trace.items() <= headers.items()
