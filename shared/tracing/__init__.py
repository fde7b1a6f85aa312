"""Traces: what a request did and how long each part of it took, sent to an OTLP collector.

Switched off, which is the default, nothing of OpenTelemetry is imported and no request passes
through any of this.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import asyncpg

from shared.database.pool import CreatePool
from shared.http.server import Apps
from shared.service import ServiceIdentity
from shared.service_settings import ServiceSettings
from shared.settings import SettingsError


class Tracing(Protocol):
    """What a process does so that its requests are traced."""

    @property
    def create_pool(self) -> CreatePool:
        """What makes a pool whose statements are seen."""

    def watch(self, apps: Apps) -> None:
        """Trace the requests of both listeners; to be called before they are served."""


class _NoTracing:
    """Leaves everything as it is."""

    create_pool: CreatePool = staticmethod(asyncpg.create_pool)

    def watch(self, apps: Apps) -> None:
        pass


def _is_disabled() -> bool:
    """The standard's own switch, which goes before an address."""
    return os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"


@contextmanager
def open_tracing(settings: ServiceSettings, identity: ServiceIdentity) -> Iterator[Tracing]:
    """Trace until the end of the block, and send what is left then.

    Raises SettingsError if OpenTelemetry cannot start with its own settings.
    """
    if not settings.otlp_endpoint or _is_disabled():
        yield _NoTracing()
        return
    # It takes tenths of a second and megabytes, which are for those who want it.
    try:
        from shared.tracing.export import open_tracer
        from shared.tracing.traced import TracedService
    except ValueError as error:
        # The limits of spans are read when the library is imported.
        raise SettingsError(f"OpenTelemetry cannot start: {error}") from error

    with open_tracer(settings, identity) as tracer:
        yield TracedService(tracer)
