import asyncio
import subprocess
import sys
from os import environ
from uuid import UUID

import pytest

from shared.changes.restarting import in_one_stretch, restart_journals
from shared.clock import LONDON, Clock
from shared.database import Connection, Pool
from shared.service import ServiceIdentity
from shared.views import Op
from shared.views.journal import Entry, Journal, JournalHead, select_head
from tests.conftest import PARTICIPANTS, TRAINEES, Templates, runtime_pool
from tests.pooler import way_to

LARKFIELD = UUID("0b5a1f2c-3f6e-4d7c-9b8a-2c1d0e9f8a70")
OTTERBURN = UUID("f1c0a3de-5b7d-4f3a-8d58-6d2a4a1c9e11")


async def append(conn: Connection, provider_id: UUID) -> None:
    async with conn.transaction():
        journal = await Journal.lock(conn, [provider_id], Clock(LONDON))
        entry = Entry(provider_id=provider_id, resource_id="a", op=Op.UPSERT)
        await journal.append(conn, "participant", [entry])


async def position(conn: Connection, provider_id: UUID) -> int:
    return (await select_head(conn, provider_id)).position


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(1, 100_000_000, id="for the first time"),
        pytest.param(49_999_999, 100_000_000, id="what is lost ends before it"),
        pytest.param(50_000_000, 200_000_000, id="what is lost might reach it"),
        pytest.param(100_000_000, 200_000_000, id="twice, with nothing between"),
        pytest.param(149_999_999, 200_000_000, id="twice"),
        pytest.param(2_100_000_003, 2_200_000_000, id="past what fits into 31 bits"),
    ],
)
async def test_journals_go_on_behind_whatever_was_given_out(
    participants_pool: Pool, before: int, after: int
) -> None:
    async with participants_pool.acquire() as conn:
        for provider_id in (LARKFIELD, OTTERBURN):
            await append(conn, provider_id)
        await conn.execute(
            "UPDATE journal_heads SET position = $1 WHERE provider_id = $2", before, LARKFIELD
        )
        assert await restart_journals(conn) == after
        assert await position(conn, LARKFIELD) == await position(conn, OTTERBURN) == after + 1
        # Half a stretch may have been lost, and none of that is taken for what comes.
        assert not in_one_stretch(before, after)
        assert not in_one_stretch(before + 49_999_999, after)
        await append(conn, OTTERBURN)
        assert await position(conn, OTTERBURN) == after + 2


async def test_only_a_journal_that_is_yet_to_come_has_the_first_number(
    participants_pool: Pool,
) -> None:
    """It may have had entries that were lost, but that is for whoever has seen any to know."""
    async with participants_pool.acquire() as conn:
        assert await restart_journals(conn) == 100_000_000
        await append(conn, LARKFIELD)
        assert await position(conn, LARKFIELD) == 100_000_001
        assert await restart_journals(conn) == 200_000_000
        for provider_id in (LARKFIELD, OTTERBURN):
            await append(conn, provider_id)
        rows = await conn.fetch("SELECT provider_id FROM changes WHERE position = 200000001")
        assert [row["provider_id"] for row in rows] == [OTTERBURN]


async def test_a_journal_that_was_only_held_has_no_moment(participants_pool: Pool) -> None:
    async with participants_pool.acquire() as conn:
        async with conn.transaction():
            await Journal.lock(conn, [LARKFIELD], Clock(LONDON))
        assert await select_head(conn, LARKFIELD) == JournalHead()
        await restart_journals(conn)
        assert await select_head(conn, LARKFIELD) == JournalHead(position=100_000_000)


@pytest.mark.parametrize(
    ("after", "head", "same"),
    [
        (0, 99_999_999, True),
        (0, 100_000_000, False),
        (99_999_999, 100_000_000, False),
        (100_000_000, 100_000_001, True),
        (100_000_000, 199_999_999, True),
        (10**18, 5, False),
    ],
)
def test_stretches(*, after: int, head: int, same: bool) -> None:
    assert in_one_stretch(after, head) is same


@pytest.mark.parametrize("identity", [PARTICIPANTS, TRAINEES], ids=lambda one: one.name)
async def test_the_command_says_from_where_journals_go_on(
    templates: Templates, identity: ServiceIdentity
) -> None:
    async with templates.clone(identity) as url, runtime_pool(url, identity) as pool:
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", f"{identity.name}_service", "changes", "restart"],
            check=False,
            capture_output=True,
            text=True,
            env={**environ, **way_to(url, identity).environment(identity)},
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr.strip() == "all journals go on behind position 100,000,000"
        async with pool.acquire() as conn:
            await append(conn, LARKFIELD)
            assert await position(conn, LARKFIELD) == 100_000_001
