"""Is the process alive, may it have requests, how is it doing: paths for operators alone."""

import asyncio
from dataclasses import dataclass, field

import asyncpg
from aiohttp import web
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from shared.database import Pool
from shared.database.revisions import Revisions
from shared.http.json import json_response
from shared.metrics import Metrics

_CHECK_TIMEOUT = 3.0


@dataclass(slots=True)
class Health:
    """What the answers depend on."""

    pool: Pool
    revisions: Revisions
    metrics: Metrics
    started: bool = field(default=False)
    draining: bool = field(default=False)

    async def problem(self) -> str | None:
        """Return why no requests should come here now; None when they should."""
        if self.draining:
            return "draining"
        try:
            async with asyncio.timeout(_CHECK_TIMEOUT), self.pool.acquire() as conn:
                current = await self.revisions.are_applied(conn)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return "database unreachable"
        return None if current else "schema not migrated"


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
    health.metrics.pool_size.set(health.pool.get_size())
    health.metrics.pool_idle.set(health.pool.get_idle_size())
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
