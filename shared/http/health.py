"""Is the process alive, may it have requests, how is it doing: paths for operators alone."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter

import asyncpg
from aiohttp import web
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from shared.database import Connection, Pool
from shared.database.revisions import Revisions
from shared.http.json import json_response
from shared.metrics import Metrics

_CHECK_TIMEOUT = 3.0
_UNANSWERED = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)

CountDue = Callable[[Connection], Awaitable[int]]
"""Counts the providers of whom some view should have changed by the calendar and has not."""


async def _none_due(_conn: Connection) -> int:
    """Nothing that this service shows changes by date alone."""
    return 0


@dataclass(slots=True)
class Health:
    """What the answers depend on, and what is measured only when somebody asks."""

    pool: Pool
    revisions: Revisions
    metrics: Metrics
    count_due: CountDue = _none_due
    started: bool = field(default=False)
    draining: bool = field(default=False)

    async def problem(self) -> str | None:
        """Return why no requests should come here now; None when they should."""
        if self.draining:
            return "draining"
        try:
            async with asyncio.timeout(_CHECK_TIMEOUT), self.pool.acquire() as conn:
                current = await self.revisions.are_applied(conn)
        except _UNANSWERED:
            return "database unreachable"
        return None if current else "schema not migrated"

    async def measure(self) -> None:
        """Set the gauges of the pool, of the schema, and of what is behind the calendar.

        Connections are given in the order of asking, so this waits for one as long as a request
        does at that moment: the wait is known without a cost to any request.
        """
        self.metrics.pool_size.set(self.pool.get_size())
        self.metrics.pool_idle.set(self.pool.get_idle_size())
        self.metrics.pool_at_most.set(self.pool.get_max_size())
        try:
            async with asyncio.timeout(_CHECK_TIMEOUT), self._connection() as conn:
                current = await self.revisions.are_applied(conn)
                self.metrics.schema_current.set(current)
                if current:
                    self.metrics.views_due.set(await self.count_due(conn))
        except _UNANSWERED:
            self.metrics.database_answers.set(0)
        else:
            self.metrics.database_answers.set(1)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        started = perf_counter()
        try:
            conn = await self.pool.acquire()
        finally:
            # Whoever gives up has waited, too.
            self.metrics.pool_wait.set(perf_counter() - started)
        try:
            yield conn
        finally:
            await self.pool.release(conn)


HEALTH = web.AppKey("health", Health)


async def get_startupz(request: web.Request) -> web.Response:
    """Both listeners are open. The database has no say: a restart would not mend it."""
    if not request.app[HEALTH].started:
        return json_response({"status": "starting"}, status=503)
    return json_response({"status": "started"})


async def get_livez(_request: web.Request) -> web.Response:
    """The process runs and answers."""
    return json_response({"status": "alive"})


async def get_readyz(request: web.Request) -> web.Response:
    """The database is reachable, its schema is current, and the process is not draining."""
    problem = await request.app[HEALTH].problem()
    if problem is not None:
        return json_response({"status": "not ready", "reason": problem}, status=503)
    return json_response({"status": "ready"})


async def get_metrics(request: web.Request) -> web.Response:
    """Everything that is counted and measured, in Prometheus' text format."""
    health = request.app[HEALTH]
    await health.measure()
    return web.Response(
        body=generate_latest(health.metrics.registry),
        headers={"Content-Type": CONTENT_TYPE_LATEST},
    )


def add_health_routes(app: web.Application, health: Health) -> None:
    """Add /startupz, /livez, /readyz and /metrics."""
    app[HEALTH] = health
    app.router.add_get("/startupz", get_startupz)
    app.router.add_get("/livez", get_livez)
    app.router.add_get("/readyz", get_readyz)
    app.router.add_get("/metrics", get_metrics)
