"""Content for everybody: who may keep it, who has it already, and how it travels."""

import gzip
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from shared.http.published import Published

Client = TestClient[web.Request, web.Application]
CONTENT = b'{"colours":[' + b",".join([b'"vermilion"'] * 1000) + b"]}"
PUBLISHED = Published(
    CONTENT,
    content_type="application/json; charset=utf-8",
    caching="public, max-age=60",
    headers={"X-Palette": "warm"},
)


@pytest.fixture
async def client(aiohttp_client: Callable[[web.Application], Awaitable[Client]]) -> Client:
    async def serve(request: web.Request) -> web.Response:
        return PUBLISHED.answer(request)

    app = web.Application()
    app.router.add_get("/", serve)
    return await aiohttp_client(app)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_everybody_may_keep_it(client: Client, method: str) -> None:
    headers = {"Accept-Encoding": "identity"}
    async with client.request(method, "/", headers=headers) as answer:
        assert answer.status == 200
        assert await answer.read() == (CONTENT if method == "GET" else b"")
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
        assert answer.headers["Content-Length"] == str(len(CONTENT))
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["X-Palette"] == "warm"
        assert answer.headers["ETag"].startswith('W/"')
        assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_it_travels_compressed_under_the_same_tag(client: Client, coding: str) -> None:
    headers = {"Accept-Encoding": coding}
    async with client.session.get(
        client.make_url("/"), headers=headers, auto_decompress=False
    ) as answer:
        sent = await answer.read()
        assert answer.headers["Content-Encoding"] == coding
        assert answer.headers["Content-Length"] == str(len(sent))
        assert len(sent) < len(CONTENT) / 20
        if coding == "gzip":
            assert gzip.decompress(sent) == CONTENT
        tag = answer.headers["ETag"]
    async with client.get("/", headers={"Accept-Encoding": "identity"}) as answer:
        assert answer.headers["ETag"] == tag


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("form", "status"),
    [
        pytest.param('W/"{tag}"', 304, id="as it was sent"),
        pytest.param('"{tag}"', 304, id="made strong on the way"),
        pytest.param('"x", W/"{tag}"', 304, id="one of several"),
        pytest.param("*", 304, id="whatever there is"),
        pytest.param('"x"', 200, id="another"),
        pytest.param("{tag}", 200, id="no tag for want of quotes"),
        pytest.param('W/"', 200, id="half a tag"),
        pytest.param("", 200, id="blank"),
    ],
)
async def test_whoever_has_it_is_told_so(
    client: Client, method: str, form: str, status: int
) -> None:
    async with client.get("/") as answer:
        first = answer.headers
    tag = first["ETag"].removeprefix('W/"').removesuffix('"')
    async with client.request(
        method, "/", headers={"If-None-Match": form.format(tag=tag)}
    ) as answer:
        assert answer.status == status
        for name in ("ETag", "Cache-Control", "Vary", "X-Palette"):
            assert answer.headers[name] == first[name], name
        if status == 304:
            assert await answer.read() == b""
            assert "Content-Type" not in answer.headers


def test_other_content_has_another_tag() -> None:
    other = Published(CONTENT + b" ", content_type="application/json", caching="no-cache")
    tags = {each.tag for each in (PUBLISHED, other)}
    assert len(tags) == 2
