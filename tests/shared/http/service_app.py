"""A small service for the tests of what all services have in common."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from shared.clock import LONDON, Clock
from shared.http.bodies import read_json
from shared.http.errors import (
    ApiError,
    BodyTooLargeError,
    ErrorBodies,
    InternalError,
    MalformedBodyError,
    MalformedRequestError,
    UnavailableError,
    UnroutedError,
    UnsupportedMediaTypeError,
    error_middleware,
)
from shared.http.json import json_response
from shared.http.observation import observation_middleware
from shared.http.sandbox import sandbox_clock_middleware
from shared.http.time_limit import time_limit_middleware
from shared.metrics import Metrics


def worded(text: str) -> Callable[[ApiError], dict[str, str]]:
    """Return the wording of an error."""
    return lambda _: {"error": text}


BODIES: ErrorBodies = {
    BodyTooLargeError: worded("too large"),
    InternalError: worded("fault"),
    MalformedBodyError: worded("not JSON"),
    MalformedRequestError: worded("not a request"),
    UnavailableError: worded("later"),
    UnroutedError: worded("nowhere"),
    UnsupportedMediaTypeError: worded("not declared as JSON"),
}


async def echo(request: web.Request) -> web.Response:
    return json_response(await read_json(request))


async def today(_request: web.Request) -> web.Response:
    return json_response(Clock(LONDON).today())


async def fail(_request: web.Request) -> web.Response:
    raise RuntimeError("a bug")


async def wait(request: web.Request) -> web.Response:
    await asyncio.sleep(float(request.match_info["seconds"]))
    return json_response("waited")


@dataclass(frozen=True, slots=True)
class Gate:
    """A request that is in flight until it is let go."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    opened: asyncio.Event = field(default_factory=asyncio.Event)


GATE = web.AppKey("gate", Gate)


async def pass_gate(request: web.Request) -> web.Response:
    gate = request.app[GATE]
    gate.reached.set()
    await gate.opened.wait()
    return json_response("passed")


def make_app(metrics: Metrics | None = None, *, time_limit: float = 5) -> web.Application:
    """Wire the middlewares in the order in which services wire them."""
    app = web.Application(
        client_max_size=1000,
        middlewares=[
            observation_middleware(metrics or Metrics()),
            error_middleware(BODIES),
            time_limit_middleware(time_limit),
            sandbox_clock_middleware(),
        ],
    )
    app.router.add_post("/echo", echo)
    app.router.add_get("/today", today)
    app.router.add_get("/fail", fail)
    app.router.add_get("/wait/{seconds}", wait)
    app[GATE] = Gate()
    app.router.add_get("/gate", pass_gate)
    return app
