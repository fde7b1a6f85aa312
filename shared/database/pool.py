"""Connections to PostgreSQL: one pool per process, acting with the rights of one role."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import unquote, urlsplit

import asyncpg

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Connection: TypeAlias = asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]
    Pool: TypeAlias = asyncpg.Pool[asyncpg.Record]
else:
    Connection: TypeAlias = asyncpg.Connection
    Pool: TypeAlias = asyncpg.Pool

CreatePool: TypeAlias = Callable[..., Pool]


def connection_options(url: str, role: str, schema: str, *, pooled: bool) -> dict[str, Any]:
    """Return what asyncpg needs so that a connection acts as `role` and finds `schema`.

    A URL that logs in as the role itself relies on what the roles script set for it. Any other
    login takes the role on at the start. Behind a transaction pooler neither start-up settings
    nor prepared statements outlive a transaction, so both are left out and the URL has to log in
    as the role.
    """
    if pooled:
        return {"dsn": url, "statement_cache_size": 0}
    options: dict[str, Any] = {"dsn": url}
    if unquote(urlsplit(url).username or "") != role:
        options["server_settings"] = {
            "role": role,
            "search_path": schema,
            "application_name": role,
        }
    return options


class StatelessConnection(asyncpg.Connection):
    """A connection whose session nobody changes, so that giving it back costs no round trip."""

    __slots__ = ()

    def get_reset_query(self) -> str:
        """Leave out what would undo a session's changes."""
        return ""


def plan_pool(
    url: str,
    *,
    role: str,
    schema: str,
    at_least: int = 1,
    size: int,
    pooled: bool,
    command_timeout: float | None,
    create_pool: CreatePool = asyncpg.create_pool,
) -> Pool:
    """Return a pool of up to `size` connections, which opens `at_least` when it is awaited."""
    return create_pool(
        **connection_options(url, role, schema, pooled=pooled),
        min_size=at_least,
        max_size=size,
        command_timeout=command_timeout,
        max_inactive_connection_lifetime=120,
        connection_class=StatelessConnection,
    )


@asynccontextmanager
async def open_pool(
    url: str,
    *,
    role: str,
    schema: str,
    size: int,
    pooled: bool,
    command_timeout: float | None,
    create_pool: CreatePool = asyncpg.create_pool,
) -> AsyncIterator[Pool]:
    """Open a pool of up to `size` connections; `command_timeout` is in seconds."""
    pool = await plan_pool(
        url,
        role=role,
        schema=schema,
        size=size,
        pooled=pooled,
        command_timeout=command_timeout,
        create_pool=create_pool,
    )
    try:
        yield pool
    finally:
        await pool.close()
