"""Reloading and stopping, with requests under way."""

import asyncio
import signal
from collections.abc import Iterator

import aiohttp
import pytest

from tests.deploy.gateway.conftest import Service, bearing
from tests.deploy.gateway.nginx import Gateway, running_gateway
from tests.deploy.gateway.upstreams import echoing, wait_until_received
from tests.local.waiting import wait_until
from tests.service_process import ServiceProcess


@pytest.fixture
def held(trainees: Service) -> Iterator[ServiceProcess]:
    """Run a replica that takes requests, and answers them when it is told to go on."""
    with trainees.replica() as replica:
        replica.process.send_signal(signal.SIGSTOP)
        yield replica


async def ask_for_info(client: aiohttp.ClientSession, gateway: Gateway, token: str) -> int:
    url = f"{gateway.url}/api/v0.1/info"
    async with client.get(url, headers=bearing(token)) as answer:
        await answer.read()
        return answer.status


async def begin(
    client: aiohttp.ClientSession, gateway: Gateway, held: ServiceProcess
) -> asyncio.Task[int]:
    """Send a request and wait until it is under way."""
    asked = asyncio.create_task(ask_for_info(client, gateway, held.token))
    port = int(held.address.rpartition(":")[2])
    await asyncio.to_thread(wait_until_received, port)
    return asked


async def takes_requests(client: aiohttp.ClientSession, gateway: Gateway) -> bool:
    try:
        async with client.get(f"{gateway.url}/elsewhere") as answer:
            return answer.status == 404
    except aiohttp.ClientConnectionError:
        return False


async def test_a_reload_changes_servers_and_loses_no_request(
    client: aiohttp.ClientSession, held: ServiceProcess
) -> None:
    async with echoing() as echo:
        with running_gateway(GATEWAY_TRAINEES_SERVERS=f"server {held.address};") as gateway:
            under_way = await begin(client, gateway, held)
            gateway.reload(GATEWAY_TRAINEES_SERVERS=echo.servers)
            while not echo.received:
                # The old servers take no new request for long.
                asking = asyncio.create_task(ask_for_info(client, gateway, held.token))
                await asyncio.wait([asking], timeout=0.5)
            assert not under_way.done()
            held.process.send_signal(signal.SIGCONT)
            assert await under_way == 200


async def test_a_broken_configuration_is_not_taken_over(
    client: aiohttp.ClientSession,
) -> None:
    async with echoing() as echo:
        with running_gateway(GATEWAY_TRAINEES_SERVERS=echo.servers) as gateway:
            gateway.reload(GATEWAY_TRAINEES_SERVERS="server;")
            wait_until(lambda: "[emerg]" in gateway.errors, seconds=5, what="nginx complains")
            assert await ask_for_info(client, gateway, "x") == 200


async def test_a_graceful_stop_finishes_what_is_under_way(
    client: aiohttp.ClientSession, held: ServiceProcess
) -> None:
    with running_gateway(GATEWAY_TRAINEES_SERVERS=f"server {held.address};") as gateway:
        under_way = await begin(client, gateway, held)
        gateway.process.send_signal(signal.SIGQUIT)
        async with asyncio.timeout(10):
            while await takes_requests(client, gateway):
                pass
        assert gateway.process.poll() is None
        held.process.send_signal(signal.SIGCONT)
        assert await under_way == 200
        assert await asyncio.to_thread(gateway.process.wait, 10) == 0
