"""Single records as they are stored."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewVersion:
    """What tells apart the versions of a view; `is_due` if the calendar has overtaken it."""

    digest: bytes
    updated_at: datetime
    is_due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBody:
    """A view as it is sent, and which version of it that is."""

    body: bytes
    version: ViewVersion

    @property
    def is_due(self) -> bool:
        """Whether the calendar has overtaken it."""
        return self.version.is_due


def view_version(row: asyncpg.Record | None) -> ViewVersion | None:
    """Read the row of a view, None if there is no such view."""
    if row is None:
        return None
    return ViewVersion(
        digest=row["digest"], updated_at=row["updated_at"], is_due=row.get("is_due", False)
    )


def stored_body(row: asyncpg.Record | None) -> StoredBody | None:
    """Read the row of a view with its body, None if there is no such view."""
    version = view_version(row)
    if row is None or version is None:
        return None
    return StoredBody(body=row["body"] or b"", version=version)
