import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from shared.changes.pruning import SQL, prune_changes
from shared.clock import LONDON, Clock
from shared.database import Connection, Pool
from shared.service import ServiceIdentity
from shared.views import Op
from shared.views.journal import Entry, Journal
from tests.conftest import PARTICIPANTS, TRAINEES, Templates, runtime_pool
from tests.pooler import way_to

LARKFIELD = UUID("0b5a1f2c-3f6e-4d7c-9b8a-2c1d0e9f8a70")
OTTERBURN = UUID("f1c0a3de-5b7d-4f3a-8d58-6d2a4a1c9e11")
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
DAY = timedelta(days=1)
BEFORE = NOW - 90 * DAY


async def write_journal(conn: Connection, provider_id: UUID, moments: Sequence[datetime]) -> None:
    """Write a journal with an entry for each moment."""
    await conn.execute(
        "INSERT INTO changes (provider_id, position, resource, resource_id, op, changed_at)"
        " SELECT $1, position, 'participant', 'a', 'upsert', moment"
        "   FROM unnest($2::timestamptz[]) WITH ORDINALITY AS m (moment, position)",
        provider_id,
        moments,
    )
    await conn.execute(
        "INSERT INTO journal_heads (provider_id, position, changed_at) VALUES ($1, $2, $3)",
        provider_id,
        len(moments),
        moments[-1],
    )


async def kept(conn: Connection, provider_id: UUID) -> list[int]:
    rows = await conn.fetch(
        "SELECT position FROM changes WHERE provider_id = $1 ORDER BY position", provider_id
    )
    return [row["position"] for row in rows]


@pytest.mark.parametrize("batch", [1, 2, 3, 1000])
@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        pytest.param([100, 95, 91, 90, 89, 0], [4, 5, 6], id="some"),
        pytest.param([90, 89, 0], [1, 2, 3], id="none"),
        pytest.param([400, 100, 91], [], id="all"),
    ],
)
async def test_exactly_what_is_too_old_goes(
    participants_pool: Pool, ages: list[int], expected: list[int], batch: int
) -> None:
    async with participants_pool.acquire() as conn:
        await write_journal(conn, LARKFIELD, [NOW - age * DAY for age in ages])
        deleted = await prune_changes(conn, before=BEFORE, batch=batch)
        assert deleted == len(ages) - len(expected)
        assert await kept(conn, LARKFIELD) == expected
        assert await prune_changes(conn, before=BEFORE, batch=batch) == 0


async def test_a_moment_decides(participants_pool: Pool) -> None:
    moment = timedelta(microseconds=1)
    async with participants_pool.acquire() as conn:
        await write_journal(conn, LARKFIELD, [BEFORE - moment, BEFORE, BEFORE + moment])
        assert await prune_changes(conn, before=BEFORE) == 1
        assert await kept(conn, LARKFIELD) == [2, 3]


async def test_every_journal_is_pruned_by_itself(participants_pool: Pool) -> None:
    reports: list[tuple[int, int]] = []
    async with participants_pool.acquire() as conn:
        await write_journal(conn, LARKFIELD, [NOW - 100 * DAY, NOW - 91 * DAY, NOW])
        await write_journal(conn, OTTERBURN, [NOW - 91 * DAY, NOW - 2 * DAY])
        assert await prune_changes(conn, before=BEFORE, report=lambda *at: reports.append(at)) == 3
        assert await kept(conn, LARKFIELD) == [3]
        assert await kept(conn, OTTERBURN) == [2]
    assert reports == [(0, 2), (1, 2), (2, 2)]


async def test_a_journal_goes_on_counting_when_all_its_entries_are_gone(
    participants_pool: Pool,
) -> None:
    async with participants_pool.acquire() as conn:
        await write_journal(conn, LARKFIELD, [NOW - 100 * DAY, NOW - 91 * DAY])
        await prune_changes(conn, before=BEFORE)
        head = await conn.fetchrow("SELECT position, changed_at FROM journal_heads")
        assert tuple(head or ()) == (2, NOW - 91 * DAY)
        async with conn.transaction():
            journal = await Journal.lock(conn, [LARKFIELD], Clock(LONDON))
            entry = Entry(provider_id=LARKFIELD, resource_id="b", op=Op.UPSERT)
            await journal.append(conn, "participant", [entry])
        assert await kept(conn, LARKFIELD) == [3]


