"""Answers of the real services, as they come out of the gateway."""

import gzip

import aiohttp
import orjson
import pytest

from tests.deploy.gateway.conftest import Service, bearing
from tests.deploy.gateway.nginx import Gateway

PEOPLE = "/api/v3/participants"
TAKES_GZIP = {"Accept-Encoding": "gzip, deflate"}


@pytest.fixture
def url(gateway: Gateway) -> str:
    return f"{gateway.url}{PEOPLE}"


async def test_a_page_of_a_hundred_travels_in_an_eighth_of_its_size(
    client: aiohttp.ClientSession, url: str, participants: Service
) -> None:
    headers = bearing(participants.token)
    async with client.get(url, headers=headers) as answer:
        plain = await answer.read()
        assert answer.status == 200, plain
        assert "Content-Encoding" not in answer.headers
        assert len(orjson.loads(plain)["data"]) == 100
    async with client.get(url, headers=headers | TAKES_GZIP) as answer:
        packed = await answer.read()
        assert answer.status == 200, packed
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
        assert "Accept-Encoding" in answer.headers.getall("Vary")
    assert gzip.decompress(packed) == plain
    assert len(packed) * 8 <= len(plain), f"{len(plain)} bytes became {len(packed)}"


async def test_small_answers_are_not_worth_it(
    client: aiohttp.ClientSession, gateway: Gateway, trainees: Service
) -> None:
    headers = bearing(trainees.token, **TAKES_GZIP)
    async with client.get(f"{gateway.url}/api/v0.1/info", headers=headers) as answer:
        assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
async def test_who_has_an_answer_is_told_that_it_holds(
    client: aiohttp.ClientSession, gateway: Gateway, trainees: Service, encoding: str
) -> None:
    url = f"{gateway.url}/api/v0.1/trainees"
    headers = bearing(trainees.token, **{"Accept-Encoding": encoding})
    async with client.get(url, headers=headers) as answer:
        tag = answer.headers["ETag"]
        assert tag.startswith("W/") == (encoding == "gzip")
        assert "Authorization" in answer.headers.getall("Vary")
    async with client.get(url, headers=headers | {"If-None-Match": tag}) as answer:
        assert answer.status == 304
        assert await answer.read() == b""
        assert answer.headers["ETag"].removeprefix("W/") == tag.removeprefix("W/")
    async with client.get(url, headers=headers | {"If-None-Match": '"other"'}) as answer:
        assert answer.status == 200


async def test_a_head_is_a_get_without_its_body(
    client: aiohttp.ClientSession, url: str, participants: Service
) -> None:
    headers = bearing(participants.token)
    async with client.get(url, headers=headers) as got:
        await got.read()
    async with client.head(url, headers=headers) as answer:
        assert answer.status == 200
        assert await answer.read() == b""
        for name in ("Content-Type", "Content-Length"):
            assert answer.headers[name] == got.headers[name]


async def test_parts_of_an_answer_cannot_be_asked_for(
    client: aiohttp.ClientSession, url: str, participants: Service
) -> None:
    headers = bearing(participants.token, Range="bytes=0-9")
    async with client.get(url, headers=headers) as answer:
        assert answer.status == 200
        assert orjson.loads(await answer.read())["data"]


async def test_a_request_to_change_to_websockets_gets_an_ordinary_answer(
    client: aiohttp.ClientSession, url: str, participants: Service
) -> None:
    headers = bearing(participants.token, Connection="Upgrade", Upgrade="websocket")
    async with client.get(url, headers=headers) as answer:
        assert answer.status == 200


async def test_the_largest_page_arrives_whole(
    client: aiohttp.ClientSession, url: str, participants: Service
) -> None:
    query = "?page%5Bper_page%5D=3000"
    headers = bearing(participants.token)
    async with client.get(f"{participants.process.url}{PEOPLE}{query}", headers=headers) as direct:
        expected = await direct.read()
    async with client.get(f"{url}{query}", headers=headers) as answer:
        assert await answer.read() == expected


async def test_the_next_page_of_trainees_is_found_by_its_link(
    client: aiohttp.ClientSession, gateway: Gateway, trainees: Service
) -> None:
    headers = bearing(trainees.token)
    first = f"{gateway.url}/api/v0.1/trainees?per_page=2"
    async with client.get(first, headers=headers) as answer:
        link = answer.links["next"]["url"]
    assert str(link).startswith(gateway.url)
    async with client.get(link, headers=headers) as answer:
        assert answer.status == 200


async def test_compressed_files_of_the_pages_stay_compressed_once(
    client: aiohttp.ClientSession, gateway: Gateway
) -> None:
    asset = f"{gateway.url}/trainees/docs/assets/swagger-ui-bundle.js"
    async with client.get(asset, headers=TAKES_GZIP) as answer:
        encoding, content = answer.headers["Content-Encoding"], await answer.read()
    async with client.get(asset) as plain:
        assert encoding in {"gzip", "deflate"}
        assert len(content) < len(await plain.read()) / 2
