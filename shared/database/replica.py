"""A read replica: whether it is fit for use, and what it holds as of one moment.

It is never needed. Whatever is wrong with it, the primary has to answer, so that every trouble
ends in `PassedOverError` and the replica is left alone for a while.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import StrEnum
from math import inf
from time import monotonic
from typing import Final

import asyncpg
import structlog

from shared.database.pool import Connection, Pool, plan_pool
from shared.database.replica_lag import Lag
from shared.database.sql import load_statements
from shared.metrics import Metrics
from shared.service import ServiceIdentity
from shared.service_settings import ServiceSettings

SQL = load_statements("shared.database", "replica.sql")

# Seconds for which anybody waits for the replica, and for which it is left alone after a failure.
_ANSWERS_WITHIN: Final = 2.0
_PAUSE: Final = 2.0
_SAY_EVERY: Final = 60.0
# Looks are this much closer together than the lag that is allowed, and never further than a second.
_LOOKS_PER_LIMIT: Final = 4
_LONGEST_PAUSE_OF_LOOKS: Final = 1.0

_FAILURES = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
_BREAKS = (*_FAILURES, asyncio.CancelledError)

log = structlog.get_logger()


class Reason(StrEnum):
    """Why the primary answers although there is a replica."""

    LAGGING = "lagging"
    FAILED = "failed"
    PROMOTED = "promoted"
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
        primary: Pool,
        url: str,
        *,
        settings: ServiceSettings,
        identity: ServiceIdentity,
        metrics: Metrics,
    ) -> None:
        self.metrics = metrics
        self._primary = primary
        self._lag_limit = settings.replica_lag_seconds
        self._pool = plan_pool(
            url,
            role=identity.runtime_role,
            schema=identity.schema,
            at_least=0,
            size=settings.pool_size,
            pooled=settings.database_pooler,
            command_timeout=_ANSWERS_WITHIN,
        )
        self._lag = Lag()
        self._is_promoted = False
        self._has_failed = False
        self._rests_until = -inf
        self._warned = False
        self._warns_again_at = -inf

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
        try:
            async with asyncio.timeout(_ANSWERS_WITHIN), self._transaction() as conn:
                yield conn
        except _FAILURES as error:
            self._has_failed = True
            self._rests_until = monotonic() + _PAUSE
            # Messages may name the server and who logs in, so only the kind is noted.
            self._warn(Reason.FAILED, kind=type(error).__name__)
            raise PassedOverError(Reason.FAILED) from error

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Watch the replica, which is what makes it fit for use."""
        await self._pool
        self.metrics.replica_lag.set_function(lambda: self.lag)
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            # A server that hangs would keep a farewell waiting.
            self._pool.terminate()

    def _problem(self) -> Reason | None:
        if self._has_failed or monotonic() < self._rests_until:
            return Reason.FAILED
        if self._is_promoted:
            return Reason.PROMOTED
        return Reason.LAGGING if self.lag > self._lag_limit else None

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Connection]:
        conn = await self._pool.acquire()
        transaction = conn.transaction(isolation="repeatable_read", readonly=True)
        try:
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
        except _BREAKS:
            # Who does not answer a question would not answer to a farewell either.
            conn.terminate()
            raise
        finally:
            await self._pool.release(conn)

    async def _watch(self) -> None:
        pause = min(self._lag_limit / _LOOKS_PER_LIMIT, _LONGEST_PAUSE_OF_LOOKS)
        while True:
            with suppress(PassedOverError, *_FAILURES):
                await self._look()
            self._tell()
            await asyncio.sleep(pause)

    async def _look(self) -> None:
        async with asyncio.timeout(_ANSWERS_WITHIN), self._primary.acquire() as conn:
            looked_at = monotonic()
            written: int = await SQL.fetchval(conn, "select_written")
        self._lag.note(written, at=looked_at)
        async with self.snapshot() as conn:
            row = await SQL.fetchrow(conn, "select_replayed")
        # No request tries it again before a look has found it well.
        self._has_failed = False
        self._is_promoted = row is None or not row["is_replica"]
        if row is not None and not self._is_promoted:
            self._lag.catch_up(row["replayed"])

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


def open_replica(
    settings: ServiceSettings, identity: ServiceIdentity, primary: Pool, metrics: Metrics
) -> Replica | None:
    """Return the replica that the settings name, not connected yet; None if they name none."""
    if not settings.replica_url:
        return None
    return Replica(
        primary, settings.replica_url, settings=settings, identity=identity, metrics=metrics
    )
