"""Sending spans: in batches, from a thread of their own, to a collector that may fail.

A collector that is away, or slow, costs spans and nothing else: at most so many are kept as
OTEL_BSP_MAX_QUEUE_SIZE says, 2,048 if nothing does.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from threading import Thread
from typing import Final

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Tracer

from shared.addresses import is_endpoint
from shared.service import ServiceIdentity
from shared.service_settings import NO_ENDPOINT, ServiceSettings
from shared.settings import SettingsError
from shared.tracing.complaints import hear_complaints

# Seconds that the end of the process waits for what has not been sent yet.
FLUSH_WITHIN: Final = 3.0
_OWN_ENDPOINT: Final = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"


@contextmanager
def open_tracer(settings: ServiceSettings, identity: ServiceIdentity) -> Iterator[Tracer]:
    """Send the tracer's spans until the end of the block, and then what is left of them.

    Raises SettingsError if one of OpenTelemetry's own settings makes no sense to it.
    """
    hear_complaints()
    try:
        provider = _provider(settings, identity)
    except (ValueError, RuntimeError, OSError) as error:
        raise SettingsError(f"OpenTelemetry cannot start: {error}") from error
    try:
        yield provider.get_tracer("shared.tracing")
    finally:
        _flush(provider)


def _provider(settings: ServiceSettings, identity: ServiceIdentity) -> TracerProvider:
    provider = TracerProvider(resource=_resource(settings, identity), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=_endpoint(settings))))
    return provider


def _endpoint(settings: ServiceSettings) -> str:
    """Return where spans go; the variable for traces alone is a whole address, as it stands."""
    own = os.environ.get(_OWN_ENDPOINT)
    if own and not is_endpoint(own):
        raise SettingsError(f"{_OWN_ENDPOINT}: {NO_ENDPOINT}")
    return own or f"{settings.otlp_endpoint.rstrip('/')}/v1/traces"


def _resource(settings: ServiceSettings, identity: ServiceIdentity) -> Resource:
    """Return what all spans of the process share; the standard's variables have the last word."""
    attributes = {
        "service.name": identity.command,
        "deployment.environment.name": str(settings.environment),
    }
    # A checkout in which nothing is installed has no version.
    with suppress(PackageNotFoundError):
        attributes["service.version"] = version(identity.command)
    return Resource.create(attributes).merge(OTELResourceDetector().detect())


def _flush(provider: TracerProvider) -> None:
    """Send what is left, in a thread that is left behind if the collector takes too long."""
    closing = Thread(target=provider.shutdown, name="flush traces", daemon=True)
    closing.start()
    closing.join(FLUSH_WITHIN)
