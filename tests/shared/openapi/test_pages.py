import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from shared.openapi import openapi_document, setup_docs
from shared.openapi.pages import DOCS_PATH, DOCUMENT_PATH
from tests.shared.openapi.example import DESCRIPTION, create_app

Client = TestClient[web.Request, web.Application]
PAGE_ASSETS = ["page.js", "page.css", "icon.svg", "swagger-ui-bundle.js", "swagger-ui.css"]


@pytest.fixture
async def client(aiohttp_client: Callable[[web.Application], Awaitable[Client]]) -> Client:
    app = create_app()
    setup_docs(app, DESCRIPTION)
    return await aiohttp_client(app)


async def test_the_published_document_is_the_generated_one(client: Client) -> None:
    answer = await client.get(DOCUMENT_PATH)
    assert answer.status == 200
    assert answer.content_type == "application/json"
    assert await answer.json() == openapi_document(create_app(), DESCRIPTION)


@pytest.mark.parametrize(
    "path", [DOCUMENT_PATH, DOCS_PATH, *(f"{DOCS_PATH}/assets/{name}" for name in PAGE_ASSETS)]
)
async def test_files_are_sent_once_and_confirmed_afterwards(client: Client, path: str) -> None:
    first = await client.get(path)
    assert first.status == 200
    assert await first.read()
    assert first.headers["Cache-Control"] == "no-cache"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    again = await client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304
    assert await again.read() == b""
    other = await client.get(path, headers={"If-None-Match": '"something-else"'})
    assert other.status == 200


async def test_the_page_runs_our_files_only(client: Client) -> None:
    answer = await client.get(DOCS_PATH)
    policy = dict(
        directive.split(" ", 1)
        for directive in answer.headers["Content-Security-Policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    page = await answer.text()
    assert "<title>Schools</title>" in page
    named = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert sorted(set(named)) == sorted(
        ["openapi.json", *(f"docs/assets/{name}" for name in PAGE_ASSETS)]
    )


async def test_the_bundle_can_show_openapi_3_1(client: Client) -> None:
    bundle = await (await client.get(f"{DOCS_PATH}/assets/swagger-ui-bundle.js")).text()
    assert '"5.' in bundle
    assert "openapi_3_1" in bundle or "OAS31" in bundle


@pytest.mark.parametrize("name", ["", "swagger-editor.js", "..%2fpages.py", "page.html"])
async def test_nothing_else_is_served(client: Client, name: str) -> None:
    answer = await client.get(f"{DOCS_PATH}/assets/{name}")
    assert answer.status == 404


async def test_large_files_travel_compressed(client: Client) -> None:
    path = f"{DOCS_PATH}/assets/swagger-ui-bundle.js"
    sizes: dict[str, Any] = {}
    for encoding in ("identity", "gzip"):
        async with client.session.get(
            client.make_url(path), headers={"Accept-Encoding": encoding}, auto_decompress=False
        ) as answer:
            sizes[encoding] = len(await answer.read())
    assert sizes["gzip"] < sizes["identity"] / 2
