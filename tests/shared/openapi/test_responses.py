"""The watch over answers, on answers that break their description in every way it knows."""

from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from tests.contract.responses import ResponseWatch
from tests.shared.openapi.example import DESCRIPTION, SCHOOL, create_app

Client = TestClient[web.Request, web.Application]
JSON = "application/json; charset=utf-8"


@pytest.mark.parametrize(
    ("status", "content_type", "body", "problem"),
    [
        pytest.param(200, JSON, {"data": [SCHOOL]}, None, id="as documented"),
        pytest.param(401, JSON, {"error": "no"}, None, id="a documented error"),
        pytest.param(200, JSON, {"data": [{}]}, "required property", id="members missing"),
        pytest.param(200, JSON, {"data": [], "x": 1}, "'x' was unexpected", id="one more"),
        pytest.param(401, JSON, {"errors": []}, "'errors' was unexpected", id="another shape"),
        pytest.param(418, JSON, {"error": "no"}, "undocumented status", id="another status"),
        pytest.param(500, JSON, {"error": "no"}, "a fault of ours", id="a documented fault"),
        pytest.param(200, "text/plain", {"data": []}, "unexpected type", id="another type"),
    ],
)
async def test_answers_are_held_against_the_document(
    aiohttp_client: Callable[[web.Application], Awaitable[Client]],
    status: int,
    content_type: str,
    body: dict[str, object],
    problem: str | None,
) -> None:
    watch = ResponseWatch(create_app(), DESCRIPTION)

    async def answer(request: web.Request) -> web.Response:
        response = web.json_response(body, status=status)
        response.headers["Content-Type"] = content_type
        return response

    app = web.Application()
    app.router.add_get("/schools", answer)
    watch.attach(app)
    client = await aiohttp_client(app)
    await client.get("/schools")
    assert watch.checked == 1
    if problem is None:
        assert watch.problems == []
    else:
        assert problem in watch.problems[0]
