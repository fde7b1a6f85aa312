"""OpenTelemetry's own settings, as they are documented and as somebody may mistype them."""

import logging

import pytest

from participants_service.app import IDENTITY
from participants_service.settings import ParticipantsSettings
from shared.settings import SettingsError
from shared.tracing.complaints import hear_complaints
from shared.tracing.export import open_tracer
from tests.log import Log
from tests.shared.tracing.receiver import Receiver


def send_a_span(endpoint: str) -> None:
    with open_tracer(ParticipantsSettings(otlp_endpoint=endpoint), IDENTITY) as tracer:
        tracer.start_span("one").end()


@pytest.mark.parametrize(
    ("variable", "value", "events", "arrives"),
    [
        ("OTEL_TRACES_SAMPLER", "always_on", [], True),
        ("OTEL_TRACES_SAMPLER", "always_off", [], False),
        ("OTEL_TRACES_SAMPLER", "sometimes", ["tracing"], True),
        ("OTEL_TRACES_SAMPLER_ARG", "0", [], False),
        ("OTEL_TRACES_SAMPLER_ARG", "half", ["tracing"], True),
        ("OTEL_EXPORTER_OTLP_HEADERS", "x-key=hidden", [], True),
        ("OTEL_EXPORTER_OTLP_HEADERS", "hidden", ["tracing"], True),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "soon", ["tracing"], True),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "-1", ["traces are not exported"], False),
        ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip", [], True),
        ("OTEL_EXPORTER_OTLP_COMPRESSION", "zip", ["tracing"], True),
        ("OTEL_BSP_SCHEDULE_DELAY", "often", ["tracing"], True),
        ("OTEL_RESOURCE_ATTRIBUTES", "hidden", ["tracing"], True),
        ("OTEL_SERVICE_NAME", "another", [], True),
    ],
)
def test_the_standards_settings_hold_and_mistakes_harm_nobody(
    receiver: Receiver,
    log: Log,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    value: str,
    *,
    events: list[str],
    arrives: bool,
) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "traceidratio")
    monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", "1")
    monkeypatch.setenv(variable, value)
    send_a_span(receiver.url)
    assert [span.name for span in receiver.spans] == ["one"] * arrives
    assert sorted(set(log.events)) == events
    assert "hidden" not in log.text
    if variable == "OTEL_SERVICE_NAME":
        assert receiver.resource["service.name"] == "another"


def test_traces_may_have_an_address_of_their_own(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", f"{receiver.url}/v1/traces")
    send_a_span("http://127.0.0.1:9")
    assert [span.name for span in receiver.spans] == ["one"]


@pytest.mark.parametrize(
    "endpoint", ["collector:4318", "http://collector:port/v1/traces", "http://a:hidden@collector"]
)
def test_an_address_of_their_own_is_checked(monkeypatch: pytest.MonkeyPatch, endpoint: str) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", endpoint)
    with pytest.raises(SettingsError, match=r"^OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: ") as refused:
        send_a_span("http://127.0.0.1:9")
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("status", [400, 401, 404, 500])
def test_a_collector_that_refuses_is_said_to(receiver: Receiver, log: Log, status: int) -> None:
    receiver.status = status
    send_a_span(receiver.url)
    assert log.events == ["traces are not exported"]
    assert str(status) in log.text


def test_a_header_that_cannot_be_sent_is_not_repeated(
    receiver: Receiver, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "x-key=top%0Dhidden")
    send_a_span(receiver.url)
    assert log.events == ["traces are not exported"]
    assert log.lines[0]["kind"] == "InvalidHeader"
    assert "hidden" not in log.text


def test_what_is_tried_again_is_no_trouble_yet(log: Log) -> None:
    hear_complaints()
    exporter = logging.getLogger("opentelemetry.exporter.otlp.common.http")
    exporter.warning("Transient error %s encountered, retrying in %.2fs.", "busy", 1.0)
    assert log.events == []
    exporter.error("Failed to export %s", "x" * 1000)
    assert log.events == ["traces are not exported"]
    assert len(log.lines[0]["detail"]) == 300


def test_an_exception_is_said_by_its_kind(log: Log) -> None:
    hear_complaints()
    processor = logging.getLogger("opentelemetry.sdk._shared_internal")
    try:
        raise LookupError("hidden")
    except LookupError:
        processor.exception("Exception while exporting %s.", "Span")
    line = log.lines[0]
    assert (line["kind"], line["detail"]) == ("LookupError", "Exception while exporting Span.")
    assert "hidden" not in log.text


def test_each_trouble_is_said_once_a_minute(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("shared.tracing.complaints.monotonic", lambda: now)
    hear_complaints()
    exporter = logging.getLogger("opentelemetry.exporter.otlp.common.http")
    for _ in range(3):
        exporter.warning("lost %s", "this way")
        exporter.error("lost %s", "that way")
        logging.getLogger("opentelemetry.util.re").warning("not a header: %s", "hidden")
    assert log.events == ["traces are not exported", "tracing"]
    assert "lost this way" in log.text
    assert "hidden" not in log.text
    now += 59
    exporter.error("lost again")
    assert len(log.events) == 2
    now += 2
    exporter.error("lost again")
    assert log.events[2:] == ["traces are not exported"]
