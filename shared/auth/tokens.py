"""What a token looks like and what it stands for.

A token is a readable prefix, an underscore, 32 random Base58 characters and a checksum of six,
for example `participants_` followed by 38 characters. The checksum tells a mistyped token from a
wrong one without a look at the database; only a SHA-256 digest of a token is ever stored.
"""

import hashlib
import re
import secrets
import zlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from aiohttp import web

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RANDOM_LENGTH = 32
_CHECKSUM_LENGTH = 6
_PATTERN = re.compile(rf"([a-z]+)_([{ALPHABET}]{{{_RANDOM_LENGTH + _CHECKSUM_LENGTH}}})")


class Scope(StrEnum):
    """What a token opens: a provider's own API, the registry feed, or operators' tools."""

    PROVIDER = "provider"
    REGISTRY_WRITE = "registry:write"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A stored token, without its secret."""

    id: UUID
    prefix: str
    provider_id: UUID | None
    scopes: frozenset[Scope]
    description: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None

    def is_active(self, now: datetime) -> bool:
        """Whether the token opens anything at `now`; the instant of expiry is already outside."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who sent a request."""

    token_id: UUID
    provider_id: UUID | None
    scopes: frozenset[Scope]


CALLER = web.RequestKey("caller", Caller)


def make_token(prefix: str) -> str:
    """Make a new token from the system's cryptographic random source."""
    random = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM_LENGTH))
    return f"{prefix}_{random}{_checksum(f'{prefix}_{random}')}"


def is_well_formed(token: str) -> bool:
    """Tell whether a text has the form of a token, checksum included."""
    if _PATTERN.fullmatch(token) is None:
        return False
    return _checksum(token[:-_CHECKSUM_LENGTH]) == token[-_CHECKSUM_LENGTH:]


def digest_token(token: str) -> bytes:
    """Return what is stored in place of the token."""
    return hashlib.sha256(token.encode()).digest()


def display_prefix(token: str) -> str:
    """Return the beginning of a token, enough for people to tell tokens apart."""
    return token[: token.index("_") + 7]


def _checksum(text: str) -> str:
    number = zlib.crc32(text.encode())
    digits = []
    for _ in range(_CHECKSUM_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))
