"""A database with a standby, and those who read pages from either."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg

from shared.clock import LONDON, Clock
from shared.database import Connection, Pool
from shared.database.replica import open_replica
from shared.metrics import Metrics
from shared.views import Op
from shared.views.journal import Entry, Journal
from shared.views.reads import Reads
from tests.conftest import TRAINEES
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
