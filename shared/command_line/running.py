"""From a command to a running coroutine with settings and a database."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, NoReturn, TypeVar

import asyncpg
import typer
import uvloop
from rich.console import Console
from rich.markup import escape

from shared.database import Connection, Pool, open_pool
from shared.database.embedded import default_database_url
from shared.database.pool import CreatePool, connection_options
from shared.http.server import PortTakenError
from shared.service import ServiceIdentity
from shared.service_settings import ServiceSettings
from shared.settings import SettingsError, read_settings

SettingsT = TypeVar("SettingsT", bound=ServiceSettings)
T = TypeVar("T")

errors = Console(stderr=True, highlight=False)


def fail(message: str, *, code: int = 2) -> NoReturn:
    """End the command with a sentence for people."""
    errors.print(f"[red]error:[/red] {escape(message)}", soft_wrap=True)
    raise typer.Exit(code)


def run(command: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a command's coroutine and say plainly what kept it from running."""
    try:
        return uvloop.run(command())
    except (SettingsError, PortTakenError) as error:
        fail(str(error))
    except (
        OSError,
        asyncpg.PostgresConnectionError,
        asyncpg.InvalidAuthorizationSpecificationError,
    ) as error:
        fail(f"the database cannot be reached: {error}")
    except asyncpg.InvalidCatalogNameError as error:
        fail(str(error))
    # Before the first migration there is not even the role to act as.
    except (asyncpg.UndefinedTableError, asyncpg.InvalidParameterValueError) as error:
        fail(f"the schema is not migrated ({error}): run migrate first")


def settings_of(kind: type[SettingsT], identity: ServiceIdentity) -> SettingsT:
    """Read the service's settings or end with the name of the odd one."""
    try:
        return read_settings(kind, identity.prefix)
    except SettingsError as error:
        fail(str(error))


def database_url(settings: ServiceSettings) -> str:
    """Return the configured database, or start or join the embedded one."""
    return settings.effective_database_url or default_database_url()


@asynccontextmanager
async def service_pool(
    settings: ServiceSettings,
    identity: ServiceIdentity,
    *,
    command_timeout: float | None,
    create_pool: CreatePool = asyncpg.create_pool,
) -> AsyncIterator[Pool]:
    """Open a pool that acts as the service's runtime role; the limit is for one statement."""
    async with open_pool(
        database_url(settings),
        role=identity.runtime_role,
        schema=identity.schema,
        size=settings.pool_size,
        pooled=settings.database_pooler,
        command_timeout=command_timeout,
        create_pool=create_pool,
    ) as pool:
        yield pool


@asynccontextmanager
async def service_connection(
    settings: ServiceSettings, identity: ServiceIdentity
) -> AsyncIterator[Connection]:
    """Open one connection that acts as the service's runtime role, without a time limit."""
    conn = await asyncpg.connect(
        **connection_options(
            database_url(settings),
            identity.runtime_role,
            identity.schema,
            pooled=settings.database_pooler,
        )
    )
    try:
        yield conn
    finally:
        await conn.close()
