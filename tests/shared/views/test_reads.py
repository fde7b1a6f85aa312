"""Which server pages come from, with a real standby in every condition."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import pytest
from structlog.testing import capture_logs

from shared.clock import LONDON, Clock, at
from shared.database import Connection, Pool
from shared.database.replica import Reason, open_replica
from shared.metrics import Metrics
from shared.views import Op
from shared.views.journal import Entry, Journal, JournalHead
from shared.views.reads import Reads
from tests.conftest import TRAINEES, Templates, runtime_pool
from tests.replica_counts import ReplicaCounts
from tests.standby import Primary, Standby
from trainees_service.settings import TraineesSettings

WEXMOOR = UUID("0b5a1f2c-3f6e-4d7c-9b8a-2c1d0e9f8a70")
SALTBURN = UUID("f1c0a3de-5b7d-4f3a-8d58-6d2a4a1c9e11")
CLOCK = Clock(LONDON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A database, its standby, and those who read."""

    url: str
    pool: Pool
    reads: Reads
    counts: ReplicaCounts
    primary: Primary
    standby: Standby

    async def write(self, provider_id: UUID = WEXMOOR) -> None:
        """Let something happen to what a provider sees."""
        await write(self.pool, provider_id)

    async def read(self, provider_id: UUID = WEXMOOR) -> int:
        """Read how many entries a provider's journal has."""

        async def count(conn: Connection) -> int:
            number: int = await conn.fetchval(
                "SELECT count(*) FROM changes WHERE provider_id = $1", provider_id
            )
            return number

        return await self.reads.page(provider_id, count)

    async def settle(self) -> None:
        """Wait until the standby shows everything and is used."""
        await self.standby.catch_up(self.primary)
        await self.counts.until_served(self.read)


async def write(pool: Pool, provider_id: UUID) -> None:
    async with pool.acquire() as conn, conn.transaction():
        journal = await Journal.lock(conn, [provider_id], CLOCK)
        entry = Entry(provider_id=provider_id, resource_id="a", op=Op.UPSERT)
        await journal.append(conn, "trainee", [entry])


@asynccontextmanager
async def reading(
    pool: Pool, primary_url: str, url: str, *, lag_seconds: float = 5.0, pool_size: int = 10
) -> AsyncIterator[Reads]:
    settings = TraineesSettings(
        database_url=primary_url,
        replica_url=url,
        replica_lag_seconds=lag_seconds,
        pool_size=pool_size,
    )
    replica = open_replica(settings, TRAINEES, Metrics())
    assert replica is not None
    async with replica.watched():
        yield Reads(pool, CLOCK, replica)


def counts_of(reads: Reads) -> ReplicaCounts:
    assert reads.replica is not None
    return ReplicaCounts(reads.replica.metrics)


@pytest.fixture
async def primary_url(primary_templates: Templates) -> AsyncIterator[str]:
    async with primary_templates.clone(TRAINEES) as url:
        yield url


@pytest.fixture
async def pool(primary_url: str) -> AsyncIterator[Pool]:
    async with runtime_pool(primary_url, TRAINEES) as pool:
        yield pool


@pytest.fixture
def replica_url(primary_url: str, standby: Standby) -> str:
    return standby.dsn(database_of(primary_url))


@pytest.fixture
async def pair(
    pool: Pool, primary_url: str, replica_url: str, primary: Primary, standby: Standby
) -> AsyncIterator[Pair]:
    await standby.catch_up(primary)
    async with reading(pool, primary_url, replica_url) as reads:
        opened = Pair(
            url=primary_url,
            pool=pool,
            reads=reads,
            counts=counts_of(reads),
            primary=primary,
            standby=standby,
        )
        await opened.write()
        await opened.settle()
        yield opened


async def test_a_provider_reads_what_it_has_written_while_the_replica_is_behind(
    pair: Pair,
) -> None:
    await pair.write(SALTBURN)
    await pair.settle()
    await pair.standby.pause()
    await pair.write()
    served, behind = pair.counts.served, pair.counts.passed_over(Reason.BEHIND)
    assert await pair.read() == 2
    assert (pair.counts.served, pair.counts.passed_over(Reason.BEHIND)) == (served, behind + 1)
    # Nothing has happened to the other provider, who need not wait for anybody.
    assert await pair.read(SALTBURN) == 1
    assert pair.counts.served == served + 1
    await pair.standby.resume()
    await pair.settle()
    assert await pair.read() == 2


