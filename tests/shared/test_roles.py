"""Each service's roles reach its own schema and nothing else."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import TypeAlias

import asyncpg
import pytest

from shared.database.embedded import EmbeddedDatabase, embedded_database
from shared.database.roles import prepare_roles

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedDatabase]:
    with embedded_database(tmp_path_factory.mktemp("roles"), durable=False) as database:
        yield database


@pytest.fixture
async def superuser(server: EmbeddedDatabase) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(server.dsn())
    yield connection
    await connection.execute("""
        DROP SCHEMA IF EXISTS participants, trainees CASCADE;
        DO $$
        DECLARE role_name text;
        BEGIN
            FOREACH role_name IN ARRAY ARRAY[
                'participants_owner', 'participants_runtime', 'trainees_owner',
                'trainees_runtime', 'deployer', 'plain_login'
            ] LOOP
                IF EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
                    EXECUTE format('DROP OWNED BY %I CASCADE; DROP ROLE %I', role_name, role_name);
                END IF;
            END LOOP;
        END $$;
    """)
    await connection.close()


@asynccontextmanager
async def connected(dsn: str, *, user: str, role: str | None = None) -> AsyncIterator[Connection]:
    settings = {} if role is None else {"role": role}
    connection = await asyncpg.connect(dsn, user=user, server_settings=settings)
    try:
        yield connection
    finally:
        await connection.close()


@pytest.fixture
async def prepared(superuser: Connection) -> Connection:
    for schema in ("participants", "trainees"):
        await prepare_roles(superuser, schema)
        await superuser.execute(f"SET ROLE {schema}_owner")
        await superuser.execute(f"CREATE TABLE {schema}.records (id serial, note text)")
        await superuser.execute("RESET ROLE")
    return superuser


async def test_the_runtime_role_reads_and_writes_rows(
    server: EmbeddedDatabase, prepared: Connection
) -> None:
    async with connected(server.dsn(), user="postgres", role="participants_runtime") as runtime:
        await runtime.execute("INSERT INTO participants.records (note) VALUES ('a'), ('b')")
        await runtime.execute("UPDATE participants.records SET note = 'c' WHERE note = 'a'")
        await runtime.execute("DELETE FROM participants.records WHERE note = 'b'")
        assert await runtime.fetchval("SELECT note FROM participants.records") == "c"


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("SELECT * FROM trainees.records", id="read the other service's rows"),
        pytest.param("INSERT INTO trainees.records (note) VALUES ('x')", id="write them"),
        pytest.param("CREATE TABLE participants.extra (id int)", id="create a table"),
        pytest.param("DROP TABLE participants.records", id="drop a table"),
        pytest.param("ALTER TABLE participants.records ADD extra int", id="alter a table"),
        pytest.param("TRUNCATE participants.records", id="truncate a table"),
        pytest.param("SET ROLE participants_owner; RESET ROLE", id="become the owner"),
    ],
)
async def test_the_runtime_role_can_do_no_more(
    server: EmbeddedDatabase, prepared: Connection, statement: str
) -> None:
    await prepared.execute("CREATE ROLE plain_login LOGIN IN ROLE participants_runtime")
    async with connected(server.dsn(), user="plain_login", role="participants_runtime") as runtime:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await runtime.execute(statement)


async def test_the_owner_of_one_schema_cannot_read_the_other(
    server: EmbeddedDatabase, prepared: Connection
) -> None:
    async with connected(server.dsn(), user="postgres", role="trainees_owner") as owner:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await owner.execute("SELECT * FROM participants.records")


async def test_tables_made_before_the_grants_are_covered_too(
    server: EmbeddedDatabase, superuser: Connection
) -> None:
    await superuser.execute("""
        CREATE ROLE participants_owner;
        CREATE SCHEMA participants AUTHORIZATION participants_owner;
        SET ROLE participants_owner;
        CREATE TABLE participants.older (id int);
        RESET ROLE;
    """)
    await prepare_roles(superuser, "participants")
    async with connected(server.dsn(), user="postgres", role="participants_runtime") as runtime:
        assert await runtime.fetchval("SELECT count(*) FROM participants.older") == 0


async def test_a_login_as_the_runtime_role_finds_its_schema_and_its_time_limits(
    server: EmbeddedDatabase, prepared: Connection
) -> None:
    await prepared.execute("ALTER ROLE participants_runtime LOGIN")
    async with connected(server.dsn(), user="participants_runtime") as runtime:
        limits = {
            name: await runtime.fetchval("SELECT current_setting($1)", name)
            for name in ("search_path", "statement_timeout", "lock_timeout")
        }
        assert limits == {
            "search_path": "participants",
            "statement_timeout": "30s",
            "lock_timeout": "5s",
        }


async def test_a_deployer_who_may_create_roles_needs_no_superuser(
    server: EmbeddedDatabase, superuser: Connection
) -> None:
    await superuser.execute("CREATE ROLE deployer LOGIN CREATEROLE")
    await superuser.execute("GRANT CREATE ON DATABASE postgres TO deployer")
    async with connected(server.dsn(), user="deployer") as deployer:
        await prepare_roles(deployer, "participants")
        await prepare_roles(deployer, "participants")
        await deployer.execute("SET ROLE participants_owner")
        await deployer.execute("CREATE TABLE participants.records (id int)")


async def test_where_everything_exists_the_owner_alone_is_enough(
    server: EmbeddedDatabase, prepared: Connection
) -> None:
    await prepared.execute("ALTER ROLE participants_owner LOGIN")
    async with connected(server.dsn(), user="participants_owner") as owner:
        await prepare_roles(owner, "participants")


async def test_everybody_may_prepare_at_once(
    server: EmbeddedDatabase, superuser: Connection
) -> None:
    await superuser.execute("DROP DATABASE IF EXISTS another WITH (FORCE)")
    await superuser.execute("CREATE DATABASE another")
    dsns = [server.dsn(), server.dsn("another")] * 3

    async def prepare(dsn: str, schema: str) -> None:
        async with connected(dsn, user="postgres") as connection:
            await prepare_roles(connection, schema)

    await asyncio.gather(
        *(prepare(dsn, schema) for dsn in dsns for schema in ("participants", "trainees"))
    )
    await superuser.execute("DROP DATABASE another WITH (FORCE)")
    for schema in ("participants", "trainees"):
        async with connected(server.dsn(), user="postgres", role=f"{schema}_owner") as owner:
            await owner.execute(f"CREATE TABLE {schema}.records (id int)")


async def test_an_odd_name_is_a_name_and_not_a_command(superuser: Connection) -> None:
    await prepare_roles(superuser, 'odd"; DROP ROLE x; --')
    assert (
        await superuser.fetchval(
            "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'odd\"; DROP%'"
        )
        == 1
    )
