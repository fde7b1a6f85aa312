"""The databases of a run: made, copied, and opened with new tokens."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg

from shared.auth.store import create_token
from shared.auth.tokens import Scope
from shared.database.embedded import EmbeddedDatabase


async def database_exists(server: EmbeddedDatabase, name: str) -> bool:
    """Return whether there is a database of this name."""
    conn = await asyncpg.connect(server.dsn())
    try:
        found = await conn.fetchval("SELECT true FROM pg_database WHERE datname = $1", name)
        return found is not None
    finally:
        await conn.close()


async def recreate_database(
    server: EmbeddedDatabase, name: str, *, template: str = "template1"
) -> None:
    """Make a database anew, empty or as a copy of another one that nobody uses."""
    await drop_database(server, name)
    await execute(server.dsn(), f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


async def drop_database(server: EmbeddedDatabase, name: str) -> None:
    """Drop a database, if it is there."""
    with suppress(asyncpg.InvalidCatalogNameError):
        await execute(server.dsn(), f'DROP DATABASE "{name}" WITH (FORCE)')


async def execute(dsn: str, statements: str) -> None:
    """Execute statements."""
    conn = await asyncpg.connect(dsn)
    try:
        await conn.execute(statements)
    finally:
        await conn.close()


async def fetch_value(dsn: str, statement: str, *arguments: object) -> Any:
    """Return the single value that a statement finds."""
    conn = await asyncpg.connect(dsn)
    try:
        return await conn.fetchval(statement, *arguments)
    finally:
        await conn.close()


async def create_tokens(dsn: str, service: str, providers: Iterable[UUID]) -> tuple[str, ...]:
    """Return a new token of a service for each of these providers."""
    conn = await asyncpg.connect(dsn, server_settings={"search_path": service})
    try:
        return tuple(
            [
                await create_token(
                    conn,
                    prefix=service,
                    provider_id=provider_id,
                    scopes=frozenset({Scope.PROVIDER}),
                    description="bench",
                    now=datetime.now(UTC),
                    expires_at=None,
                )
                for provider_id in providers
            ]
        )
    finally:
        await conn.close()
