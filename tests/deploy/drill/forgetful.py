"""A server that takes whatever is written and may be told to forget some of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer


class Forgetful:
    """Trainees, events and deferrals, without any rules."""

    def __init__(self) -> None:
        self.url = ""
        self.trainees: list[dict[str, Any]] = []
        self.events: set[str] = set()
        self.deferred: set[str] = set()
        self.changes: list[dict[str, Any]] = []
        # What the next writes are answered, though they are carried out.
        self.said_instead: list[int] = []
        self.rejects = False

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/api/v0.1/trainees", self._register)
        app.router.add_get("/api/v0.1/trainees", self._list_trainees)
        app.router.add_post("/internal/v1/events", self._take_events)
        app.router.add_put("/api/v3/participants/{id}/defer", self._defer)
        app.router.add_get("/api/v3/participants", self._list_deferred)
        app.router.add_get("/api/v3/changes", self._list_changes)
        return app

    async def _register(self, request: web.Request) -> web.Response:
        data = (await request.json())["data"]
        if any(each["first_names"] == data["first_names"] for each in self.trainees):
            return web.json_response({}, status=409)
        self.trainees.append(data)
        return self._say(201, {})

    async def _list_trainees(self, request: web.Request) -> web.Response:
        return web.json_response({"data": self.trainees})

    async def _take_events(self, request: web.Request) -> web.Response:
        sent = [each["event_id"] for each in (await request.json())["events"]]
        if self.rejects:
            results = [{"event_id": each, "status": "rejected", "errors": []} for each in sent]
            return web.json_response({"results": results})
        results = [
            {"event_id": each, "status": "duplicate" if each in self.events else "applied"}
            for each in sent
        ]
        self.events.update(sent)
        return self._say(200, {"results": results})

    async def _defer(self, request: web.Request) -> web.Response:
        if request.match_info["id"] in self.deferred:
            return web.json_response({}, status=422)
        self.deferred.add(request.match_info["id"])
        return self._say(200, {})

    async def _list_deferred(self, request: web.Request) -> web.Response:
        return web.json_response({"data": [{"id": each} for each in self.deferred]})

    async def _list_changes(self, request: web.Request) -> web.Response:
        after = int(request.query["after"])
        entries = [each for each in self.changes if each["position"] > after]
        return web.json_response({"data": entries, "meta": {"has_more": False}})

    def _say(self, status: int, body: Any) -> web.Response:
        if self.said_instead:
            return web.json_response({}, status=self.said_instead.pop(0))
        return web.json_response(body, status=status)


@asynccontextmanager
async def forgetful_server() -> AsyncIterator[Forgetful]:
    server = Forgetful()
    async with TestServer(server.app()) as listening:
        server.url = str(listening.make_url("/")).rstrip("/")
        yield server
