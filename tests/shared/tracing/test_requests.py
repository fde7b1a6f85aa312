"""What a collector is told of requests."""

import asyncio

import aiohttp
import pytest
from aiohttp import web

from participants_service.app import IDENTITY
from participants_service.handlers.errors import ERROR_BODIES
from participants_service.settings import ParticipantsSettings
from shared.http.listener import Listener
from shared.tracing.export import open_tracer
from shared.tracing.requests import request_tracing_middleware
from tests.log import Log
from tests.participants.people import FENBROOK, LARKFIELD
from tests.shared.tracing.conftest import Trace
from tests.shared.tracing.receiver import Receiver

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT_ID = "00f067aa0ba902b7"
SAMPLED = f"00-{TRACE_ID}-{PARENT_ID}-01"
NOT_SAMPLED = f"00-{TRACE_ID}-{PARENT_ID}-00"


async def test_a_request_is_named_by_its_route(trace: Trace, receiver: Receiver) -> None:
    async with trace() as traced:
        await traced.registry.open_department()
        headers = {"X-Request-Id": "of-the-caller"}
        path = f"/api/v3/schools/{FENBROOK.id}?filter[cohort]=2025"
        answer = await traced.api.call("GET", path, headers=headers)
        assert answer.status == 200
    (span,) = (span for span in receiver.requests() if span.name.startswith("GET"))
    assert span.name == "GET /api/v3/schools/{school_id}"
    assert not span.is_error
    assert span.parent_id == ""
    assert span.attributes == {
        "http.request.method": "GET",
        "http.route": "/api/v3/schools/{school_id}",
        "http.response.status_code": 200,
        "url.scheme": "http",
        "teacher_services.request_id": "of-the-caller",
        "teacher_services.provider_id": str(LARKFIELD),
    }


async def test_a_batch_says_whose_it_is(
    trace: Trace, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=staging,rack=7")
    async with trace() as traced:
        await traced.api.call("GET", "/api/v3/partnerships")
    expected = {
        "service.name": "participants-service",
        "service.version": "0.1.0",
        "deployment.environment.name": "staging",
        "rack": "7",
    }
    assert expected.items() <= receiver.resource.items()


async def test_what_is_not_routed_has_no_route(trace: Trace, receiver: Receiver) -> None:
    async with trace() as traced:
        for method, path in (
            ("GET", "/api/v3/Ottoline-Quarrendon"),
            ("PATCH", "/api/v3/schools"),
            ("PROPFIND", "/api/v3/schools"),
        ):
            async with traced.public.request(method, path) as answer:
                assert answer.status == 404
    assert [span.name for span in receiver.requests()] == ["GET", "PATCH", "HTTP"]
    for span in receiver.requests():
        assert "http.route" not in span.attributes
        assert span.attributes["http.response.status_code"] == 404
        assert not span.is_error
    assert receiver.requests()[2].attributes["http.request.method"] == "_OTHER"


@pytest.mark.parametrize(
    ("headers", "trace_id", "parent_id"),
    [
        pytest.param([SAMPLED], TRACE_ID, PARENT_ID, id="the caller's"),
        pytest.param([SAMPLED, SAMPLED], None, "", id="twice"),
        pytest.param(["00-" + "0" * 32 + f"-{PARENT_ID}-01"], None, "", id="no trace"),
        pytest.param(["Ottoline Quarrendon"], None, "", id="nonsense"),
        pytest.param([SAMPLED + "0" * 600], None, "", id="endless"),
        pytest.param([""], None, "", id="empty"),
    ],
)
async def test_a_request_belongs_to_the_callers_trace(
    trace: Trace, receiver: Receiver, headers: list[str], trace_id: str | None, parent_id: str
) -> None:
    async with trace() as traced:
        given = [("traceparent", header) for header in headers]
        async with traced.public.get("/openapi.json", headers=given) as answer:
            assert answer.status == 200
    (span,) = receiver.requests()
    assert (span.trace_id == TRACE_ID) is (trace_id is not None)
    assert span.parent_id == parent_id


async def test_a_caller_may_ask_not_to_be_traced(trace: Trace, receiver: Receiver) -> None:
    async with trace() as traced:
        await traced.api.call("GET", "/api/v3/partnerships", headers={"traceparent": NOT_SAMPLED})
    assert receiver.bodies == []


async def test_the_sampler_has_the_last_word(
    trace: Trace, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "always_off")
    async with trace() as traced:
        answer = await traced.api.call(
            "GET", "/api/v3/partnerships", headers={"traceparent": SAMPLED}
        )
        assert answer.status == 200
    assert receiver.bodies == []


async def test_a_fault_is_an_error_and_its_message_stays_here(
    trace: Trace, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with trace() as traced:
        async with traced.pool.acquire() as conn:
            await conn.execute("SET ROLE participants_owner; DROP TABLE partnership_views CASCADE")
            await conn.execute("SET ROLE participants_runtime")
        answer = await traced.api.call("GET", "/api/v3/partnerships")
        assert answer.status == 500
    (request,) = receiver.requests()
    assert request.is_error
    assert request.attributes["http.response.status_code"] == 500
    assert request.attributes["error.type"] == "500"
    (failed,) = (span for span in receiver.below(request) if span.is_error)
    assert failed.attributes["error.type"] == "42P01"
    assert failed.attributes["db.response.status_code"] == "42P01"


async def test_events_are_traced_and_probes_are_not(trace: Trace, receiver: Receiver) -> None:
    async with trace() as traced:
        for path in ("/startupz", "/livez", "/readyz", "/metrics", "/nowhere"):
            async with traced.internal.get(path):
                pass
        await traced.registry.open_department()
    (span,) = receiver.requests()
    assert span.name == "POST /internal/v1/events"
    assert [span for span in receiver.spans if span.parent_id == ""] == [span]


async def test_lines_in_the_log_lead_to_the_trace(
    trace: Trace, receiver: Receiver, log: Log
) -> None:
    async with trace() as traced:
        await traced.api.call("GET", "/api/v3/partnerships")
        async with traced.internal.get("/livez"):
            pass
    of_the_api, of_the_probe = (line for line in log.lines if line["event"] == "request")
    (span,) = receiver.requests()
    assert of_the_api["trace_id"] == span.trace_id
    assert "trace_id" not in of_the_probe


async def test_a_request_that_outlasts_the_drain_is_an_error(receiver: Receiver) -> None:
    has_begun = asyncio.Event()

    async def never_ends(_request: web.Request) -> web.Response:
        has_begun.set()
        await asyncio.Event().wait()
        raise AssertionError("it ended")

    app = web.Application()
    app.router.add_get("/endless", never_ends)
    with open_tracer(ParticipantsSettings(otlp_endpoint=receiver.url), IDENTITY) as tracer:
        app.middlewares.append(request_tracing_middleware(tracer, covers=lambda _: True))
        listener = Listener(app, ERROR_BODIES, drain_seconds=0.1)
        await listener.setup()
        await web.TCPSite(listener, "127.0.0.1", 0).start()
        host, port = listener.addresses[0][:2]
        async with aiohttp.ClientSession() as session:
            asking = asyncio.create_task(session.get(f"http://{host}:{port}/endless"))
            await has_begun.wait()
            await listener.cleanup()
            with pytest.raises(aiohttp.ClientConnectionError):
                await asking
    (request,) = receiver.requests()
    assert request.is_error
    assert request.attributes["error.type"] == "CancelledError"
    assert "http.response.status_code" not in request.attributes
