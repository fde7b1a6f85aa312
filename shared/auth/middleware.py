"""Letting callers in: the one place where a token is asked for."""

import re
from collections.abc import Callable
from typing import TypeAlias
from uuid import UUID

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from shared.auth.directory import TokenDirectory
from shared.auth.tokens import CALLER, Scope
from shared.http.errors import ForbiddenError, UnauthorizedError

Credentials: TypeAlias = Callable[[str], str | None]

_BEARER = re.compile(r"\s*bearer\s+(\S+)\s*", re.IGNORECASE)
_TOKEN = re.compile(r'\s*token\s+(?:token\s*=\s*"?([^\s",]+)"?.*|(\S+))\s*', re.IGNORECASE)
_BARE = re.compile(r"\s*(\S+)\s*")


def bearer_or_token(header: str) -> str | None:
    """Read `Bearer x`, `Token x` or `Token token="x"`, the scheme in any case."""
    if match := _BEARER.fullmatch(header):
        return match[1]
    if match := _TOKEN.fullmatch(header):
        return match[1] or match[2]
    return None


def bearer_or_bare(header: str) -> str | None:
    """Read `Bearer x`, the scheme in any case, or a token alone."""
    match = _BEARER.fullmatch(header) or _BARE.fullmatch(header)
    return None if match is None else match[1]


def authentication_middleware(
    directory: TokenDirectory,
    *,
    scope: Scope,
    protects: Callable[[web.Request], bool],
    credentials: Credentials,
) -> Middleware:
    """Ask for a token with `scope` wherever `protects` says so, and note the caller."""

    @web.middleware
    async def authenticate(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not protects(request):
            return await handler(request)
        token = credentials(request.headers.get("Authorization", ""))
        caller = None if token is None else await directory.find(token)
        if caller is None:
            raise UnauthorizedError
        request[CALLER] = caller
        if scope not in caller.scopes:
            raise ForbiddenError
        return await handler(request)

    return authenticate


def calling_provider(request: web.Request) -> UUID:
    """Return the provider whose token came with the request."""
    provider_id = request[CALLER].provider_id
    if provider_id is None:
        raise ForbiddenError
    return provider_id
