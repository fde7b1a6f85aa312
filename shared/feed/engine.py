"""Applying events in order, in transactions of many, as if each were alone."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

import asyncpg
import orjson
import structlog
from marshmallow import Schema, ValidationError

from shared.clock import Clock
from shared.database import Connection, Pool, load_statements
from shared.feed.events import FeedEvent, Result, Status, parse_event, readable_event_id
from shared.feed.rejections import Fault, RejectedError, RejectionCode, shape_faults
from shared.metrics import Metrics

SQL = load_statements("shared.feed", "events.sql")
EVENTS_PER_TRANSACTION = 500
_EVENTS_READ_AT_ONCE = 20
_ATTEMPTS = 4
_UNKNOWN = "unknown"

log = structlog.get_logger()


class FeedSession(Protocol):
    """A unit of work: what a transaction's events read, and what they are going to write."""

    async def preload(self, events: Sequence[tuple[FeedEvent, Any]]) -> None:
        """Lock and load, in a few queries, what these events refer to."""

    async def flush(self) -> None:
        """Write everything that was put, and publish the views of everybody concerned."""


SessionT = TypeVar("SessionT", bound=FeedSession)


@dataclass(frozen=True, slots=True)
class EventType(Generic[SessionT]):
    """What an event may say, and what is done about it.

    `apply` either raises RejectedError or puts its outcome into the session, and nothing in
    between: that is what makes an event all or nothing without a savepoint for each.
    """

    schema: Schema
    apply: Callable[[SessionT, Any, FeedEvent], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Readable:
    """An event of the right shape, with its payload loaded and its place in the request."""

    index: int
    event: FeedEvent
    payload: Any
    digest: bytes


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What one transaction is to apply, and what is refused already, by place in the chunk."""

    items: Sequence[object]
    readable: Sequence[_Readable]
    refused: dict[int, Result]


class FeedEngine(Generic[SessionT]):
    """Takes events in and answers each of them."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        metrics: Metrics,
        types: Mapping[str, EventType[SessionT]],
        open_session: Callable[[Connection], SessionT],
    ) -> None:
        self._pool = pool
        self._clock = clock
        self._metrics = metrics
        self._types = types
        self._open_session = open_session
        # A rate begins with the second value of a counter: without a first one, the first
        # rejections of a process would not be seen.
        for name in (*types, _UNKNOWN):
            for status in Status:
                metrics.feed_events.labels(name, status.value)

    async def apply(self, items: Sequence[object]) -> list[Result]:
        """Apply parsed JSON items in order and return one result for each.

        While the database is busy with one transaction, the events of the next one are read.
        """
        first, *others = _chunks(items)
        reading = asyncio.create_task(self._read_chunk(first))
        results: list[Result] = []
        try:
            for following in (*others, ()):
                chunk = await reading
                reading = asyncio.create_task(self._read_chunk(following))
                results += await self._apply_chunk(chunk)
        finally:
            reading.cancel()
        return results

    async def _read_chunk(self, items: Sequence[object]) -> _Chunk:
        now = self._clock.real_now()
        refused: dict[int, Result] = {}
        readable = []
        for index, item in enumerate(items):
            if index % _EVENTS_READ_AT_ONCE == 0:
                # Whoever waits for the database, or for another answer, has waited long enough.
                await asyncio.sleep(0)
            try:
                readable.append(self._read(index, item, now))
            except RejectedError as rejection:
                refused[index] = _rejected(readable_event_id(item), rejection)
        return _Chunk(items, readable, refused)

    async def _apply_chunk(self, chunk: _Chunk) -> list[Result]:
        results = chunk.refused | await self._apply_readable(chunk.readable)
        answered = [results[index] for index in range(len(chunk.items))]
        for item, result in zip(chunk.items, answered, strict=True):
            self._metrics.feed_events.labels(self._label(item), result.status.value).inc()
        return answered

    def _read(self, index: int, item: object, now: datetime) -> _Readable:
        faults: list[Fault] = []
        event = None
        try:
            event = parse_event(item, now)
        except RejectedError as rejection:
            faults += rejection.faults
        payload = None
        name = item.get("type") if isinstance(item, dict) else None
        data = item.get("data") if isinstance(item, dict) else None
        if isinstance(name, str):
            known = self._types.get(name)
            if known is None:
                faults.append(
                    Fault(RejectionCode.UNKNOWN_TYPE, "/type", "There is no such event type.")
                )
            elif isinstance(data, dict):
                try:
                    payload = known.schema.load(data)
                except ValidationError as error:
                    faults += shape_faults(error.messages, "/data")
        if event is None or faults:
            raise RejectedError(*faults)
        return _Readable(index, event, payload, event.digest())

    async def _apply_readable(self, readable: Sequence[_Readable]) -> dict[int, Result]:
        """Apply together if that works out, else one by one, so that one cannot spoil others."""
        if not readable:
            return {}
        # An id that comes twice is two events as long as the first of them is refused.
        if len({one.event.event_id for one in readable}) == len(readable):
            try:
                return await self._attempt(readable)
            except asyncpg.IntegrityConstraintViolationError:
                if len(readable) == 1:
                    # Somebody else was faster; now that they are done, the rules can see it.
                    return await self._attempt(readable)
        log.info("feed chunk split", events=len(readable))
        results: dict[int, Result] = {}
        for one in readable:
            results |= await self._apply_readable([one])
        return results

    async def _attempt(self, readable: Sequence[_Readable]) -> dict[int, Result]:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                async with self._pool.acquire() as conn, conn.transaction():
                    return await self._apply_within(conn, readable)
            except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError):
                if attempt == _ATTEMPTS:
                    raise
        raise AssertionError("the last attempt either returns or raises")

    async def _apply_within(
        self, conn: Connection, readable: Sequence[_Readable]
    ) -> dict[int, Result]:
        session = self._open_session(conn)
        await session.preload([(one.event, one.payload) for one in readable])
        # Claimed only now, behind the locks of the people concerned, the positions of the events
        # follow the order in which transactions really applied them.
        claimed = await self._claim(conn, readable)
        wanted = {one.event.event_id for one in readable}
        before = await _applied_before(conn, wanted - claimed)
        if before:
            # The wait for another transaction may have made what was loaded before it stale.
            fresh = [one for one in readable if one.event.event_id not in before]
            session = self._open_session(conn)
            await session.preload([(one.event, one.payload) for one in fresh])
        results = {one.index: await self._apply_one(session, one, before) for one in readable}
        await session.flush()
        refused = {
            one.event.event_id
            for one in readable
            if results[one.index].status is Status.REJECTED and one.event.event_id not in before
        }
        if refused:
            await SQL.execute(conn, "delete_events", event_ids=sorted(refused))
        return results

    async def _claim(self, conn: Connection, readable: Sequence[_Readable]) -> set[UUID]:
        rows = await SQL.fetch(
            conn,
            "insert_events",
            event_ids=[one.event.event_id for one in readable],
            types=[one.event.type for one in readable],
            occurred_at=[one.event.occurred_at for one in readable],
            digests=[one.digest for one in readable],
            data=[orjson.dumps(one.event.data).decode() for one in readable],
            applied_at=self._clock.real_now(),
        )
        return {row["event_id"] for row in rows}

    async def _apply_one(
        self, session: SessionT, one: _Readable, before: Mapping[UUID, bytes]
    ) -> Result:
        event = one.event
        if (digest := before.get(event.event_id)) is not None:
            if digest == one.digest:
                return Result(event_id=event.event_id, status=Status.DUPLICATE)
            return _rejected(
                event.event_id,
                RejectedError.because(
                    RejectionCode.EVENT_ID_REUSED,
                    "/event_id",
                    "An event with this id and other content was applied before.",
                ),
            )
        try:
            await self._types[event.type].apply(session, one.payload, event)
        except RejectedError as rejection:
            return _rejected(event.event_id, rejection)
        return Result(event_id=event.event_id, status=Status.APPLIED)

    def _label(self, item: object) -> str:
        name = item.get("type") if isinstance(item, dict) else None
        return name if isinstance(name, str) and name in self._types else _UNKNOWN


def _chunks(items: Sequence[object]) -> list[Sequence[object]]:
    """Return what each transaction applies; there is one for nothing, too."""
    starts = range(0, max(len(items), 1), EVENTS_PER_TRANSACTION)
    return [items[start : start + EVENTS_PER_TRANSACTION] for start in starts]


async def _applied_before(conn: Connection, event_ids: set[UUID]) -> dict[UUID, bytes]:
    if not event_ids:
        return {}
    rows = await SQL.fetch(conn, "select_event_digests", event_ids=sorted(event_ids))
    return {row["event_id"]: row["digest"] for row in rows}


def _rejected(event_id: UUID | None, rejection: RejectedError) -> Result:
    return Result(event_id=event_id, status=Status.REJECTED, faults=rejection.faults)
