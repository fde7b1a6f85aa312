"""The pages of both services in a real browser, tried as an integrator would."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import pytest

from tests.browser.chromium import WatchedPage, chromium_page
from tests.browser.docs_page import DocsPage
from tests.conftest import PARTICIPANTS, TRAINEES, Templates
from tests.service_process import ServiceProcess, service_process

SERVICES = {
    "participants": (PARTICIPANTS, "Lead Provider API v3", "listParticipants", "ecf_enrolments"),
    "trainees": (TRAINEES, "Register API", "getInfo", "v0.1"),
}


@pytest.fixture(scope="module", params=list(SERVICES))
def service(request: pytest.FixtureRequest, templates: Templates) -> Iterator[ServiceProcess]:
    identity = SERVICES[request.param][0]
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        url = runner.run(stack.enter_async_context(templates.clone(identity)))
        with service_process(identity, url) as process:
            yield process
        runner.run(stack.aclose())


@pytest.fixture
async def browser() -> AsyncIterator[WatchedPage]:
    async with chromium_page() as page:
        yield page


async def test_a_request_can_be_tried_on_the_page(
    browser: WatchedPage, service: ServiceProcess
) -> None:
    _, title, operation_id, expected = SERVICES[service.name]
    docs = DocsPage(browser.page, f"{service.url}/docs")
    await docs.open()
    assert await browser.page.title() == title
    assert len(await docs.operations()) >= 2
    await docs.authorise(service.token)
    answer = await docs.try_out(operation_id)
    shown = await answer.inner_text()
    assert "200" in shown
    assert expected in shown
    assert browser.complaints == []
