import asyncio
import random
from datetime import datetime
from uuid import UUID

from shared.clock import LONDON, Clock
from shared.database import Pool
from shared.views import Op
from shared.views.journal import Entry, Journal

LARKFIELD = UUID("0b5a1f2c-3f6e-4d7c-9b8a-2c1d0e9f8a70")
OTTERBURN = UUID("f1c0a3de-5b7d-4f3a-8d58-6d2a4a1c9e11")
CLOCK = Clock(LONDON)


async def write(pool: Pool, provider_id: UUID, resource_id: str, *, pause: float = 0) -> datetime:
    async with pool.acquire() as conn, conn.transaction():
        journal = await Journal.lock(conn, [provider_id], CLOCK)
        entry = Entry(provider_id=provider_id, resource_id=resource_id, op=Op.UPSERT)
        await journal.append(conn, "participant", [entry])
        await asyncio.sleep(pause)
        return journal.moment


async def test_each_provider_counts_from_one(participants_pool: Pool) -> None:
    for resource_id in ("a", "b"):
        await write(participants_pool, LARKFIELD, resource_id)
    await write(participants_pool, OTTERBURN, "c")
    rows = await participants_pool.fetch(
        "SELECT provider_id, position, resource_id FROM changes ORDER BY provider_id, position"
    )
    assert [tuple(row) for row in rows] == [
        (LARKFIELD, 1, "a"),
        (LARKFIELD, 2, "b"),
        (OTTERBURN, 1, "c"),
    ]


async def test_what_is_rolled_back_leaves_no_gap(participants_pool: Pool) -> None:
    await write(participants_pool, LARKFIELD, "a")
    async with participants_pool.acquire() as conn:
        transaction = conn.transaction()
        await transaction.start()
        journal = await Journal.lock(conn, [LARKFIELD], CLOCK)
        entry = Entry(provider_id=LARKFIELD, resource_id="lost", op=Op.UPSERT)
        await journal.append(conn, "participant", [entry])
        await transaction.rollback()
    await write(participants_pool, LARKFIELD, "b")
    rows = await participants_pool.fetch("SELECT position FROM changes ORDER BY position")
    assert [row["position"] for row in rows] == [1, 2]


async def test_positions_and_moments_follow_the_order_of_commits(participants_pool: Pool) -> None:
    """A reader who has seen position N, or moment M, never finds something earlier later."""
    seen: list[tuple[int, datetime]] = []
    writing = True

    async def poll() -> None:
        position = 0
        more = True
        while more:
            # What is committed by now is read below.
            more = writing
            rows = await participants_pool.fetch(
                "SELECT position, changed_at FROM changes"
                " WHERE provider_id = $1 AND position > $2 ORDER BY position",
                LARKFIELD,
                position,
            )
            seen.extend((row["position"], row["changed_at"]) for row in rows)
            position = seen[-1][0] if seen else 0
            await asyncio.sleep(0)

    async def write_some(number: int) -> None:
        chooser = random.Random(number)
        for _ in range(10):
            await write(participants_pool, LARKFIELD, f"{number}", pause=chooser.random() / 500)

    poller = asyncio.create_task(poll())
    await asyncio.gather(*(write_some(number) for number in range(6)))
    writing = False
    await poller
    assert [position for position, _ in seen] == list(range(1, 61))
    moments = [moment for _, moment in seen]
    assert moments == sorted(set(moments))


async def test_a_clock_that_went_back_does_not_take_the_journal_back(
    participants_pool: Pool,
) -> None:
    await write(participants_pool, LARKFIELD, "a")
    await participants_pool.execute(
        "UPDATE journal_heads SET changed_at = changed_at + interval '1 hour'"
    )
    ahead = await participants_pool.fetchval("SELECT changed_at FROM journal_heads")
    assert await write(participants_pool, LARKFIELD, "b") > ahead


async def test_writers_for_two_providers_do_not_wait_in_a_circle(participants_pool: Pool) -> None:
    async def write_both(order: list[UUID]) -> None:
        for _ in range(20):
            async with participants_pool.acquire() as conn, conn.transaction():
                journal = await Journal.lock(conn, order, CLOCK)
                entries = [Entry(provider_id=p, resource_id="x", op=Op.DELETED) for p in order]
                await journal.append(conn, "participant", entries)

    await asyncio.gather(write_both([LARKFIELD, OTTERBURN]), write_both([OTTERBURN, LARKFIELD]))
    heads = await participants_pool.fetch("SELECT position FROM journal_heads")
    assert [row["position"] for row in heads] == [40, 40]