async def test_a_provider_without_a_journal_reads_from_the_replica(pair: Pair) -> None:
    served = pair.counts.served
    assert await pair.read(SALTBURN) == 0
    assert pair.counts.served == served + 1


async def test_nothing_is_read_that_the_primary_has_not_shown_yet(pair: Pair) -> None:
    """A standby may show a commit while the primary still waits for another standby."""
    async with pair.pool.acquire() as conn:
        head = await conn.fetchrow("SELECT position, changed_at FROM journal_heads")
    assert head is not None
    earlier = JournalHead(position=head["position"] - 1, changed_at=head["changed_at"])

    async def select_earlier(_conn: Connection, _provider_id: UUID) -> JournalHead:
        return earlier

    reads = Reads(pair.pool, CLOCK, pair.reads.replica, select_head=select_earlier)
    behind = pair.counts.passed_over(Reason.BEHIND)
    assert await reads.page(WEXMOOR, is_replica) is False
    assert pair.counts.passed_over(Reason.BEHIND) == behind + 1


async def test_journals_that_were_written_apart_are_not_alike(pair: Pair) -> None:
    """After a failover both may have come to the same position, but not at the same moment."""
    await pair.standby.pause()
    await pair.pool.execute("UPDATE journal_heads SET changed_at = changed_at + interval '1 ms'")
    behind = pair.counts.passed_over(Reason.BEHIND)
    assert await pair.reads.page(WEXMOOR, is_replica) is False
    assert pair.counts.passed_over(Reason.BEHIND) == behind + 1
    await pair.standby.resume()


async def test_what_has_to_be_refreshed_first_is_read_from_the_primary(pair: Pair) -> None:
    async def select_none(_conn: Connection, _provider_id: UUID) -> None:
        return None

    reads = Reads(pair.pool, CLOCK, pair.reads.replica, select_head=select_none)
    assert await reads.page(WEXMOOR, is_replica) is False
    assert pair.counts.passed_over(Reason.DUE) == 1


async def test_a_clock_of_ones_own_is_answered_by_the_primary(pair: Pair) -> None:
    served = pair.counts.served
    with at(datetime(2025, 10, 15, tzinfo=UTC)):
        assert await pair.reads.page(WEXMOOR, is_replica) is False
    assert pair.counts.served == served
    assert await pair.reads.page(WEXMOOR, is_replica) is True


async def test_a_replica_is_read_as_of_one_moment(pair: Pair) -> None:
    async def count_around_a_write(conn: Connection) -> tuple[int, int]:
        statement = "SELECT position FROM journal_heads"
        before = await conn.fetchval(statement)
        await pair.write()
        await pair.standby.catch_up(pair.primary)
        return before, await conn.fetchval(statement)

    assert await pair.reads.page(WEXMOOR, count_around_a_write) == (1, 1)


async def test_an_idle_primary_makes_nobody_look_late(
    pool: Pool, primary_url: str, replica_url: str
) -> None:
    async with reading(pool, primary_url, replica_url, lag_seconds=2) as reads:
        counts = counts_of(reads)
        await counts.until_served(lambda: reads.page(WEXMOOR, is_replica))
        lagging = counts.passed_over(Reason.LAGGING)
        # More than twice as long as the replica may be behind.
        ends_at = datetime.now(UTC).timestamp() + 5
        while datetime.now(UTC).timestamp() < ends_at:
            await reads.page(WEXMOOR, is_replica)
        assert counts.passed_over(Reason.LAGGING) == lagging


async def test_a_replica_that_lags_is_not_used_until_it_has_caught_up(
    pool: Pool, primary_url: str, replica_url: str, primary: Primary, standby: Standby
) -> None:
    await standby.catch_up(primary)
    async with reading(pool, primary_url, replica_url, lag_seconds=0.5) as reads:
        counts = counts_of(reads)

        async def ask() -> None:
            assert isinstance(await reads.page(WEXMOOR, is_replica), bool)

        await counts.until_served(ask)
        await standby.pause()
        # Somebody else writes: even those whose journals are alike keep away from it.
        await write(pool, SALTBURN)
        with capture_logs() as lines:
            await counts.until_passed_over(ask, Reason.LAGGING)
            async with asyncio.timeout(30):
                while not lines:
                    await ask()
            served = counts.served
            assert await reads.page(WEXMOOR, is_replica) is False
            assert counts.served == served
            assert reads.replica is not None
            assert reads.replica.lag > 0.5
            await standby.resume()
            await counts.until_served(ask)
            # The watcher says so at its next look.
            async with asyncio.timeout(30):
                while len(lines) < 2:
                    await ask()
    said = [(line["event"], line.get("reason")) for line in lines]
    assert said == [("replica is not used", "lagging"), ("replica is used again", None)]


