"""Migrations go up, down and up again, one step at a time."""

import asyncpg
import pytest

from shared.database.migrations import downgrade, script_directory, upgrade
from shared.service import ServiceIdentity
from tests.conftest import PARTICIPANTS, TRAINEES, Templates, runtime_pool

SERVICES = pytest.mark.parametrize(
    "identity", [PARTICIPANTS, TRAINEES], ids=lambda identity: identity.name
)

_CATALOGUE = """
SELECT c.relname, c.relkind::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
  FROM pg_class AS c
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE n.nspname = $1
 ORDER BY 1, 3
"""
_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
  FROM pg_constraint
 WHERE connamespace = $1::regnamespace
 ORDER BY 1, 2
"""


async def catalogue(url: str, schema: str) -> list[tuple[object, ...]]:
    conn = await asyncpg.connect(url)
    try:
        rows = await conn.fetch(_CATALOGUE, schema) + await conn.fetch(_CONSTRAINTS, schema)
        return [tuple(row) for row in rows]
    finally:
        await conn.close()


@SERVICES
async def test_each_step_can_be_taken_back(templates: Templates, identity: ServiceIdentity) -> None:
    revisions = identity.revisions
    async with templates.clone(identity) as url:
        at_the_top = await catalogue(url, identity.schema)
        below = ["base", *revisions.known[:-1]]
        snapshots = []
        for revision in reversed(below):
            await downgrade(url, identity, revision)
            snapshots.append(await catalogue(url, identity.schema))
        assert [row for row in snapshots[-1] if "alembic_version" not in str(row)] == []
        ways_up = zip(revisions.known, [*snapshots[-2::-1], at_the_top], strict=True)
        for revision, snapshot in ways_up:
            await upgrade(url, identity, revision)
            assert await catalogue(url, identity.schema) == snapshot


@SERVICES
def test_files_are_numbered_as_alembic_orders_them(identity: ServiceIdentity) -> None:
    walked = [script.revision for script in script_directory(identity).walk_revisions()]
    assert list(identity.revisions.known) == walked[::-1]


_TABLES_WITHOUT_KEY = """
SELECT c.relname
  FROM pg_class AS c
 WHERE c.relnamespace = $1::regnamespace
   AND c.relkind = 'r'
   AND NOT EXISTS (
       SELECT FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype = 'p')
"""


@SERVICES
async def test_every_table_has_a_primary_key(
    templates: Templates, identity: ServiceIdentity
) -> None:
    async with templates.clone(identity) as url:
        conn = await asyncpg.connect(url)
        try:
            without = await conn.fetch(_TABLES_WITHOUT_KEY, identity.schema)
        finally:
            await conn.close()
    assert without == []


@SERVICES
async def test_a_newer_schema_is_current_and_an_older_one_is_not(
    templates: Templates, identity: ServiceIdentity
) -> None:
    revisions = identity.revisions
    async with templates.clone(identity) as url, runtime_pool(url, identity) as pool:
        async with pool.acquire() as conn:
            assert await revisions.are_applied(conn)
        owner = await asyncpg.connect(url)
        try:
            await owner.execute("SELECT set_config('search_path', $1, false)", identity.schema)
            await owner.execute("UPDATE alembic_version SET version_num = '9999'")
        finally:
            await owner.close()
        async with pool.acquire() as conn:
            assert await revisions.are_applied(conn)
    async with templates.clone(identity) as url, runtime_pool(url, identity) as pool:
        await downgrade(url, identity, revisions.known[-2])
        async with pool.acquire() as conn:
            assert not await revisions.are_applied(conn)
