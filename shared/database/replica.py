"""A read replica: whether it is fit for use, and what it holds as of one moment.

It is never needed. Whatever is wrong with it, the primary has to answer, so that every trouble
ends in `PassedOverError` and the replica is left alone for a while.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import StrEnum
from functools import partial
from math import inf
from time import monotonic
from typing import Final

import asyncpg
import structlog

from shared.database.pool import Connection, CreatePool, Pool, plan_pool
from shared.database.replica_lag import Lag
from shared.database.sql import load_statements
from shared.metrics import Metrics
from shared.service import ServiceIdentity
from shared.service_settings import ServiceSettings

SQL = load_statements("shared.database", "replica.sql")

# Seconds for which anybody waits for the replica, and for which it is left alone after a failure.
_ANSWERS_WITHIN: Final = 2.0
# Seconds for which a page waits until another one is done; the primary has connections, too.
_PLACE_WITHIN: Final = 0.1
_PAUSE: Final = 2.0
_SAY_EVERY: Final = 60.0
# Looks are this much closer together than the lag that is allowed, and never further than a second.
_LOOKS_PER_LIMIT: Final = 4
_LONGEST_PAUSE_OF_LOOKS: Final = 1.0

_FAILURES = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
_BREAKS = (*_FAILURES, asyncio.CancelledError)
# SQLSTATEs of connections that broke, and of a server that stops, starts or has crashed.
_OF_CONNECTIONS: Final = ("08", "57P0")

log = structlog.get_logger()


class Reason(StrEnum):
    """Why the primary answers although there is a replica."""

    LAGGING = "lagging"
    FAILED = "failed"
    PROMOTED = "promoted"
    BUSY = "busy"
    BEHIND = "behind"
    DUE = "due"


class PassedOverError(Exception):
    """The replica cannot answer this; the primary can."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Replica:
    """A standby of the primary, watched inside `watched` and outside of it not used."""

    def __init__(
        self,
        settings: ServiceSettings,
        identity: ServiceIdentity,
        metrics: Metrics,
        *,
        create_pool: CreatePool,
    ) -> None:
        self.metrics = metrics
        self._lag_limit = settings.replica_lag_seconds
        plan = partial(
            plan_pool,
            role=identity.runtime_role,
            schema=identity.schema,
            at_least=0,
            pooled=settings.database_pooler,
            command_timeout=_ANSWERS_WITHIN,
        )
        # Looks never queue behind requests, on either server: a rush is no lag.
        self._primary = plan(settings.effective_database_url, size=1)
        self._pool = plan(
            settings.replica_url, size=settings.pool_size + 1, create_pool=create_pool
        )
        self._places = asyncio.Semaphore(settings.pool_size)
        self._lag = Lag()
        self._is_promoted = False
        self._has_failed = False
        self._rests_until = -inf
        self._warned = False
        self._warns_again_at = -inf
        # A rate begins with the second value of a counter.
        for reason in Reason:
            metrics.replica_passed_over.labels(reason.value)

    @property
    def lag(self) -> float:
        """Seconds by which the replica is behind at most."""
        return self._lag.at(monotonic())

    def check(self) -> None:
        """Raise PassedOverError if there is no point in asking the replica anything."""
        if (problem := self._problem()) is not None:
            raise PassedOverError(problem)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Connection]:
        """Read the replica as of one moment; PassedOverError if it does not let itself be read."""
        async with self._place():
            answered = False
            try:
                async with asyncio.timeout(_ANSWERS_WITHIN), self._transaction() as conn:
                    answered = True
                    yield conn
            except _FAILURES as error:
                # A statement that takes too long or is in the way of replay says nothing of others.
                if not answered or _is_of_connections(error):
                    self._fail(error)
                raise PassedOverError(Reason.FAILED) from error

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Watch the replica, which is what makes it fit for use."""
        await self._primary
        await self._pool
        self.metrics.replica_lag.set_function(lambda: self.lag)
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            try:
                await asyncio.wait([watching])
            finally:
                # A server that hangs would keep a farewell waiting.
                self._pool.terminate()
                self._primary.terminate()

    def _problem(self) -> Reason | None:
        if self._has_failed or monotonic() < self._rests_until:
            return Reason.FAILED
        if self._is_promoted:
            return Reason.PROMOTED
        return Reason.LAGGING if self.lag > self._lag_limit else None

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(_PLACE_WITHIN):
                await self._places.acquire()
        except TimeoutError:
            raise PassedOverError(Reason.BUSY) from None
        try:
            yield
        finally:
            self._places.release()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Connection]:
        async with _borrowed(self._pool) as conn:
            transaction = conn.transaction(isolation="repeatable_read", readonly=True)
            await transaction.start()
            try:
                yield conn
            except _BREAKS:
                raise
            except Exception:
                # A refusal is an answer, too.
                await transaction.rollback()
                raise
            await transaction.commit()

    async def _watch(self) -> None:
        pause = min(self._lag_limit / _LOOKS_PER_LIMIT, _LONGEST_PAUSE_OF_LOOKS)
        while True:
            try:
                await self._look()
            except _FAILURES as error:
                self._fail(error)
            except Exception:
                # A fault of ours; whoever ended here would never look again.
                self._has_failed = True
                log.exception("replica watch failed")
            self._tell()
            await asyncio.sleep(pause)

    async def _look(self) -> None:
        try:
            async with asyncio.timeout(_ANSWERS_WITHIN), _borrowed(self._primary) as conn:
                looked_at = monotonic()
                written: int = await SQL.fetchval(conn, "select_written")
        except _FAILURES:
            # This is not the replica's trouble; without new notes its lag grows by itself.
            return
        self._lag.note(written, at=looked_at)
        async with asyncio.timeout(_ANSWERS_WITHIN), self._transaction() as conn:
            row = await SQL.fetchrow(conn, "select_replayed")
        # No request tries it again before a look has found it well.
        self._has_failed = False
        self._is_promoted = row is None or not row["is_replica"]
        if row is not None and not self._is_promoted:
            self._lag.catch_up(row["replayed"])

    def _fail(self, error: Exception) -> None:
        self._has_failed = True
        self._rests_until = monotonic() + _PAUSE
        # Messages may name the server and who logs in, so only the kind is noted.
        self._warn(Reason.FAILED, kind=type(error).__name__)

    def _tell(self) -> None:
        problem = self._problem()
        if problem is not None:
            self._warn(problem)
        elif self._warned:
            self._warned = False
            log.info("replica is used again")

    def _warn(self, reason: Reason, *, kind: str | None = None) -> None:
        now = monotonic()
        if now >= self._warns_again_at:
            self._warns_again_at = now + _SAY_EVERY
            self._warned = True
            log.warning("replica is not used", reason=reason.value, kind=kind)


@asynccontextmanager
async def _borrowed(pool: Pool) -> AsyncIterator[Connection]:
    conn = await pool.acquire()
    try:
        yield conn
    except _BREAKS:
        # Who does not answer a question would not answer to a farewell either. The driver may have
        # found out already, and has no connection left to end.
        with suppress(asyncpg.InterfaceError):
            conn.terminate()
        raise
    finally:
        await pool.release(conn)


def _is_of_connections(error: Exception) -> bool:
    """Tell whether an error in the middle of a page is the connection's, not the statement's."""
    if isinstance(error, asyncpg.PostgresError):
        return (error.sqlstate or "").startswith(_OF_CONNECTIONS)
    # What the driver cannot make of a parameter is a ValueError as well.
    return not isinstance(error, TimeoutError | ValueError)


def open_replica(
    settings: ServiceSettings,
    identity: ServiceIdentity,
    metrics: Metrics,
    *,
    create_pool: CreatePool = asyncpg.create_pool,
) -> Replica | None:
    """Return the replica that the settings name, not connected yet; None if they name none."""
    if not settings.replica_url:
        return None
    return Replica(settings, identity, metrics, create_pool=create_pool)