async def test_a_killed_replica_fails_nobody_and_is_used_again_when_it_is_back(pair: Pair) -> None:
    with capture_logs() as lines:
        pair.standby.kill()
        for _ in range(50):
            assert await pair.read() == 1
        await pair.counts.until_passed_over(pair.read, Reason.FAILED)
        pair.standby.start()
        await pair.settle()
    warned = [line for line in lines if line["event"] == "replica is not used"]
    assert [line["reason"] for line in warned] == ["failed"]
    # The name of the server, and who logs in, stay out of the log.
    assert str(pair.standby.server.directory) not in str(lines)


async def test_a_replica_that_hangs_costs_one_wait_and_then_nothing(pair: Pair) -> None:
    pair.standby.freeze()
    try:
        assert await pair.read() == 1
        await pair.counts.until_passed_over(pair.read, Reason.FAILED)
        began_at = monotonic()
        for _ in range(20):
            assert await pair.read() == 1
        # Far less than what twenty waits, or only two, would take.
        assert monotonic() - began_at < 3
    finally:
        pair.standby.thaw()
    await pair.settle()


async def test_a_read_that_is_in_the_way_of_replay_is_done_again_on_the_primary(
    pair: Pair,
) -> None:
    await pair.standby.set_up("max_standby_streaming_delay", "0")
    asked: list[bool] = []

    async def read_for_long(conn: Connection) -> int:
        asked.append(await is_replica(conn))
        number: int = await conn.fetchval("SELECT count(*) FROM changes")
        if asked == [True]:
            await asking_for_long(conn, pair, lambda: lock_changes_for_a_moment(pair))
        return number

    failed = pair.counts.passed_over(Reason.FAILED)
    assert await pair.reads.page(WEXMOOR, read_for_long) == 1
    assert asked == [True, False]
    assert pair.counts.passed_over(Reason.FAILED) == failed + 1
    await serves_others(pair)
    await pair.standby.set_up("max_standby_streaming_delay", "30s")
    await pair.settle()


async def test_a_page_that_takes_too_long_keeps_nobody_else_from_the_replica(pair: Pair) -> None:
    failed = pair.counts.passed_over(Reason.FAILED)

    async def read_for_long(conn: Connection) -> bool:
        if found := await is_replica(conn):
            await conn.fetchval("SELECT pg_sleep(60)")
        return found

    assert await pair.reads.page(WEXMOOR, read_for_long) is False
    assert pair.counts.passed_over(Reason.FAILED) == failed + 1
    await serves_others(pair)


async def test_an_odd_parameter_keeps_nobody_else_from_the_replica(pair: Pair) -> None:
    async def ask_oddly(conn: Connection) -> bool:
        if found := await is_replica(conn):
            await conn.fetchval("SELECT $1::int", "one")
        return found

    assert await pair.reads.page(WEXMOOR, ask_oddly) is False
    await serves_others(pair)


async def test_a_connection_that_is_ended_is_noted_as_what_it_was(pair: Pair) -> None:
    async def end_connection(conn: Connection) -> bool:
        if found := await is_replica(conn):
            pid = await conn.fetchval("SELECT pg_backend_pid()")
            end = f"SELECT pg_terminate_backend({pid})"
            await asking_for_long(conn, pair, lambda: pair.standby.execute(end))
        return found

    with capture_logs() as lines:
        assert await pair.reads.page(WEXMOOR, end_connection) is False
        assert await pair.read() == 1
    (line,) = lines
    assert line["kind"] in ("AdminShutdownError", "ConnectionDoesNotExistError")
    assert pair.counts.passed_over(Reason.FAILED) == 2
    await pair.settle()


async def test_a_replica_with_enough_to_do_is_passed_over_for_the_moment(
    pool: Pool, primary_url: str, replica_url: str, primary: Primary, standby: Standby
) -> None:
    await standby.catch_up(primary)
    async with reading(pool, primary_url, replica_url, pool_size=1) as reads:
        counts = counts_of(reads)
        await counts.until_served(lambda: reads.page(WEXMOOR, is_replica))
        failed = counts.passed_over(Reason.FAILED)

        async def read_beside(conn: Connection) -> tuple[bool, bool]:
            return await is_replica(conn), await reads.page(SALTBURN, is_replica)

        assert await reads.page(WEXMOOR, read_beside) == (True, False)
        assert counts.passed_over(Reason.BUSY) == 1
        assert await reads.page(SALTBURN, is_replica) is True
        assert counts.passed_over(Reason.FAILED) == failed


