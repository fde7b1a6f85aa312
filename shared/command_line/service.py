"""`serve`, `migrate`, and the groups that hang below a service's name."""

import gc
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import asyncpg
import typer
from rich.console import Console

from shared.command_line.feed import feed_commands
from shared.command_line.running import database_url, run, service_pool, settings_of
from shared.command_line.tokens import ProviderName, TokenCommands
from shared.database import Connection, Pool
from shared.database.pool import CreatePool, connection_options
from shared.database.roles import prepare_roles
from shared.feed.handlers import Feed
from shared.http.server import Address, Shutdown, serve
from shared.logging import configure_logging
from shared.service import RunningService, ServiceIdentity
from shared.service_settings import ServiceSettings
from shared.tracing import open_tracing

SettingsT = TypeVar("SettingsT", bound=ServiceSettings)
ServiceT = TypeVar("ServiceT", bound=RunningService)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCommands(Generic[SettingsT, ServiceT]):
    """What a service brings to its command line."""

    identity: ServiceIdentity
    settings_kind: type[SettingsT]
    open_service: Callable[[SettingsT, Pool, CreatePool], AbstractAsyncContextManager[ServiceT]]
    provider_name: ProviderName

    @asynccontextmanager
    async def running(
        self,
        *,
        command_timeout: float | None = None,
        create_pool: CreatePool = asyncpg.create_pool,
    ) -> AsyncIterator[ServiceT]:
        """Open the service as the settings say, without listening.

        What operators run may take as long as it takes; only requests have a time limit.
        """
        settings = settings_of(self.settings_kind, self.identity)
        async with (
            service_pool(
                settings,
                self.identity,
                command_timeout=command_timeout,
                create_pool=create_pool,
            ) as pool,
            self.open_service(settings, pool, create_pool) as service,
        ):
            _spare_the_collector()
            yield service

    @asynccontextmanager
    async def open_feed(self) -> AsyncIterator[Feed]:
        """Open just what takes events in."""
        async with self.running() as service:
            yield service.feed


def build_command_line(commands: ServiceCommands[SettingsT, ServiceT]) -> typer.Typer:
    """Make the command line: serve, migrate, tokens, feed."""
    identity = commands.identity
    app = typer.Typer(
        name=identity.command,
        no_args_is_help=True,
        pretty_exceptions_show_locals=False,
        help=f"The {identity.name} service.",
    )
    console = Console(highlight=False, stderr=True)

    @app.callback()
    def prepare() -> None:
        # What a command prints is its answer; what it has to say on the way goes elsewhere.
        configure_logging("warning", sys.stderr)

    @app.command("serve")
    def serve_command() -> None:
        """Listen until SIGTERM or Ctrl-C."""
        settings = settings_of(commands.settings_kind, identity)
        configure_logging(settings.log_level)

        async def listen() -> None:
            # Requests are traced, and not what operators run.
            with open_tracing(settings, identity) as tracing:
                async with commands.running(
                    command_timeout=settings.command_timeout, create_pool=tracing.create_pool
                ) as service:
                    tracing.watch(service.apps)
                    await serve(
                        service.apps,
                        public=Address(host=settings.host, port=settings.port),
                        internal=Address(host=settings.internal_host, port=settings.internal_port),
                        shutdown=Shutdown(
                            notice_seconds=settings.notice_seconds,
                            drain_seconds=settings.drain_seconds,
                        ),
                    )

        run(listen)

    @app.command()
    def migrate() -> None:
        """Create the schema and its roles where that is allowed, and bring it up to date."""
        settings = settings_of(commands.settings_kind, identity)
        revision = run(lambda: _migrate(database_url(settings), identity))
        is_newer = revision not in identity.revisions.known
        note = ", newer than this release" if is_newer else ""
        console.print(f"{identity.schema} is at revision {revision}{note}")

    tokens = TokenCommands(
        identity=identity,
        settings_kind=commands.settings_kind,
        provider_name=commands.provider_name,
    )
    app.add_typer(tokens.group(), name="tokens")
    app.add_typer(feed_commands(commands.open_feed), name="feed")
    return app


async def _migrate(url: str, identity: ServiceIdentity) -> str | None:
    """Bring the schema up to date, and return its revision; one that is newer stays."""
    async with _connected(dsn=url) as conn:
        await prepare_roles(conn, identity.schema)
    options = connection_options(url, identity.owner_role, identity.schema, pooled=False)
    async with _connected(**options) as conn:
        if await identity.revisions.are_applied(conn):
            return await identity.revisions.applied(conn)
    # What runs migrations takes seconds to import, and most starts find nothing to run.
    from shared.database.migrations import upgrade

    await upgrade(url, identity)
    return identity.revisions.head


@asynccontextmanager
async def _connected(**options: Any) -> AsyncIterator[Connection]:
    conn = await asyncpg.connect(**options)
    try:
        yield conn
    finally:
        await conn.close()


def _spare_the_collector() -> None:
    """Let the garbage collector forget what start-up made, and look less often at the rest.

    Requests and events make many objects that die at once and hardly ever a cycle: with the usual
    thresholds a tenth of the time goes into looking for some.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
