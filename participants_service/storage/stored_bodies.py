"""Views as they are sent, and whether the calendar has overtaken them."""

from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg

BEGINNING = datetime.min.replace(tzinfo=UTC)
"""From when on everything has changed."""


@dataclass(frozen=True, slots=True)
class StoredBody:
    """A view as it is sent; `is_due` if the calendar has overtaken it."""

    body: bytes
    is_due: bool


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page as it is sent, bodies with commas between; `is_due` if anything in the list is."""

    bodies: bytes
    is_due: bool


def stored_page(row: asyncpg.Record | None) -> StoredPage:
    """Read the single row of a page; a page with nothing on it has no bodies."""
    if row is None:
        raise LookupError("an aggregate always has a row")
    return StoredPage(row["bodies"] or b"", row["is_due"])