async def test_a_primary_with_enough_to_do_makes_no_replica_look_late(
    pool: Pool, primary_url: str, replica_url: str, standby: Standby
) -> None:
    async with reading(pool, primary_url, replica_url, lag_seconds=2) as reads:
        await counts_of(reads).until_served(lambda: reads.page(WEXMOOR, is_replica))
        assert reads.replica is not None
        async with AsyncExitStack() as stack:
            for _ in range(pool.get_max_size()):
                await stack.enter_async_context(pool.acquire())
            # More than twice as long as the replica may be behind.
            ends_at = monotonic() + 5
            while monotonic() < ends_at:
                reads.replica.check()
                await standby.ask("SELECT 1")


async def test_a_server_that_is_not_of_the_kind_asked_for_fails_nobody(
    pool: Pool, primary_url: str
) -> None:
    async with reading(pool, primary_url, f"{primary_url}&target_session_attrs=standby") as reads:
        counts = counts_of(reads)
        with capture_logs() as lines:
            await counts.until_passed_over(lambda: reads.page(WEXMOOR, is_replica), Reason.FAILED)
        assert {line["kind"] for line in lines} <= {"TargetServerAttributeNotMatched"}


async def test_every_reason_is_counted_from_the_start() -> None:
    metrics = Metrics()
    settings = TraineesSettings(database_url="postgresql://a/b", replica_url="postgresql://c/b")
    open_replica(settings, TRAINEES, metrics)
    for reason in Reason:
        labels = {"reason": reason.value}
        assert metrics.registry.get_sample_value("replica_passed_over_total", labels) == 0


async def test_a_replica_that_was_promoted_is_a_replica_no_more(pair: Pair) -> None:
    await pair.standby.promote()
    served = pair.counts.served
    for _ in range(20):
        assert await pair.reads.page(WEXMOOR, is_replica) is False
    await pair.counts.until_passed_over(pair.read, Reason.PROMOTED)
    assert pair.counts.served == served


async def test_a_primary_is_no_replica(pool: Pool, primary_url: str) -> None:
    async with reading(pool, primary_url, primary_url) as reads:
        counts = counts_of(reads)
        await counts.until_passed_over(lambda: reads.page(WEXMOOR, is_replica), Reason.PROMOTED)
        assert counts.served == 0


async def test_a_replica_that_was_never_there_fails_nobody(pool: Pool, primary_url: str) -> None:
    async with reading(pool, primary_url, "postgresql://postgres@127.0.0.1:1/nothing") as reads:
        counts = counts_of(reads)
        await counts.until_passed_over(lambda: reads.page(WEXMOOR, is_replica), Reason.FAILED)
        assert counts.served == 0


async def test_a_refusal_is_the_answer_of_either_server(pair: Pair) -> None:
    async def refuse(conn: Connection) -> None:
        raise LookupError(await is_replica(conn))

    with pytest.raises(LookupError, match="True"):
        await pair.reads.page(WEXMOOR, refuse)
    served = pair.counts.served
    assert await pair.read() == 1
    assert pair.counts.served == served + 1


async def asking_for_long(
    conn: Connection, pair: Pair, meanwhile: Callable[[], Awaitable[None]]
) -> None:
    """Let something happen while the standby is busy with a statement."""
    asking = asyncio.create_task(conn.fetchval("SELECT pg_sleep(60)"))
    asked = "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%_sleep(60)'"
    while await pair.standby.ask(asked) is None:
        pass
    await meanwhile()
    await asking


async def serves_others(pair: Pair) -> None:
    """Hold that the replica is used by the next page, without a rest."""
    served = pair.counts.served
    assert await pair.read(SALTBURN) == 0
    assert pair.counts.served == served + 1


def database_of(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")


async def is_replica(conn: Connection) -> bool:
    found: bool = await conn.fetchval("SELECT pg_is_in_recovery()")
    return found


async def lock_changes_for_a_moment(pair: Pair) -> None:
    """Do what replay cannot follow as long as anybody has read the table."""
    conn = await asyncpg.connect(pair.url)
    async with conn.transaction():
        await conn.execute("LOCK TABLE trainees.changes IN ACCESS EXCLUSIVE MODE")
    await conn.close()
