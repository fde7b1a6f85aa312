"""Bearer tokens, remembered for a few seconds after they were looked up."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from time import monotonic
from typing import Annotated
from uuid import UUID

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from peer.database import Session
from sqlalchemy import ColumnElement, FromClause, select
from sqlalchemy.ext.asyncio import AsyncSession

REMEMBER_SECONDS = 4.0
REMEMBER_AT_MOST = 10_000

Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


def provider_of_token(tokens: FromClause, refusal: object) -> Callable[..., Awaitable[UUID]]:
    """Make the dependency that finds the provider behind the token of a request."""
    remembered: dict[str, tuple[UUID | None, float]] = {}

    async def find_provider(credentials: Credentials, session: Session) -> UUID:
        provider_id = None
        if credentials is not None:
            token = credentials.credentials
            provider_id, looked_up_at = remembered.get(token, (None, 0.0))
            if monotonic() - looked_up_at > REMEMBER_SECONDS:
                provider_id = await _look_up(session, tokens, token)
                if len(remembered) >= REMEMBER_AT_MOST:
                    remembered.clear()
                remembered[token] = provider_id, monotonic()
        if provider_id is None:
            raise HTTPException(401, refusal)
        return provider_id

    return find_provider


async def _look_up(session: AsyncSession, tokens: FromClause, token: str) -> UUID | None:
    not_over: ColumnElement[bool] = tokens.c.expires_at.is_(None) | (
        tokens.c.expires_at > datetime.now(UTC)
    )
    return await session.scalar(
        select(tokens.c.provider_id).where(
            tokens.c.digest == hashlib.sha256(token.encode()).digest(),
            tokens.c.revoked_at.is_(None),
            not_over,
        )
    )
