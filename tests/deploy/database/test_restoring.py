"""What was backed up is there again: every row, every right, and a service that works."""

import json
import re
import subprocess
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import asyncpg
import pytest

from shared.service import ServiceIdentity
from tests.conftest import PARTICIPANTS, runtime_pool
from tests.deploy.database.conftest import BOTH, Database, back_up, restore
from tests.service_process import run_command, serving

CHANGES = {"participants": "/api/v3/changes", "trainees": "/api/v0.1/changes"}
RESTARTED = 100_000_000


@pytest.fixture
def restored(department: Database, empty: Database, tmp_path: Path) -> Database:
    """Both services, backed up and restored one after the other."""
    for identity in BOTH:
        restore(empty, identity, back_up(department, identity, tmp_path))
    return empty


async def test_a_restored_department_is_the_one_that_was_backed_up(
    department: Database, restored: Database
) -> None:
    for identity in BOTH:
        before, after = [await rows(each, identity) for each in (department, restored)]
        heads, restarted = before.pop("journal_heads"), after.pop("journal_heads")
        assert before == after
        assert sum(map(len, before.values())) > 1000
        assert definitions(department, identity) == definitions(restored, identity)
        is_only_restarted(heads, restarted)
        was, goes_on = [await feed_position(each, identity) for each in (department, restored)]
        assert was == goes_on
        await the_runtime_role_does_its_work(restored, identity)
        assert run_command(identity, restored.url, "views", "rebuild", "--check") == ""
        # The revision is the one of the code, so there is nothing to migrate.
        unchanged = definitions(restored, identity)
        run_command(identity, restored.url, "migrate", as_owner=True)
        assert definitions(restored, identity) == unchanged
        serves_and_tells_clients_to_begin_anew(restored, identity, heads)


async def rows(database: Database, identity: ServiceIdentity) -> dict[str, list[str]]:
    """Return every row of every table of a service."""
    conn = await asyncpg.connect(database.url)
    try:
        tables = await conn.fetch(
            "SELECT tablename, format('SELECT t::text FROM %I.%I AS t ORDER BY 1', $1::text,"
            " tablename) AS everything FROM pg_tables WHERE schemaname = $1 ORDER BY 1",
            identity.schema,
        )
        return {
            table: [row[0] for row in await conn.fetch(everything)] for table, everything in tables
        }
    finally:
        await conn.close()


def definitions(database: Database, identity: ServiceIdentity) -> str:
    """Return the definition of everything in a schema, with its owner and rights."""
    dump = ["pg_dump", "--schema-only", f"--schema={identity.schema}"]
    done = subprocess.run(
        dump, env=database.environment, check=True, capture_output=True, text=True
    )
    # A word of this run alone, against commands within names.
    return re.sub(r"^\\(un)?restrict .*$", "", done.stdout, flags=re.MULTILINE)


def is_only_restarted(heads: list[str], restarted: list[str]) -> None:
    """Check that journals end at the moment at which they ended, but go on elsewhere."""
    assert heads
    moved = [re.sub(r",\d+,", f",{RESTARTED + 1},", head) for head in heads]
    nobody = f"(00000000-0000-0000-0000-000000000000,{RESTARTED},-infinity)"
    assert restarted == [nobody, *moved]


async def feed_position(database: Database, identity: ServiceIdentity) -> object:
    """Return where the sequence of the feed goes on."""
    conn = await asyncpg.connect(database.url)
    try:
        return await conn.fetchval(
            "SELECT last_value FROM pg_sequences"
            " WHERE schemaname = $1 AND sequencename = 'feed_positions'",
            identity.schema,
        )
    finally:
        await conn.close()


async def the_runtime_role_does_its_work(database: Database, identity: ServiceIdentity) -> None:
    """Check that the service may write its rows and nobody else's, nor change any table."""
    (other,) = (each for each in BOTH if each != identity)
    async with runtime_pool(database.url, identity) as pool, pool.acquire() as conn:
        transaction = conn.transaction()
        await transaction.start()
        await conn.execute("UPDATE journal_heads SET changed_at = now()")
        assert await conn.fetchval("SELECT nextval('feed_positions')")
        await transaction.rollback()
        for refused in (
            f"SELECT FROM {other.schema}.tokens",
            "ALTER TABLE tokens ADD COLUMN more text",
            "DROP TABLE tokens",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await conn.execute(refused)


def serves_and_tells_clients_to_begin_anew(
    database: Database, identity: ServiceIdentity, heads: list[str]
) -> None:
    """Check what somebody is answered who was at the end of a journal, or beyond."""
    provider_id, position, _ = heads[0].strip("()").split(",")
    create = ("tokens", "create", "--provider", provider_id, "--quiet")
    token = run_command(identity, database.url, *create).strip()
    with serving(identity, database.url, token=token) as service:
        url = f"{service.url}{CHANGES[identity.name]}"
        for after in (0, int(position), int(position) + 5):
            with pytest.raises(HTTPError) as caught:
                urlopen(_request(f"{url}?after={after}", token), timeout=20)
            assert caught.value.code == 410
            assert json.load(caught.value)["meta"]["position"] > RESTARTED
        # The service goes on with its work at once: trainees who waited for a TRN may have one.
        with urlopen(_request(f"{url}?after={RESTARTED + 1}", token), timeout=20) as answer:
            told = json.load(answer)
        assert [each["position"] for each in told["data"]] == list(
            range(RESTARTED + 2, told["meta"]["position"] + 1)
        )


def _request(url: str, token: str) -> Request:
    return Request(url, headers={"Authorization": f"Bearer {token}"})


def test_one_service_alone_is_backed_up_by_its_owner(department: Database, tmp_path: Path) -> None:
    """The other's tables are neither in the file nor could they be read."""
    as_owner = {"PGOPTIONS": f"-c role={PARTICIPANTS.owner_role}"}
    owner = Database(
        name=department.name, url=department.url, environment=department.environment | as_owner
    )
    file = back_up(owner, PARTICIPANTS, tmp_path)
    listed = subprocess.run(
        ["pg_restore", "--list", file],
        env=department.environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    entries = [line for line in listed.splitlines() if line and not line.startswith(";")]
    assert len(entries) > 50
    assert not [line for line in entries if re.search(r"\btrainees\b", line)]
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
