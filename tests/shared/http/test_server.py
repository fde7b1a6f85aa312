import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from deploy.local.ports import free_ports
from shared.database import Pool
from shared.database.migrations import downgrade
from shared.http.health import Health, add_health_routes
from shared.http.server import Address, Apps, PortTakenError, Shutdown, serve
from shared.metrics import Metrics
from tests.conftest import PARTICIPANTS
from tests.shared.http.service_app import BODIES, GATE, make_app

DRAINING = '{"status":"not ready","reason":"draining"}'


class Running:
    """A service that listens, until it is told to stop."""

    def __init__(self, apps: Apps, *, notice_seconds: float = 0) -> None:
        public, internal = free_ports(2)
        self.public = Address(host="127.0.0.1", port=public)
        self.internal = Address(host="127.0.0.1", port=internal)
        self.serving = asyncio.create_task(
            serve(
                apps,
                public=self.public,
                internal=self.internal,
                shutdown=Shutdown(notice_seconds=notice_seconds, drain_seconds=5),
            )
        )

    async def until_listening(self) -> None:
        """Wait for the public listener."""
        while not await self._listens():
            pass

    async def until_closed(self) -> None:
        """Wait until the public listener takes no more connections."""
        async with asyncio.timeout(30):
            while await self._listens():
                pass

    async def _listens(self) -> bool:
        try:
            _, writer = await asyncio.open_connection(self.public.host, self.public.port)
        except ConnectionError:
            return False
        writer.close()
        return True


@pytest.fixture
def apps(participants_pool: Pool) -> Apps:
    metrics = Metrics()
    health = Health(pool=participants_pool, revisions=PARTICIPANTS.revisions, metrics=metrics)
    internal = web.Application()
    add_health_routes(internal, health)
    return Apps(public=make_app(metrics), internal=internal, health=health, error_bodies=BODIES)


@asynccontextmanager
async def running(apps: Apps, *, notice_seconds: float = 0) -> AsyncIterator[Running]:
    service = Running(apps, notice_seconds=notice_seconds)
    await service.until_listening()
    try:
        yield service
    finally:
        if not service.serving.done():
            os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(service.serving, 30)


async def get(session: aiohttp.ClientSession, address: Address, path: str) -> tuple[int, str]:
    async with session.get(f"http://{address}{path}") as response:
        return response.status, await response.text()


async def test_operators_see_life_readiness_and_metrics(apps: Apps) -> None:
    async with running(apps) as service, aiohttp.ClientSession() as session:
        assert (await get(session, service.internal, "/livez"))[0] == 200
        assert (await get(session, service.internal, "/readyz"))[0] == 200
        await get(session, service.public, "/today")
        status, text = await get(session, service.internal, "/metrics")
        assert status == 200
        assert 'http_requests_total{method="GET",route="/today",status="200"} 1.0' in text
        assert "database_pool_connections" in text


async def test_a_service_has_started_when_both_listeners_are_open(apps: Apps) -> None:
    internal, (port,) = web.AppRunner(apps.internal), free_ports(1)
    await internal.setup()
    await web.TCPSite(internal, "127.0.0.1", port).start()
    async with aiohttp.ClientSession() as session:
        before = await get(session, Address(host="127.0.0.1", port=port), "/startupz")
        assert before == (503, '{"status":"starting"}')
    await internal.cleanup()
    async with running(apps) as service, aiohttp.ClientSession() as session:
        assert (await get(session, service.internal, "/startupz"))[0] == 200


async def test_a_service_starts_with_a_schema_that_is_behind(
    apps: Apps, participants_url: str
) -> None:
    await downgrade(participants_url, PARTICIPANTS, "0001")
    async with running(apps) as service, aiohttp.ClientSession() as session:
        assert (await get(session, service.internal, "/startupz"))[0] == 200


async def test_operators_paths_are_not_public(apps: Apps) -> None:
    async with running(apps) as service, aiohttp.ClientSession() as session:
        for path in ("/startupz", "/livez", "/readyz", "/metrics", "/internal/v1/events"):
            assert (await get(session, service.public, path))[0] == 404


async def test_a_schema_that_is_behind_is_not_ready(apps: Apps, participants_url: str) -> None:
    await downgrade(participants_url, PARTICIPANTS, "0001")
    async with running(apps) as service, aiohttp.ClientSession() as session:
        status, text = await get(session, service.internal, "/readyz")
        assert status == 503
        assert "schema not migrated" in text
        assert (await get(session, service.internal, "/livez"))[0] == 200


async def test_draining_is_seen_at_once_and_finishes_what_is_in_flight(apps: Apps) -> None:
    async with (
        running(apps, notice_seconds=3) as service,
        aiohttp.ClientSession() as session,
    ):
        gate = apps.public[GATE]
        in_flight = asyncio.create_task(get(session, service.public, "/gate"))
        await gate.reached.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(30):
            while (await get(session, service.internal, "/readyz"))[0] == 200:
                pass
        assert await get(session, service.internal, "/readyz") == (503, DRAINING)
        await service.until_closed()
        assert not in_flight.done()
        gate.opened.set()
        assert await in_flight == (200, '"passed"')
        await asyncio.wait_for(service.serving, 30)
    with pytest.raises(ConnectionError):
        await asyncio.open_connection(service.public.host, service.public.port)


async def test_a_taken_port_is_named(apps: Apps) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError, match=str(port)):
            await serve(
                apps,
                public=Address(host="127.0.0.1", port=port),
                internal=Address(host="127.0.0.1", port=free_ports(1)[0]),
                shutdown=Shutdown(notice_seconds=0, drain_seconds=1),
            )


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"nonsense\r\n\r\n",
        b"BREW /today HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 20_000 + b"\r\n\r\n",
        b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: minus\r\n\r\n",
    ],
    ids=["no HTTP", "no method", "no colon", "long header", "odd length"],
)
async def test_what_is_no_request_is_answered_in_json(apps: Apps, request_bytes: bytes) -> None:
    async with running(apps) as service:
        reader, writer = await asyncio.open_connection(service.public.host, service.public.port)
        writer.write(request_bytes)
        head, _, body = (await asyncio.wait_for(reader.read(), 5)).partition(b"\r\n\r\n")
        writer.close()
    assert b" 400 " in head.partition(b"\r\n")[0]
    assert b"application/json" in head
    assert body == b'{"error":"not a request"}'
