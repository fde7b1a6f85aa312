"""One line of JSON for each request, and nothing in it that names people or opens doors."""

import aiohttp
import orjson
import pytest

from tests.deploy.gateway.conftest import Service, bearing
from tests.deploy.gateway.nginx import Gateway
from tests.deploy.gateway.raw import connection, exchange, send

MEMBERS = {
    "time",
    "event",
    "request_id",
    "client",
    "protocol",
    "method",
    "path",
    "status",
    "bytes",
    "duration_s",
    "agent",
    "upstream",
    "upstream_status",
    "upstream_s",
}


async def test_a_request_can_be_followed_to_its_service(
    client: aiohttp.ClientSession, gateway: Gateway, participants: Service
) -> None:
    headers = bearing(participants.token, **{"X-Request-Id": "followed", "User-Agent": "vendor/1"})
    url = f"{gateway.url}/api/v3/participants?filter[updated_since]=2026-01-01T00:00:00Z"
    async with client.get(url, headers=headers) as answer:
        await answer.read()
    line = gateway.logged(request_id="followed")
    assert line.keys() == MEMBERS
    assert line["method"] == "GET"
    assert line["path"] == "/api/v3/participants"
    assert line["status"] == 200
    assert line["agent"] == "vendor/1"
    assert line["bytes"] > 0
    assert line["duration_s"] >= 0
    assert line["upstream"] == participants.process.address
    assert line["upstream_status"] == "200"
    assert "updated_since" not in gateway.access_log
    assert participants.token not in gateway.access_log


@pytest.mark.parametrize(
    ("request_line", "method", "path"),
    [
        (b"PUT /nowhere?name=Tamsin HTTP/1.1", "PUT", "/nowhere"),
        (b"DELETE /api/v3/%22%5c?name=Tamsin HTTP/1.1", "DELETE", "/api/v3/%22%5c"),
        (b'POST /a"\\b?name=Tamsin HTTP/1.1', "POST", '/a"\\b'),
        (b"GET /caf\xc3\xa9/\xff?name=Tamsin HTTP/1.1", "GET", "/caf"),
        (b"GET /%00?name=Tamsin HTTP/1.1", "GET", "/%00"),
        (b"get /x?name=Tamsin HTTP/1.1", "other", ""),
        (b"GET /" + b"x" * 9000 + b"?name=Tamsin HTTP/1.1", "GET", "/" + "x" * 199),
        (b"GET ?name=Tamsin HTTP/1.1", "GET", ""),
        (b"GET http://name:Tamsin@x/?name=Tamsin HTTP/1.1", "GET", "/"),
    ],
)
async def test_every_line_is_json_without_query(
    gateway: Gateway, request_line: bytes, method: str, path: str
) -> None:
    head = b'\r\nHost: x\r\nUser-Agent: "caf\xc3\xa9" \xff\r\nConnection: close\r\n\r\n'
    answer = await send(gateway.port, request_line + head)
    line = gateway.logged(request_id=answer.headers["x-request-id"])
    assert (line["method"], line["path"]) == (method, path)
    assert line["status"] == answer.status
    assert "Tamsin" not in gateway.access_log + gateway.errors


async def test_a_client_that_leaves_is_a_line_as_well(gateway: Gateway) -> None:
    async with connection(gateway.port) as (_, writer):
        writer.write(b"GET /api/v3/left-early HTTP/1.1\r\nHost: x\r\n")
        await writer.drain()
    assert gateway.logged(path="/api/v3/left-early")["upstream"] == ""
    assert await exchange(gateway.port, b"HEAD / HTTP/1.0\r\n\r\n")
    for written in gateway.access_log.splitlines():
        assert isinstance(orjson.loads(written)["status"], int)
