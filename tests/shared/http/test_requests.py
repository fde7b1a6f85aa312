from typing import TypeAlias

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

from shared.metrics import Metrics
from tests.log import Log
from tests.shared.http.service_app import make_app

Client: TypeAlias = TestClient[web.Request, web.Application]


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def client(aiohttp_client: AiohttpClient, metrics: Metrics, log: Log) -> Client:
    return await aiohttp_client(make_app(metrics, time_limit=0.2))


async def test_a_request_id_is_kept(client: Client) -> None:
    response = await client.get("/today", headers={"X-Request-Id": "gateway-7.1"})
    assert response.headers["X-Request-Id"] == "gateway-7.1"


async def test_an_odd_request_id_is_replaced(client: Client) -> None:
    for odd in ("a b", "x" * 129, "<script>"):
        response = await client.get("/today", headers={"X-Request-Id": odd})
        assert response.headers["X-Request-Id"] not in ("", odd)


@pytest.mark.parametrize(
    ("method", "path", "status", "error"),
    [
        ("GET", "/nothing/here", 404, "nowhere"),
        ("DELETE", "/today", 404, "nowhere"),
        ("GET", "/fail", 500, "fault"),
        ("GET", "/wait/1", 503, "later"),
        ("OPTIONS", "/today", 404, "nowhere"),
    ],
)
async def test_every_error_is_json(
    client: Client, method: str, path: str, status: int, error: str
) -> None:
    response = await client.request(method, path)
    assert response.status == status
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert await response.json() == {"error": error}
    assert response.headers["X-Request-Id"]


@pytest.mark.parametrize(
    ("body", "content_type", "status", "error"),
    [
        (b'{"a": 1', "application/json", 400, "not JSON"),
        (b"", "application/json", 400, "not JSON"),
        (b'{"a": NaN}', "application/json", 400, "not JSON"),
        (b'"\\ud800"', "application/json", 400, "not JSON"),
        (b"\xff\xfe", "application/json", 400, "not JSON"),
        (b"[" * 900 + b"]" * 900, "application/json", 413, "too large"),
        (b"[" * 450 + b"]" * 450, "text/plain", 415, "not declared as JSON"),
        (b"{}", "application/x-www-form-urlencoded", 415, "not declared as JSON"),
    ],
)
async def test_bodies_that_cannot_be_read(
    client: Client, body: bytes, content_type: str, status: int, error: str
) -> None:
    response = await client.post("/echo", data=body, headers={"Content-Type": content_type})
    assert response.status == status
    assert await response.json() == {"error": error}


async def test_a_body_comes_back_as_it_was(client: Client) -> None:
    body = {"name": "Zoë Ó Dálaigh 张", "number": 1.5, "none": None}
    response = await client.post("/echo", json=body)
    assert await response.json() == body


async def test_the_log_says_how_it_went_and_nothing_private(client: Client, log: Log) -> None:
    await client.get(
        "/wait/0?name=Imogen", headers={"Authorization": "Bearer hidden", "X-Request-Id": "r1"}
    )
    lines = log.lines
    (line,) = [line for line in lines if line["event"] == "request"]
    assert line["request_id"] == "r1"
    assert line["route"] == "/wait/{seconds}"
    assert line["status"] == 200
    assert line["duration_ms"] >= 0
    assert "Imogen" not in log.text
    assert "hidden" not in log.text


async def test_a_fault_is_logged_with_its_request(client: Client, log: Log) -> None:
    await client.get("/fail", headers={"X-Request-Id": "r2"})
    lines = log.lines
    (line,) = [line for line in lines if line["event"] == "fault"]
    assert line["request_id"] == "r2"
    assert "RuntimeError: a bug" in line["exception"]


async def test_requests_are_counted_by_route(client: Client, metrics: Metrics) -> None:
    for _ in range(3):
        await client.get("/today")
    await client.get("/nowhere/at/all")
    counted = {
        (sample.labels["method"], sample.labels["route"], sample.labels["status"]): sample.value
        for family in metrics.registry.collect()
        for sample in family.samples
        if sample.name == "http_requests_total"
    }
    assert counted == {("GET", "/today", "200"): 3, ("GET", "unrouted", "404"): 1}


@pytest.mark.parametrize(
    ("header", "day"),
    [
        ("2031-07-01T22:59:59Z", "2031-07-01"),
        ("2031-07-01T23:00:00Z", "2031-07-02"),
        ("2031-07-02T00:00:00+01:00", "2031-07-02"),
        ("2031-07-02", "2031-07-02"),
    ],
)
async def test_the_sandbox_clock_is_the_requests_own(client: Client, header: str, day: str) -> None:
    shifted = await client.get("/today", headers={"X-With-Server-Date": header})
    assert await shifted.json() == day
    plain = await client.get("/today")
    assert await plain.json() != day


@pytest.mark.parametrize("header", ["soon", "2031-13-01", "", "0001-01-01T00:00:00+14:00", "9999"])
async def test_a_sandbox_clock_that_makes_no_sense(client: Client, header: str) -> None:
    response = await client.get("/today", headers={"X-With-Server-Date": header})
    assert response.status == 400
    assert await response.json() == {"error": "not a request"}
