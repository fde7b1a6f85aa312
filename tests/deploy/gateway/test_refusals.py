"""What the gateway says by itself, each API in its own words, as its service would say it."""

import asyncio
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import aiohttp
import orjson
import pytest

from deploy.gateway.configuration import SOURCES
from participants_service.handlers.errors import ERROR_BODIES as TO_LEAD_PROVIDERS
from shared.http.errors import (
    ApiError,
    BodyTooLargeError,
    ErrorBodies,
    MalformedRequestError,
    UnavailableError,
    UnroutedError,
    render_error,
)
from tests.deploy.gateway.conftest import Service, bearing
from tests.deploy.gateway.nginx import Gateway, running_gateway
from tests.deploy.gateway.raw import send
from tests.deploy.gateway.upstreams import breaking_off, echoing
from trainees_service.handlers.errors import ERROR_BODIES as TO_TRAINING_PROVIDERS

WORDS = {"/api/v3": TO_LEAD_PROVIDERS, "/api/v0.1": TO_TRAINING_PROVIDERS}
JSON = "application/json; charset=utf-8"


def said_by_the_service(error: ApiError, words: ErrorBodies) -> Any:
    response = render_error(error, words)
    assert isinstance(response.body, bytes)
    return orjson.loads(response.body)


@pytest.fixture(scope="module")
def lonely() -> Iterator[Gateway]:
    """Run a gateway with no service behind it."""
    with running_gateway() as gateway:
        yield gateway


@pytest.mark.parametrize("prefix", list(WORDS))
@pytest.mark.parametrize(
    ("head", "error"),
    [
        pytest.param("PUT {}/x HTTP/1.1\r\nContent-Length: 1048577", BodyTooLargeError(), id="413"),
        pytest.param(
            f"GET {{}}/x HTTP/1.1\r\nX-Long: {'x' * 9000}", MalformedRequestError(), id="494"
        ),
        pytest.param(
            "GET {}/x HTTP/1.1" + f"\r\nX-Many: {'x' * 7000}" * 5,
            MalformedRequestError(),
            id="headers larger than the buffers together",
        ),
        pytest.param("GET {}/x HTTP/1.1\r\nContent-Length: ten", MalformedRequestError(), id="400"),
        pytest.param(
            "POST {}/x HTTP/1.1\r\nTransfer-Encoding: rot13", MalformedRequestError(), id="501"
        ),
        pytest.param("TRACE {}/x HTTP/1.1", UnroutedError(), id="405"),
        pytest.param("GET {}/x HTTP/3.7", MalformedRequestError(), id="505"),
    ],
)
async def test_the_words_are_those_of_the_service(
    lonely: Gateway, prefix: str, head: str, error: ApiError
) -> None:
    request = f"{head.format(prefix)}\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = await send(lonely.port, request.encode())
    assert answer.status == error.status
    assert answer.headers["content-type"] == JSON
    assert answer.json == said_by_the_service(error, WORDS[prefix])
    assert answer.headers["server"] == "nginx"
    assert answer.headers["x-request-id"]
    assert "retry-after" not in answer.headers


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v3/", {"error": "Address too long"}),
        ("/api/v0.1/", {"errors": [{"error": "UriTooLong", "message": "The address is too long"}]}),
        ("/", {"error": "Address too long"}),
    ],
)
async def test_an_address_may_be_too_long(lonely: Gateway, path: str, body: Any) -> None:
    request = f"GET {path}{'x' * 9000} HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = await send(lonely.port, request.encode())
    assert answer.status == 414
    assert answer.json == body


@pytest.mark.parametrize("words", [b"\x16\x03\x01\x02\x00", b"hello\r\n\r\n", b"GET\r\n\r\n"])
async def test_what_is_not_http_is_a_bad_request(lonely: Gateway, words: bytes) -> None:
    answer = await send(lonely.port, words + b"\r\n\r\n")
    assert answer.status == 400
    assert answer.json == said_by_the_service(MalformedRequestError(), TO_LEAD_PROVIDERS)


async def test_twenty_megabytes_are_refused_in_both_ways_of_sending(
    client: aiohttp.ClientSession, gateway: Gateway, trainees: Service
) -> None:
    async def pieces() -> Any:
        for _ in range(20):
            yield b" " * 2**20

    url = f"{gateway.url}/api/v0.1/trainees"
    headers = bearing(trainees.token, **{"Content-Type": "application/json"})
    for body in (BytesIO(b" " * 20 * 2**20), pieces()):
        async with client.post(url, data=body, headers=headers) as answer:
            assert answer.status == 413
            assert await answer.json() == said_by_the_service(
                BodyTooLargeError(), TO_TRAINING_PROVIDERS
            )


async def test_both_sides_take_bodies_of_the_same_size(
    client: aiohttp.ClientSession, gateway: Gateway, trainees: Service
) -> None:
    url = f"{gateway.url}/api/v0.1/trainees"
    headers = bearing(trainees.token, **{"Content-Type": "application/json"})
    async with client.post(url, data=BytesIO(b" " * 2**20), headers=headers) as answer:
        # The service has read it, and found that it is not JSON.
        assert answer.status == 400
    # The line is written when the client has hung up, which it does while its loop runs.
    line = await asyncio.to_thread(gateway.logged, request_id=answer.headers["X-Request-Id"])
    assert line["upstream_status"] == "400"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v3/participants", {"error": "Bad gateway"}),
        (
            "/api/v0.1/trainees",
            {"errors": [{"error": "BadGateway", "message": "Try again in a moment"}]},
        ),
        ("/participants/docs", {"error": "Bad gateway"}),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
async def test_a_service_that_is_down_is_said_to_be(
    client: aiohttp.ClientSession, lonely: Gateway, path: str, body: Any, method: str
) -> None:
    async with client.request(method, f"{lonely.url}{path}") as answer:
        assert answer.status == 502
        assert answer.headers["Retry-After"] == "5"
        assert answer.headers["Content-Type"] == JSON
        assert await answer.json() == body


async def test_a_service_that_answers_nothing_sensible_counts_as_down(
    client: aiohttp.ClientSession,
) -> None:
    async with breaking_off() as (address, _):
        with running_gateway(GATEWAY_PARTICIPANTS_SERVERS=f"server {address};") as gateway:
            async with client.get(f"{gateway.url}/api/v3/participants") as answer:
                assert answer.status == 502


@pytest.mark.parametrize("status", [400, 401, 404, 413, 422, 429, 500, 503])
async def test_a_service_s_own_errors_pass_as_they_are(
    client: aiohttp.ClientSession, status: int
) -> None:
    async with echoing() as echo:
        echo.status = status
        with running_gateway(GATEWAY_PARTICIPANTS_SERVERS=echo.servers * 2) as gateway:
            async with client.get(f"{gateway.url}/api/v3/x?y=%20z") as answer:
                assert answer.status == status
                assert (await answer.json())["path"] == "/api/v3/x?y=%20z"
                assert "Retry-After" not in answer.headers
        # A second server would not have another opinion.
        assert len(echo.received) == 1


@pytest.mark.parametrize("words", list(WORDS.values()), ids=list(WORDS))
def test_being_unavailable_is_said_as_the_service_says_it(words: ErrorBodies) -> None:
    # Nothing in this configuration answers 503; a limit that an operator adds would.
    response = render_error(UnavailableError(), words)
    assert isinstance(response.body, bytes)
    template = (SOURCES / "templates" / "refusals.conf.template").read_text()
    assert f"503\"  '{response.body.decode()}';" in re.sub(" +'", "  '", template).replace("$", "")
