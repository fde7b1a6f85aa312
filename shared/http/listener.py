"""Listening sockets that speak JSON even to a client that does not speak HTTP."""

from typing import Any

import structlog
from aiohttp import web
from aiohttp.web_protocol import RequestHandler
from aiohttp.web_server import Server

from shared.http.errors import ErrorBodies, InternalError, MalformedRequestError, render_error

log = structlog.get_logger()

# How long an idle connection is kept; a gateway in front keeps its own a little shorter.
KEEP_ALIVE = 75.0


class _JsonProtocol(RequestHandler):
    """Answers what is not even a request in the service's own shape."""

    __slots__ = ("_bodies",)

    def __init__(self, server: "_JsonServer", bodies: ErrorBodies, **options: Any) -> None:
        super().__init__(server, **options)
        self._bodies = bodies

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer a request that could not be read (4xx) or a fault outside all middlewares."""
        if request.writer.output_size > 0:
            raise ConnectionError("the answer is on its way already")
        if status < InternalError.status:
            # What was sent may hold a token, so only the kind of mistake is noted.
            log.info("unreadable request", status=status, kind=type(exc).__name__)
            response = render_error(MalformedRequestError(), self._bodies)
        else:
            log.error("fault", exc_info=exc)
            response = render_error(InternalError(), self._bodies)
        response.force_close()
        return response


class _JsonServer(Server):
    """Makes a `_JsonProtocol` for each connection."""

    def __init__(self, like: Server, bodies: ErrorBodies, **options: Any) -> None:
        super().__init__(like.request_handler, request_factory=like.request_factory, **options)
        self._bodies = bodies

    def __call__(self) -> RequestHandler:
        return _JsonProtocol(self, self._bodies, loop=self._loop, **self._kwargs)


class Listener(web.AppRunner):
    """Runs an application behind sockets of our kind."""

    __slots__ = ("_bodies",)

    def __init__(self, app: web.Application, bodies: ErrorBodies, *, drain_seconds: float) -> None:
        super().__init__(app, shutdown_timeout=drain_seconds)
        self._bodies = bodies

    async def _make_server(self) -> Server:
        return _JsonServer(
            await super()._make_server(),
            self._bodies,
            access_log=None,
            keepalive_timeout=KEEP_ALIVE,
        )
