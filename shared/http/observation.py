"""Every request gets an id, a line in the log, and its place in the metrics."""

import re
from time import perf_counter
from uuid import uuid4

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from shared.auth.tokens import CALLER
from shared.metrics import Metrics

REQUEST_ID_HEADER = "X-Request-Id"
REQUEST_ID = web.RequestKey("request_id", str)

_USABLE_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
log = structlog.get_logger()


def observation_middleware(metrics: Metrics) -> Middleware:
    """Wrap everything else: the answer carries the request's id, the log says how it went.

    Neither query strings nor anything that a caller could fill with names reaches the log: the
    route is the pattern, not the path.
    """

    @web.middleware
    async def observe(request: web.Request, handler: Handler) -> web.StreamResponse:
        started = perf_counter()
        request_id = _request_id(request)
        request[REQUEST_ID] = request_id
        route = route_of(request)
        status = 0
        metrics.in_flight.inc()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                response = await handler(request)
                status = response.status
                response.headers[REQUEST_ID_HEADER] = request_id
                return response
            finally:
                elapsed = perf_counter() - started
                metrics.in_flight.dec()
                method = request.method if request.method in METHODS else "other"
                metrics.requests.labels(method, route, status).inc()
                metrics.latency.labels(method, route).observe(elapsed)
                caller = request.get(CALLER)
                log.info(
                    "request",
                    method=method,
                    route=route,
                    status=status or "aborted",
                    duration_ms=round(elapsed * 1000, 2),
                    provider=str(caller.provider_id) if caller else None,
                )

    return observe


def route_of(request: web.Request) -> str:
    """Return the pattern that the path matched, such as `/trainees/{trainee_id}`."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unrouted"


def _request_id(request: web.Request) -> str:
    given = request.headers.get(REQUEST_ID_HEADER, "")
    return given if _USABLE_ID.fullmatch(given) else str(uuid4())
