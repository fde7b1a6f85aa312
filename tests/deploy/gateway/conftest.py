"""Both services as processes with their demo, and one gateway in front of them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass

import aiohttp
import pytest

from shared.service import ServiceIdentity
from tests.conftest import PARTICIPANTS, TRAINEES, Templates
from tests.deploy.gateway.nginx import Gateway, running_gateway
from tests.service_process import ServiceProcess, service_process, serving

IDENTITIES = {identity.name: identity for identity in (PARTICIPANTS, TRAINEES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service that runs as long as the tests, and where its records are."""

    identity: ServiceIdentity
    database_url: str
    process: ServiceProcess

    @property
    def token(self) -> str:
        return self.process.token

    @property
    def servers(self) -> str:
        """The setting that makes the gateway use it."""
        return f"server {self.process.address};"

    @contextmanager
    def replica(self) -> Iterator[ServiceProcess]:
        """Run one more process on the same records."""
        with serving(self.identity, self.database_url, token=self.token) as process:
            yield process


@pytest.fixture(scope="session")
def services(templates: Templates) -> Iterator[dict[str, Service]]:
    with asyncio.Runner() as runner, ExitStack() as processes:
        databases = AsyncExitStack()
        found = {}
        for name, identity in IDENTITIES.items():
            url = runner.run(databases.enter_async_context(templates.clone(identity)))
            process = processes.enter_context(service_process(identity, url))
            found[name] = Service(identity=identity, database_url=url, process=process)
        yield found
        processes.close()
        runner.run(databases.aclose())


@pytest.fixture(scope="session")
def participants(services: dict[str, Service]) -> Service:
    return services["participants"]


@pytest.fixture(scope="session")
def trainees(services: dict[str, Service]) -> Service:
    return services["trainees"]


@pytest.fixture(scope="session")
def gateway(participants: Service, trainees: Service) -> Iterator[Gateway]:
    with running_gateway(
        GATEWAY_PARTICIPANTS_SERVERS=participants.servers,
        GATEWAY_TRAINEES_SERVERS=trainees.servers,
    ) as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    """Call whole URLs, without decoding anything and without keeping connections."""
    async with aiohttp.ClientSession(
        auto_decompress=False,
        connector=aiohttp.TCPConnector(force_close=True),
        headers={"Accept-Encoding": "identity"},
    ) as session:
        yield session


def bearing(token: str, **headers: str) -> dict[str, str]:
    """Return headers that carry a token."""
    return {"Authorization": f"Bearer {token}", **headers}
