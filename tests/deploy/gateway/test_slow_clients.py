"""Clients that take their time hold up nobody but themselves."""

import asyncio
from collections.abc import AsyncIterator
from itertools import repeat

import orjson
import pytest

from tests.deploy.gateway.nginx import Gateway, running_gateway
from tests.deploy.gateway.raw import connection, exchange
from tests.deploy.gateway.upstreams import Echo, echoing

HEAD = b"POST /api/v0.1/trainees HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"


@pytest.fixture
async def echo() -> AsyncIterator[Echo]:
    async with echoing() as running:
        yield running


@pytest.fixture
async def gateway(echo: Echo) -> AsyncIterator[Gateway]:
    with running_gateway(
        GATEWAY_TRAINEES_SERVERS=echo.servers, GATEWAY_CLIENT_TIMEOUT="1s"
    ) as running:
        yield running


@pytest.mark.parametrize(
    "begun",
    [
        pytest.param(HEAD, id="head"),
        pytest.param(HEAD + b"Content-Length: 9\r\n\r\n{", id="body"),
        pytest.param(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", id="chunked body"),
    ],
)
async def test_a_request_that_does_not_go_on_never_reaches_the_service(
    gateway: Gateway, echo: Echo, begun: bytes
) -> None:
    assert await exchange(gateway.port, begun) == b""
    assert gateway.logged(status=408)["upstream"] == ""
    assert echo.received == []


async def test_dripping_headers_gains_no_time(gateway: Gateway, echo: Echo) -> None:
    async with connection(gateway.port) as (reader, writer), asyncio.timeout(10):
        writer.write(HEAD)
        ended = asyncio.create_task(reader.read())
        for letter in repeat(b"X-Drop: x\r\n"):
            if ended.done():
                break
            writer.write(letter)
            await asyncio.wait([ended], timeout=0.1)
        assert isinstance(ended.exception(), ConnectionError) or ended.result() == b""
    assert echo.received == []


async def test_a_body_in_small_pieces_arrives_as_one_request(gateway: Gateway, echo: Echo) -> None:
    async with connection(gateway.port) as (reader, writer):
        writer.write(HEAD + b"Content-Length: 6\r\n\r\n")
        for piece in (b"{ ", b"  ", b" }"):
            assert echo.received == []
            writer.write(piece)
            await writer.drain()
            # Less than the gateway would wait for the next piece.
            await asyncio.sleep(0.5)
        answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 200 ")
    headers = orjson.loads(answer.partition(b"\r\n\r\n")[2])["headers"]
    assert headers["content-length"] == "6"


async def test_a_client_that_announces_its_body_is_told_to_send_it(gateway: Gateway) -> None:
    async with connection(gateway.port) as (reader, writer):
        writer.write(HEAD + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(b"{}")
        assert (await reader.read()).startswith(b"HTTP/1.1 200 ")


async def test_a_client_that_announces_too_much_is_told_before_it_sends_it(
    gateway: Gateway,
) -> None:
    request = HEAD + b"Expect: 100-continue\r\nContent-Length: 20000000\r\n\r\n"
    answer = await exchange(gateway.port, request)
    assert answer.startswith(b"HTTP/1.1 413 ")
