"""Which server a page comes from, by what the journals say."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.clock import at
from shared.database import Connection
from shared.database.replica import Reason
from shared.views.journal import JournalHead
from shared.views.reads import Reads
from tests.shared.views.pair import CLOCK, SALTBURN, WEXMOOR, Pair, is_replica


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


async def test_a_refusal_is_the_answer_of_either_server(pair: Pair) -> None:
    async def refuse(conn: Connection) -> None:
        raise LookupError(await is_replica(conn))

    with pytest.raises(LookupError, match="True"):
        await pair.reads.page(WEXMOOR, refuse)
    served = pair.counts.served
    assert await pair.read() == 1
    assert pair.counts.served == served + 1
