"""A standby that lags, hangs, breaks off or is none costs nobody an answer."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from time import monotonic

from structlog.testing import capture_logs

from shared.database import Connection, Pool
from shared.database.replica import Reason, open_replica
from shared.metrics import Metrics
from tests.conftest import TRAINEES
from tests.shared.views.pair import (
    SALTBURN,
    WEXMOOR,
    Pair,
    asking_for_long,
    counts_of,
    is_replica,
    lock_changes_for_a_moment,
    reading,
    serves_others,
    write,
)
from tests.standby import Primary, Standby
from trainees_service.settings import TraineesSettings


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
    with capture_logs() as lines:
        async with reading(pool, primary_url, replica_url, lag_seconds=0.5) as reads:
            counts = counts_of(reads)

            async def ask() -> None:
                assert isinstance(await reads.page(WEXMOOR, is_replica), bool)

            await counts.until_served(ask)
            await standby.pause()
            # Somebody else writes: even those whose journals are alike keep away from it.
            await write(pool, SALTBURN)
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
                while lines[-1]["event"] != "replica is used again":
                    await ask()
    # On a busy machine it may have been late before, and twice in a minute is not said.
    said = [(line["event"], line.get("reason")) for line in lines]
    assert set(said) == {("replica is not used", "lagging"), ("replica is used again", None)}


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
