"""`tokens create|list|revoke|rotate`."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from shared.auth.store import (
    UnknownTokenError,
    create_token,
    revoke_token,
    rotate_token,
    select_tokens,
)
from shared.auth.tokens import Scope, Token
from shared.command_line.running import fail, run, service_connection, settings_of
from shared.database import Connection
from shared.service import ServiceIdentity
from shared.service_settings import ServiceSettings

T = TypeVar("T")
ProviderName = Callable[[Connection, UUID], Awaitable[str | None]]

# Processes remember a token for a moment.
_NOTICE = "running processes notice within 5 seconds"

console = Console(highlight=False)

TokenId = Annotated[UUID, typer.Argument(help="Its id in `tokens list`.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only the token.")]
Provider = Annotated[
    UUID | None, typer.Option("--lead-provider", "--provider", help="Whose token it is.")
]
Scopes = Annotated[
    list[Scope] | None, typer.Option(help="What it opens; `provider` unless said otherwise.")
]
Expiry = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"],
        help="When it ends (UTC); a date alone means the start of that day.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCommands:
    """The commands; `provider_name` finds a provider's name, None when there is none."""

    identity: ServiceIdentity
    settings_kind: type[ServiceSettings]
    provider_name: ProviderName

    def group(self) -> typer.Typer:
        """Return the `tokens` group."""
        group = typer.Typer(no_args_is_help=True, help="Create, list, revoke and rotate tokens.")
        group.command()(self.create)
        group.command("list")(self.list_all)
        group.command()(self.revoke)
        group.command()(self.rotate)
        return group

    def create(
        self,
        *,
        provider: Provider = None,
        scope: Scopes = None,
        expires: Expiry = None,
        description: Annotated[str, typer.Option(help="What it is for, for your list.")] = "",
        quiet: Quiet = False,
    ) -> None:
        """Make a token and show it; nobody can show it again."""
        scopes = frozenset(scope or [Scope.PROVIDER])
        now = datetime.now(UTC)
        expires_at = expires.replace(tzinfo=UTC) if expires else None
        if Scope.PROVIDER in scopes and provider is None:
            fail("a token with scope provider needs the id of a provider")
        if expires_at is not None and expires_at <= now:
            fail("--expires lies in the past")

        async def make(conn: Connection) -> str:
            if provider is not None and await self.provider_name(conn, provider) is None:
                fail(f"there is no provider {provider}")
            return await create_token(
                conn,
                prefix=self.identity.name,
                provider_id=provider,
                scopes=scopes,
                description=description,
                now=now,
                expires_at=expires_at,
            )

        token = self._with_connection(make)
        if not quiet:
            console.print("Keep it now: only its digest is stored.")
        typer.echo(token)

    def list_all(self) -> None:
        """List all tokens, without their secrets."""
        table = Table("id", "begins with", "provider", "scopes", "state", "last used", "for")
        now = datetime.now(UTC)
        for token in self._with_connection(select_tokens):
            table.add_row(
                str(token.id),
                token.prefix,
                str(token.provider_id or ""),
                ", ".join(sorted(token.scopes)),
                _state(token, now),
                _moment(token.last_used_at),
                token.description,
            )
        # A list that goes into a pipe is read by a program, which folds no lines.
        Console(highlight=False, width=None if console.is_terminal else 250).print(table)

    def revoke(self, token_id: TokenId) -> None:
        """Close a token for good."""

        async def close(conn: Connection) -> Token:
            return await revoke_token(conn, token_id, now=datetime.now(UTC))

        token = self._with_connection(close)
        console.print(f"{token.prefix}… is revoked; {_NOTICE}.")

    def rotate(
        self,
        token_id: TokenId,
        *,
        overlap_hours: Annotated[
            int, typer.Option(min=0, help="Hours for which the old token still works.")
        ] = 24,
        quiet: Quiet = False,
    ) -> None:
        """Make a successor with the same rights and let the old token run out."""
        now = datetime.now(UTC)
        ends = now + timedelta(hours=overlap_hours)

        async def replace(conn: Connection) -> str:
            return await rotate_token(
                conn, token_id, prefix=self.identity.name, now=now, old_ends_at=ends
            )

        token = self._with_connection(replace)
        if not quiet:
            console.print(f"The old token ends at {_moment(ends)}. Its successor:")
        typer.echo(token)

    def _with_connection(self, command: Callable[[Connection], Coroutine[Any, Any, T]]) -> T:
        async def within_transaction() -> T:
            settings = settings_of(self.settings_kind, self.identity)
            async with service_connection(settings, self.identity) as conn, conn.transaction():
                return await command(conn)

        try:
            return run(within_transaction)
        except UnknownTokenError as error:
            fail(f"there is no token {error}")


def _state(token: Token, now: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    if not token.is_active(now):
        return "expired"
    return "active" if token.expires_at is None else f"active until {_moment(token.expires_at)}"


def _moment(moment: datetime | None) -> str:
    return "never" if moment is None else f"{moment:%Y-%m-%d %H:%M} UTC"
