"""Tokens in the database: created, listed, revoked and rotated."""

from datetime import datetime
from uuid import UUID, uuid4

import asyncpg

from shared.auth.tokens import Scope, Token, digest_token, display_prefix, make_token
from shared.database import Connection, load_statements

SQL = load_statements("shared.auth", "tokens.sql")


class UnknownTokenError(Exception):
    """There is no token with that id."""


async def create_token(
    conn: Connection,
    *,
    prefix: str,
    provider_id: UUID | None,
    scopes: frozenset[Scope],
    description: str,
    now: datetime,
    expires_at: datetime | None,
) -> str:
    """Store a new token and return it; this is the only time that anybody sees it."""
    token = make_token(prefix)
    await SQL.execute(
        conn,
        "insert_token",
        digest=digest_token(token),
        id=uuid4(),
        prefix=display_prefix(token),
        provider_id=provider_id,
        scopes=sorted(scopes),
        description=description,
        created_at=now,
        expires_at=expires_at,
    )
    return token


async def select_token(conn: Connection, digest: bytes) -> Token | None:
    """Return the token with this digest, active or not."""
    row = await SQL.fetchrow(conn, "select_token_by_digest", digest=digest)
    return None if row is None else _token(row)


async def select_tokens(conn: Connection) -> list[Token]:
    """Return all tokens, oldest first."""
    return [_token(row) for row in await SQL.fetch(conn, "select_tokens")]


async def note_use(conn: Connection, digest: bytes, *, now: datetime) -> None:
    """Write down that a token was used."""
    await SQL.execute(conn, "update_token_used", digest=digest, now=now)


async def revoke_token(conn: Connection, token_id: UUID, *, now: datetime) -> Token:
    """Close a token for good and return it as it was; closing it again is fine."""
    token = await _lock(conn, token_id)
    await SQL.execute(conn, "update_token_revoked", id=token_id, revoked_at=now)
    return token


async def rotate_token(
    conn: Connection, token_id: UUID, *, prefix: str, now: datetime, old_ends_at: datetime
) -> str:
    """Store a successor with the same rights and let the old token end at `old_ends_at`."""
    old = await _lock(conn, token_id)
    token = await create_token(
        conn,
        prefix=prefix,
        provider_id=old.provider_id,
        scopes=old.scopes,
        description=old.description,
        now=now,
        expires_at=None,
    )
    await SQL.execute(conn, "update_token_expiry", id=token_id, expires_at=old_ends_at)
    return token


async def _lock(conn: Connection, token_id: UUID) -> Token:
    row = await SQL.fetchrow(conn, "lock_token", id=token_id)
    if row is None:
        raise UnknownTokenError(token_id)
    return _token(row)


def _token(row: asyncpg.Record) -> Token:
    return Token(
        id=row["id"],
        prefix=row["prefix"],
        provider_id=row["provider_id"],
        scopes=frozenset(Scope(scope) for scope in row["scopes"]),
        description=row["description"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
        last_used_at=row["last_used_at"],
    )
