"""A second login is the runtime role in everything but its name and password."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TypeAlias

import asyncpg
import pytest

from shared.database import open_pool
from shared.database.embedded import EmbeddedDatabase, embedded_database
from shared.database.migrations import migrate
from shared.service import ServiceIdentity
from tests.conftest import PARTICIPANTS, TRAINEES

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

SCRIPT = Path("deploy/database/second_login.sql").read_text()
SETTINGS = ("search_path", "lock_timeout", "statement_timeout", "work_mem")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedDatabase]:
    with embedded_database(tmp_path_factory.mktemp("logins"), durable=False) as database:
        yield database


@pytest.fixture(params=[PARTICIPANTS, TRAINEES], ids=lambda identity: identity.name)
def identity(request: pytest.FixtureRequest) -> ServiceIdentity:
    service: ServiceIdentity = request.param
    return service


@pytest.fixture
async def superuser(
    server: EmbeddedDatabase, identity: ServiceIdentity
) -> AsyncIterator[Connection]:
    await migrate(server.dsn(), identity)
    conn = await asyncpg.connect(server.dsn())
    await conn.execute(f"ALTER ROLE {identity.runtime_role} LOGIN")
    await conn.execute(f"ALTER ROLE {identity.runtime_role} SET work_mem = '5MB'")
    yield conn
    await conn.close()


async def add_login(superuser: Connection, identity: ServiceIdentity) -> None:
    async with superuser.transaction():
        await superuser.execute("SET LOCAL preparing.schema = " + identity.schema)
        await superuser.execute(SCRIPT)


def url_of(server: EmbeddedDatabase, login: str) -> str:
    return server.dsn().replace("//postgres@", f"//{login}@")


async def settings_of(url: str) -> list[str]:
    conn = await asyncpg.connect(url)
    try:
        return [await conn.fetchval(f"SHOW {name}") for name in SETTINGS]
    finally:
        await conn.close()


async def test_it_does_all_that_the_runtime_role_does_without_being_asked_to(
    server: EmbeddedDatabase, superuser: Connection, identity: ServiceIdentity
) -> None:
    await add_login(superuser, identity)
    url = url_of(server, f"{identity.runtime_role}_2")
    async with open_pool(
        url,
        role=identity.runtime_role,
        schema=identity.schema,
        size=1,
        pooled=True,
        command_timeout=30,
    ) as pool:
        assert await pool.fetchval("SELECT current_user") == identity.runtime_role
        assert await pool.fetchval("SELECT count(*) FROM tokens") == 0
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.execute("CREATE TABLE extra (id int)")


async def test_it_follows_the_settings_of_the_runtime_role(
    server: EmbeddedDatabase, superuser: Connection, identity: ServiceIdentity
) -> None:
    await add_login(superuser, identity)
    await superuser.execute(f"ALTER ROLE {identity.runtime_role} SET statement_timeout = '21s'")
    await superuser.execute(f"ALTER ROLE {identity.runtime_role} RESET work_mem")
    await add_login(superuser, identity)
    runtime = await settings_of(url_of(server, identity.runtime_role))
    assert await settings_of(url_of(server, f"{identity.runtime_role}_2")) == runtime
    assert runtime == [identity.schema, "5s", "21s", "4MB"]


async def test_without_a_runtime_role_nothing_is_made(superuser: Connection) -> None:
    with pytest.raises(asyncpg.UndefinedObjectError):
        await add_login(superuser, ServiceIdentity(name="nobodys"))
    made = await superuser.fetchval("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'nobodys%'")
    assert made == 0
