"""An OTLP collector on loopback that keeps what it is sent, or answers as badly as it is told."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span as WireSpan

SERVER, CLIENT, INTERNAL = (
    WireSpan.SPAN_KIND_SERVER,
    WireSpan.SPAN_KIND_CLIENT,
    WireSpan.SPAN_KIND_INTERNAL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A span as the collector was told of it."""

    name: str
    kind: int
    trace_id: str
    span_id: str
    parent_id: str
    is_error: bool
    attributes: dict[str, object]
    started: int
    ended: int


@dataclass(slots=True)
class Receiver:
    """What has arrived, byte for byte."""

    port: int = 0
    status: int = 200
    is_stuck: bool = False
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address for OTEL_EXPORTER_OTLP_ENDPOINT."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def spans(self) -> list[Span]:
        """All spans, in the order of their beginning."""
        spans = [
            _span(span)
            for document in self._documents()
            for resource in document.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]
        return sorted(spans, key=lambda span: span.started)

    @property
    def resource(self) -> dict[str, object]:
        """What the first batch says of the process."""
        return _values(self._documents()[0].resource_spans[0].resource.attributes)

    def requests(self) -> list[Span]:
        """Return the spans of requests."""
        return [span for span in self.spans if span.kind == SERVER]

    def below(self, parent: Span) -> list[Span]:
        """Return the spans that a span caused."""
        return [span for span in self.spans if span.parent_id == parent.span_id]

    def _documents(self) -> list[ExportTraceServiceRequest]:
        return [ExportTraceServiceRequest.FromString(body) for body in self.bodies]

    async def take(self, request: web.Request) -> web.Response:
        """Take a batch in."""
        body = await request.read()
        if self.is_stuck:
            await asyncio.Event().wait()
        if self.status == 200:
            # aiohttp has undone the compression, if there was one.
            self.bodies.append(body)
            self.headers.append(dict(request.headers))
        return web.Response(status=self.status)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Listen in a thread, so that a test which waits for a process does not keep it waiting."""
    receiver = Receiver()
    listening = Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def listen() -> None:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_post("/v1/traces", receiver.take)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        receiver.port = runner.addresses[0][1]
        listening.set()
        await stop.wait()
        await runner.cleanup()

    thread = Thread(target=lambda: loop.run_until_complete(listen()))
    thread.start()
    try:
        assert listening.wait(10)
        yield receiver
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


def _span(span: WireSpan) -> Span:
    return Span(
        name=span.name,
        kind=span.kind,
        trace_id=span.trace_id.hex(),
        span_id=span.span_id.hex(),
        parent_id=span.parent_span_id.hex(),
        is_error=span.status.code == span.status.STATUS_CODE_ERROR,
        attributes=_values(span.attributes),
        started=span.start_time_unix_nano,
        ended=span.end_time_unix_nano,
    )


def _values(pairs: Iterable[KeyValue]) -> dict[str, object]:
    return {pair.key: getattr(pair.value, str(pair.value.WhichOneof("value"))) for pair in pairs}
