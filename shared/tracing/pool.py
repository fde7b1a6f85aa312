"""A span for every statement and for every wait for a connection.

Statements are caught on their way through the connection, whoever sends them. asyncpg's query
loggers are told too late: in a later turn of the event loop, when the request may have been
answered.
"""

from collections.abc import Generator
from contextlib import AbstractContextManager
from typing import Any

import asyncpg
from asyncpg.pool import PoolAcquireContext, PoolConnectionProxy
from opentelemetry.trace import SpanKind

from shared.database.pool import Pool, StatelessConnection
from shared.database.sql import statement_name
from shared.tracing.spans import span_within_request

_SYSTEM = {"db.system.name": "postgresql"}


def _statement(text: str) -> AbstractContextManager[None]:
    """Return the span of a statement: called as ours is, else by its first word, as in COMMIT."""
    verb = text.split(maxsplit=1)[0].rstrip(";").upper()
    attributes = dict(_SYSTEM)
    # What begins with WITH may do anything.
    if verb != "WITH":
        attributes["db.operation.name"] = verb
    name = statement_name(text)
    if name is not None:
        attributes["db.query.summary"] = name
    return span_within_request(name or verb, SpanKind.CLIENT, attributes)


class _TracedConnection(StatelessConnection):
    """A connection whose statements are seen in the trace of their request."""

    __slots__ = ()

    async def execute(self, query: str, *args: object, **options: Any) -> str:
        with _statement(query):
            return await super().execute(query, *args, **options)

    async def executemany(self, command: str, args: Any, **options: Any) -> None:
        with _statement(command):
            await super().executemany(command, args, **options)

    async def fetch(self, query: str, *args: object, **options: Any) -> Any:
        with _statement(query):
            return await super().fetch(query, *args, **options)

    async def fetchmany(self, query: str, args: Any, **options: Any) -> Any:
        with _statement(query):
            return await super().fetchmany(query, args, **options)

    async def fetchrow(self, query: str, *args: object, **options: Any) -> Any:
        with _statement(query):
            return await super().fetchrow(query, *args, **options)

    async def fetchval(self, query: str, *args: object, **options: Any) -> Any:
        with _statement(query):
            return await super().fetchval(query, *args, **options)


class _TracedAcquisition(PoolAcquireContext):
    """A wait for a connection, `async with` or `await`."""

    __slots__ = ()

    async def __aenter__(self) -> PoolConnectionProxy:
        with span_within_request("wait for a connection", SpanKind.INTERNAL, _SYSTEM):
            return await super().__aenter__()

    def __await__(self) -> Generator[Any, None, PoolConnectionProxy]:
        return self.__aenter__().__await__()


class _TracedPool(asyncpg.Pool):
    """A pool that shows how long a request waits for one of its connections."""

    __slots__ = ()

    def acquire(self, *, timeout: float | None = None) -> PoolAcquireContext:
        return _TracedAcquisition(self, timeout)


def create_traced_pool(dsn: str, **options: Any) -> Pool:
    """Do as asyncpg.create_pool, which makes pools of one class only."""
    return _TracedPool(
        dsn,
        **{
            "max_queries": 50_000,
            "loop": None,
            "record_class": asyncpg.Record,
            **options,
            "connection_class": _TracedConnection,
        },
    )
