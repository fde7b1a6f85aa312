"""The page at /docs in a real browser, on a small API."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer

from shared.openapi import setup_docs
from tests.browser.chromium import WatchedPage, chromium_page
from tests.browser.docs_page import DocsPage
from tests.shared.openapi.example import DESCRIPTION, SCHOOL, TOKEN, create_app


@pytest.fixture
async def url() -> AsyncIterator[str]:
    app = create_app()
    setup_docs(app, DESCRIPTION)
    async with TestServer(app) as server:
        yield str(server.make_url("/docs"))


@pytest.fixture
async def browser() -> AsyncIterator[WatchedPage]:
    async with chromium_page() as page:
        yield page


async def test_every_operation_is_shown(browser: WatchedPage, url: str) -> None:
    docs = DocsPage(browser.page, url)
    await docs.open()
    assert await browser.page.title() == "Schools"
    assert await docs.operations() == [
        "GET /schools",
        "GET /schools/{school_id}",
        "PUT /schools/{school_id}/name",
        "GET /phases/{phase}",
    ]
    assert browser.complaints == []


async def test_nothing_is_fetched_from_anywhere_else(browser: WatchedPage, url: str) -> None:
    await DocsPage(browser.page, url).open()
    origin = url.removesuffix("/docs")
    fetched = [each for each in browser.requested if not each.startswith("data:")]
    assert len(fetched) >= 6
    assert all(each.startswith(f"{origin}/") for each in fetched)


async def test_a_request_without_a_token_shows_the_refusal(browser: WatchedPage, url: str) -> None:
    docs = DocsPage(browser.page, url)
    await docs.open()
    answer = await docs.try_out("listSchools")
    assert "401" in await answer.inner_text()
    assert "Access denied" in await answer.inner_text()


async def test_an_authorised_request_shows_its_answer(browser: WatchedPage, url: str) -> None:
    docs = DocsPage(browser.page, url)
    await docs.open()
    await docs.authorise(TOKEN)
    answer = await docs.try_out("getSchool", school_id=str(SCHOOL["id"]))
    shown = await answer.inner_text()
    assert "200" in shown
    assert "Fenbrook Academy" in shown
    assert browser.complaints == []


async def test_a_body_is_sent_as_the_example_says(browser: WatchedPage, url: str) -> None:
    docs = DocsPage(browser.page, url)
    await docs.open()
    await docs.authorise(TOKEN)
    answer = await docs.try_out("renameSchool", school_id=str(SCHOOL["id"]))
    assert "Fenbrook High" in await answer.inner_text()
    assert browser.complaints == []


async def test_the_policy_stops_foreign_scripts(browser: WatchedPage, url: str) -> None:
    await DocsPage(browser.page, url).open()
    await browser.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "document.title = 'taken over'";
          document.body.append(script);
        }"""
    )
    assert await browser.page.title() == "Schools"
    assert any("script-src" in complaint for complaint in browser.complaints)