async def test_every_batch_is_a_transaction_of_its_own(participants_pool: Pool) -> None:
    """Interrupted, nothing that was done is lost, and the next run does the rest."""
    async with participants_pool.acquire() as holder, participants_pool.acquire() as conn:
        await write_journal(conn, LARKFIELD, [NOW - 100 * DAY] * 5)
        await conn.execute("SET lock_timeout = '50ms'")
        async with holder.transaction():
            await holder.execute("SELECT FROM changes WHERE position = 4 FOR UPDATE")
            with pytest.raises(asyncpg.LockNotAvailableError):
                await prune_changes(conn, before=BEFORE, batch=2)
            assert await kept(conn, LARKFIELD) == [3, 4, 5]
        assert await prune_changes(conn, before=BEFORE, batch=2) == 3


async def test_two_at_once_count_nothing_twice(participants_pool: Pool) -> None:
    async def prune() -> int:
        async with participants_pool.acquire() as conn:
            return await prune_changes(conn, before=BEFORE, batch=7)

    async with participants_pool.acquire() as conn:
        await write_journal(conn, LARKFIELD, [NOW - 100 * DAY] * 500 + [NOW])
        assert sum(await asyncio.gather(prune(), prune(), prune())) == 500
        assert await kept(conn, LARKFIELD) == [501]


async def test_entries_are_found_by_the_primary_key(participants_url: str) -> None:
    conn = await asyncpg.connect(participants_url)
    try:
        await conn.execute("SET search_path = participants")
        await write_journal(conn, LARKFIELD, [NOW - 100 * DAY] * 20_000)
        await write_journal(conn, OTTERBURN, [NOW - 100 * DAY] * 20_000)
        await conn.execute("ANALYZE changes")
        statement = SQL["delete_old_changes"]
        arguments = statement.arguments(
            {"provider_id": LARKFIELD, "after": 0, "at_most": 100, "before": BEFORE}
        )
        rows = await conn.fetch(f"EXPLAIN {statement.text}", *arguments)
        scans = [row[0] for row in rows if "on changes" in row[0] and "Delete" not in row[0]]
        assert len(scans) == 2
        assert all("Index Scan using changes_pkey" in scan for scan in scans)
    finally:
        await conn.close()


def prune_by_command(
    identity: ServiceIdentity, url: str, environment: Mapping[str, str]
) -> tuple[int, str]:
    """Run the command as operators do; return its exit code and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", f"{identity.name}_service", "changes", "prune"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **way_to(url, identity).environment(identity), **environment},
    )
    assert done.stdout == ""
    return done.returncode, " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("identity", "environment", "oldest", "deleted"),
    [
        pytest.param(PARTICIPANTS, {}, 89, "1,211", id="participants"),
        pytest.param(
            TRAINEES, {"TRAINEES_CHANGES_RETENTION_DAYS": "85"}, 84, "1,216", id="trainees"
        ),
    ],
)
async def test_the_command_says_how_many_went(
    templates: Templates,
    identity: ServiceIdentity,
    environment: Mapping[str, str],
    oldest: int,
    deleted: str,
) -> None:
    now = datetime.now(UTC)
    async with templates.clone(identity) as url, runtime_pool(url, identity) as pool:
        async with pool.acquire() as conn:
            await write_journal(conn, LARKFIELD, [now - age * DAY for age in range(1300, 80, -1)])
        code, said = await asyncio.to_thread(prune_by_command, identity, url, environment)
        assert code == 0, said
        assert re.fullmatch(
            rf"{deleted} changes from before [-0-9]+ [0-9:]+ UTC were deleted", said
        )
        async with pool.acquire() as conn:
            assert len(await kept(conn, LARKFIELD)) == oldest - 80
