"""A span for every request, in the words of OpenTelemetry's conventions for HTTP servers.

A path can hold a TRN, a query string a name, and headers anything at all. Therefore a span has the
route's pattern and neither `url.path` nor the client's address or program. What the caller's own
tracing says in `tracestate` and `baggage` is not even read.
"""

from collections.abc import Callable
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from opentelemetry.context import Context
from opentelemetry.trace import SpanKind, Status, StatusCode, Tracer, format_trace_id, use_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.trace.span import Span
from structlog.contextvars import bound_contextvars

from shared.auth.tokens import CALLER
from shared.http.observation import METHODS, REQUEST_ID
from shared.tracing.spans import tracing_with

_PARENT: Final = "traceparent"
_PARENT_AT_MOST: Final = 512
_PROPAGATOR: Final = TraceContextTextMapPropagator()


def request_tracing_middleware(
    tracer: Tracer, *, covers: Callable[[web.Request], bool]
) -> Middleware:
    """Wrap everything else, the line in the log included, which so has the trace's id."""

    @web.middleware
    async def trace_request(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not covers(request):
            return await handler(request)
        span = _start(tracer, request)
        trace_id = format_trace_id(span.get_span_context().trace_id)
        with (
            use_span(span, end_on_exit=True, record_exception=False, set_status_on_exception=False),
            tracing_with(tracer if span.is_recording() else None),
            bound_contextvars(trace_id=trace_id),
        ):
            return await _answer(span, request, handler)

    return trace_request


def _start(tracer: Tracer, request: web.Request) -> Span:
    method = request.method if request.method in METHODS else "_OTHER"
    attributes = {"http.request.method": method, "url.scheme": request.scheme}
    name = method if method in METHODS else "HTTP"
    resource = request.match_info.route.resource
    if resource is not None:
        attributes["http.route"] = resource.canonical
        name = f"{name} {resource.canonical}"
    return tracer.start_span(
        name, context=_parent(request), kind=SpanKind.SERVER, attributes=attributes
    )


def _parent(request: web.Request) -> Context:
    """Return the caller's span; a header that makes no sense, or comes twice, counts for none."""
    given = request.headers.getall(_PARENT, [])
    makes_sense = len(given) == 1 and len(given[0]) <= _PARENT_AT_MOST
    return _PROPAGATOR.extract({_PARENT: given[0]} if makes_sense else {}, Context())


async def _answer(span: Span, request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        response = await handler(request)
    except BaseException as error:
        # Faults have become answers further in. What is left is the end of the process, which
        # cuts off whoever takes longer than the drain.
        span.set_attribute("error.type", type(error).__name__)
        span.set_status(Status(StatusCode.ERROR))
        raise
    else:
        span.set_attribute("http.response.status_code", response.status)
        if response.status >= web.HTTPInternalServerError.status_code:
            span.set_attribute("error.type", str(response.status))
            span.set_status(Status(StatusCode.ERROR))
        return response
    finally:
        if (request_id := request.get(REQUEST_ID)) is not None:
            span.set_attribute("teacher_services.request_id", request_id)
        caller = request.get(CALLER)
        if caller is not None and caller.provider_id is not None:
            span.set_attribute("teacher_services.provider_id", str(caller.provider_id))
