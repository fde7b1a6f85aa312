"""The process that serves: two listeners, and an orderly end."""

import asyncio
import errno
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from aiohttp import web

from shared.http.errors import ErrorBodies
from shared.http.health import Health
from shared.http.listener import Listener

log = structlog.get_logger()


class PortTakenError(Exception):
    """Somebody else listens there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to listen."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Apps:
    """What a service consists of at run time: the API, and what only operators reach."""

    public: web.Application
    internal: web.Application
    health: Health
    error_bodies: ErrorBodies


@dataclass(frozen=True, slots=True, kw_only=True)
class Shutdown:
    """How to stop: seconds to be seen as not ready first, and seconds for what is in flight."""

    notice_seconds: float
    drain_seconds: float


async def serve(apps: Apps, *, public: Address, internal: Address, shutdown: Shutdown) -> None:
    """Serve until SIGTERM or SIGINT, then drain: not ready at once, finish, close."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with (
        _listening(apps, apps.internal, internal, shutdown),
        _listening(apps, apps.public, public, shutdown),
    ):
        apps.health.started = True
        log.info("serving", public=str(public), internal=str(internal))
        await stop.wait()
        log.info("draining")
        apps.health.draining = True
        await asyncio.sleep(shutdown.notice_seconds)
    log.info("stopped")


@asynccontextmanager
async def _listening(
    apps: Apps, app: web.Application, address: Address, shutdown: Shutdown
) -> AsyncIterator[None]:
    listener = Listener(app, apps.error_bodies, drain_seconds=shutdown.drain_seconds)
    await listener.setup()
    try:
        try:
            await web.TCPSite(listener, address.host, address.port).start()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTakenError(f"{address} is taken by another process") from error
            raise
        yield
    finally:
        await listener.cleanup()
