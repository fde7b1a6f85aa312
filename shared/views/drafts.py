"""A record as one provider is to see it, before and after it is known whether that is news."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

# A resource is rendered with this in place of its own `updated_at`, because that is the moment
# of the last difference and a difference can only be seen without it. JSON escapes quotation
# marks inside texts, so no name or address that a person typed can look like the whole member.
UPDATED_AT_PLACEHOLDER = "@"
_PLACEHOLDER = b'"updated_at":"@"'

ViewKey: TypeAlias = tuple[UUID, str]


class Op(StrEnum):
    """What happened to a provider's view of a record."""

    UPSERT = "upsert"
    DELETED = "deleted"
    MERGED = "merged"
    ACCESS_ENDED = "access_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewDraft:
    """A rendered record with a placeholder for `updated_at`, and the columns to find it by."""

    provider_id: UUID
    record_id: str
    body: bytes
    created_at: datetime
    flips_on: date | None = None
    columns: Mapping[str, object] = field(default_factory=dict)

    @property
    def key(self) -> ViewKey:
        """Whose view of which record this is."""
        return self.provider_id, self.record_id

    @property
    def digest(self) -> bytes:
        """Return 16 bytes that differ whenever what the provider sees differs."""
        return hashlib.blake2b(self.body, digest_size=16).digest()

    def stamped(self, updated_at: str) -> bytes:
        """Return the body as it is sent, given `updated_at` in the service's own format."""
        before, placeholder, after = self.body.partition(_PLACEHOLDER)
        if not placeholder:
            raise ValueError("a view was rendered without the placeholder for updated_at")
        return b'%b"updated_at":"%b"%b' % (before, updated_at.encode(), after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A provider no longer sees a record."""

    provider_id: UUID
    record_id: str
    op: Op = Op.DELETED
    merged_into: str | None = None

    @property
    def key(self) -> ViewKey:
        """Whose view of which record this is."""
        return self.provider_id, self.record_id


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedView:
    """A draft that turned out to be news, with its moment."""

    draft: ViewDraft
    digest: bytes
    body: bytes
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDigest:
    """What is stored of a view, as far as comparing needs it."""

    digest: bytes
    flips_on: date | None
    updated_at: datetime
