"""Each service has a schema that the other's runtime role cannot touch."""

import asyncpg
import pytest

from shared.database.migrations import migrate
from shared.database.pool import connection_options
from shared.service import ServiceIdentity
from tests.conftest import PARTICIPANTS, TRAINEES

PAIRS = [
    pytest.param(PARTICIPANTS, TRAINEES, id="participants in trainees"),
    pytest.param(TRAINEES, PARTICIPANTS, id="trainees in participants"),
]


@pytest.fixture
async def common_url(participants_url: str) -> str:
    """Return a database that both services use."""
    await migrate(participants_url, TRAINEES)
    return participants_url


async def connect(url: str, role: str, schema: str) -> "asyncpg.Connection[asyncpg.Record]":
    return await asyncpg.connect(**connection_options(url, role, schema, pooled=False))


@pytest.mark.parametrize(("visitor", "host"), PAIRS)
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM {schema}.tokens",
        "INSERT INTO {schema}.journal_heads VALUES (gen_random_uuid(), 0, now())",
        "DELETE FROM {schema}.changes",
        "CREATE TABLE {schema}.mine (id int)",
    ],
)
async def test_a_service_cannot_touch_the_others_schema(
    common_url: str, visitor: ServiceIdentity, host: ServiceIdentity, statement: str
) -> None:
    conn = await connect(common_url, visitor.runtime_role, visitor.schema)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.execute(statement.format(schema=host.schema))
    finally:
        await conn.close()


@pytest.mark.parametrize("identity", [PARTICIPANTS, TRAINEES], ids=lambda one: one.name)
async def test_the_runtime_role_changes_rows_but_no_tables(
    common_url: str, identity: ServiceIdentity
) -> None:
    conn = await connect(common_url, identity.runtime_role, identity.schema)
    try:
        await conn.execute("INSERT INTO journal_heads VALUES (gen_random_uuid(), 0, now())")
        assert await conn.fetchval("SELECT count(*) FROM journal_heads") == 1
        for statement in (
            "CREATE TABLE mine (id int)",
            "DROP TABLE journal_heads",
            "ALTER TABLE tokens ADD COLUMN secret text",
            "TRUNCATE changes",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await conn.execute(statement)
    finally:
        await conn.close()
