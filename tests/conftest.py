"""A real PostgreSQL for every test: cloned from a migrated template, dropped afterwards."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import asyncpg
import pytest
from aiohttp import web_app
from hypothesis import settings

from shared.database import Pool, open_pool
from shared.database.embedded import (
    EmbeddedDatabase,
    delete_embedded_database,
    embedded_database,
)
from shared.database.embedded_programs import EmbeddedDatabaseError
from shared.database.migrations import migrate
from shared.service import ServiceIdentity
from tests import pooler, throw_away
from tests.log import Log, written_log
from tests.standby import Primary, Standby, primary_server

# How long an example takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

PARTICIPANTS = ServiceIdentity(name="participants")
TRAINEES = ServiceIdentity(name="trainees")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--through-pgbouncer",
        action="store_true",
        help="Let services reach their databases through PgBouncer, as it is deployed.",
    )


def pytest_report_header(config: pytest.Config) -> str:
    return f"databases: {'through PgBouncer' if _is_pooled(config) else 'reached directly'}"


def _is_pooled(config: pytest.Config) -> bool:
    return bool(config.getoption("--through-pgbouncer"))


POSTGRES = throw_away.folder() / "postgres"


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedDatabase]:
    """The server of all test processes; what it holds may be lost at any time."""
    POSTGRES.parent.mkdir(parents=True, exist_ok=True)
    with embedded_database(POSTGRES, durable=False) as server:
        yield server


def pytest_unconfigure(config: pytest.Config) -> None:
    """Delete the server when all processes of this run are done, unless another run uses it."""
    if not hasattr(config, "workerinput"):
        with suppress(EmbeddedDatabaseError, OSError):
            delete_embedded_database(POSTGRES)
            POSTGRES.parent.rmdir()


@pytest.fixture(scope="session")
def ways(postgres: EmbeddedDatabase, pytestconfig: pytest.Config) -> Iterator[EmbeddedDatabase]:
    """The same server, once services can reach it in the way of this run."""
    if _is_pooled(pytestconfig):
        with pooler.running_pooler(postgres, (PARTICIPANTS, TRAINEES)):
            yield postgres
    else:
        yield postgres


@pytest.fixture(autouse=True)
def _forget_applications() -> Iterator[None]:
    """Let go of a test's applications: aiohttp keeps the last 1,024 pairs of handler and those."""
    yield
    web_app._cached_build_middleware.cache_clear()


@pytest.fixture
def log() -> Iterator[Log]:
    """What is logged during a test."""
    with written_log() as log:
        yield log


# A pooler keeps connections that nobody uses any more.
_END_CONNECTIONS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{}'
"""


class Templates:
    """A migrated database per service, made once per test process."""

    def __init__(self, server: EmbeddedDatabase) -> None:
        self._server = server
        self._run = f"{os.getpid()}_{secrets.token_hex(4)}"
        self._made: dict[str, str] = {}

    async def of(self, identity: ServiceIdentity) -> str:
        """Return the name of the service's template, made on first use."""
        if identity.name not in self._made:
            name = f"template_{identity.name}_{self._run}"
            await self.execute(f'CREATE DATABASE "{name}"')
            await migrate(self._server.dsn(name), identity)
            if pooler.is_running():
                await pooler.let_log_in(self._server.dsn(), identity)
            self._made[identity.name] = name
        return self._made[identity.name]

    def url(self, name: str) -> str:
        """Return the URL of one of the server's databases."""
        return self._server.dsn(name)

    async def execute(self, statement: str) -> None:
        """Run a statement that concerns whole databases."""
        conn = await asyncpg.connect(self._server.dsn())
        try:
            await conn.execute(statement)
        finally:
            await conn.close()

    @asynccontextmanager
    async def clone(self, identity: ServiceIdentity) -> AsyncIterator[str]:
        """Yield the URL of a fresh copy of the service's template."""
        async with self.copy(self.url(await self.of(identity))) as url:
            yield url

    @asynccontextmanager
    async def copy(self, url: str) -> AsyncIterator[str]:
        """Yield the URL of a fresh copy of a database to which nobody is connected."""
        source, name = urlsplit(url).path.removeprefix("/"), f"test_{secrets.token_hex(6)}"
        if pooler.is_running():
            await self.execute(_END_CONNECTIONS.format(source))
        # The page checksums of a file copy are written at once; nothing here has to last.
        await self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY FILE_COPY')
        try:
            yield self.url(name)
        finally:
            await self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    async def drop(self) -> None:
        """Drop the templates."""
        for name in self._made.values():
            await self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def templates(ways: EmbeddedDatabase) -> Iterator[Templates]:
    made = Templates(ways)
    yield made
    asyncio.run(made.drop())


@asynccontextmanager
async def runtime_pool(
    url: str, identity: ServiceIdentity, *, size: int = 8
) -> AsyncIterator[Pool]:
    """Open a pool with the rights of the service's runtime role, as the service does."""
    way = pooler.way_to(url, identity)
    async with open_pool(
        way.url,
        role=identity.runtime_role,
        schema=identity.schema,
        size=size,
        pooled=way.pooled,
        command_timeout=30,
    ) as pool:
        yield pool


@pytest.fixture
async def participants_url(templates: Templates) -> AsyncIterator[str]:
    async with templates.clone(PARTICIPANTS) as url:
        yield url


@pytest.fixture
async def participants_pool(participants_url: str) -> AsyncIterator[Pool]:
    async with runtime_pool(participants_url, PARTICIPANTS) as pool:
        yield pool


@pytest.fixture
async def trainees_url(templates: Templates) -> AsyncIterator[str]:
    async with templates.clone(TRAINEES) as url:
        yield url


@pytest.fixture
async def trainees_pool(trainees_url: str) -> AsyncIterator[Pool]:
    async with runtime_pool(trainees_url, TRAINEES) as pool:
        yield pool


@pytest.fixture(scope="session")
def primary() -> Iterator[Primary]:
    """A server of one's own for those who need a standby of it."""
    with primary_server() as server:
        yield server


@pytest.fixture(scope="session")
def primary_templates(primary: Primary) -> Iterator[Templates]:
    made = Templates(primary.database)
    yield made
    asyncio.run(made.drop())


@pytest.fixture(scope="session")
def standbys(primary: Primary) -> Iterator[list[Standby]]:
    """Whatever standby there is by now."""
    made: list[Standby] = []
    yield made
    for standby in made:
        standby.delete()


@pytest.fixture
async def standby(primary: Primary, standbys: list[Standby]) -> AsyncIterator[Standby]:
    """A standby that follows; after a test that has promoted it there is a new one."""
    while standbys and not standbys[-1].follows:
        standbys.pop().delete()
    if not standbys:
        standbys.append(primary.make_standby())
    yield standbys[-1]
    if standbys[-1].follows:
        # Even if the test failed half way.
        await standbys[-1].resume()
