"""Spans within a request, and what went wrong in them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

import asyncpg
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer

# The tracer of the request that is being answered. Nothing else is traced: neither probes, nor
# work in the background, nor requests that are not sampled.
_tracer: ContextVar[Tracer | None] = ContextVar("tracer", default=None)


@contextmanager
def tracing_with(tracer: Tracer | None) -> Iterator[None]:
    """Let what is done in the block be traced, or not."""
    token = _tracer.set(tracer)
    try:
        yield
    finally:
        _tracer.reset(token)


@contextmanager
def span_within_request(name: str, kind: SpanKind, attributes: Mapping[str, str]) -> Iterator[None]:
    """Make a span of the block if its request is traced.

    Of an error only the kind is noted, since messages of the database hold what was written.
    """
    tracer = _tracer.get()
    if tracer is None:
        yield
        return
    with tracer.start_as_current_span(
        name,
        kind=kind,
        attributes=attributes,
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        try:
            yield
        except BaseException as error:
            _note(error, span)
            raise


def _note(error: BaseException, span: Span) -> None:
    kind = type(error).__name__
    if isinstance(error, asyncpg.PostgresError) and error.sqlstate:
        kind = error.sqlstate
        span.set_attribute("db.response.status_code", kind)
    span.set_attribute("error.type", kind)
    span.set_status(Status(StatusCode.ERROR))
