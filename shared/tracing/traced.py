"""Where traces begin: at both listeners, and at the pool."""

from dataclasses import dataclass

from aiohttp import web
from opentelemetry.trace import Tracer

from shared.database.pool import CreatePool
from shared.feed.app import EVENTS_PATH
from shared.http.server import Apps
from shared.tracing.pool import create_traced_pool
from shared.tracing.requests import request_tracing_middleware


@dataclass(frozen=True, slots=True)
class TracedService:
    """A tracer, and what has to know of it."""

    tracer: Tracer
    create_pool: CreatePool = create_traced_pool

    def watch(self, apps: Apps) -> None:
        """Trace every request to the API, and the events among the internal ones.

        Probes and scrapes come every few seconds and would only hide what is worth seeing.
        """
        apps.public.middlewares.insert(
            0, request_tracing_middleware(self.tracer, covers=lambda _: True)
        )
        apps.internal.middlewares.insert(
            0, request_tracing_middleware(self.tracer, covers=_takes_events)
        )


def _takes_events(request: web.Request) -> bool:
    return request.path == EVENTS_PATH
