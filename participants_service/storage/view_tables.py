"""Tables with one view for each lead provider and record, and nothing special about them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

import asyncpg

from shared.database import Connection
from shared.database.sql import Statements
from shared.views import PublishedView, ViewDraft
from shared.views.comparison import StoredView
from shared.views.drafts import StoredDigest, ViewKey


class ViewTable:
    """A table that views are published to, by statements that have the same names for all tables.

    `columns` are those that lists filter by. Arrays of one row travel as text, and so do the ids of
    records: to make objects of them only for that would cost more than all the rest. A table that
    nobody goes through record by record, or in which nothing changes by date, lacks the statements
    for that.
    """

    def __init__(
        self, resource: str, statements: Statements, *, columns: Sequence[str] = ()
    ) -> None:
        self.resource = resource
        self._sql = statements
        self._names = tuple(columns)

    async def select_digests(
        self, conn: Connection, keys: Collection[ViewKey]
    ) -> dict[ViewKey, StoredDigest]:
        """Return what is stored for these keys."""
        rows = await self._sql.fetch(conn, "select_view_digests", **_keys(keys))
        return {
            view_key(row): StoredDigest(
                digest=row["digest"], flips_on=row["flips_on"], updated_at=row["updated_at"]
            )
            for row in rows
        }

    async def upsert(self, conn: Connection, views: Sequence[PublishedView]) -> None:
        """Write views, new or changed."""
        await self._sql.execute(
            conn,
            "upsert_views",
            bodies=[view.body for view in views],
            digests=[view.digest for view in views],
            updated_at=[view.updated_at for view in views],
            **self._columns([view.draft for view in views]),
        )

    async def update_flips(self, conn: Connection, drafts: Sequence[ViewDraft]) -> None:
        """Note a new day of change, and columns with it, where the body stays as it is."""
        await self._sql.execute(conn, "update_view_columns", **self._columns(drafts))

    async def delete(self, conn: Connection, keys: Collection[ViewKey]) -> set[ViewKey]:
        """Remove views and return the keys of those that were there."""
        rows = await self._sql.fetch(conn, "delete_views", **_keys(keys))
        return {view_key(row) for row in rows}

    async def select_stored(
        self, conn: Connection, ids: Iterable[UUID], *, lead_provider_id: UUID | None = None
    ) -> list[StoredView]:
        """Return complete views of these records, of one lead provider or of all."""
        rows = await self._sql.fetch(
            conn, "select_stored_views", ids=list(ids), lead_provider_id=lead_provider_id
        )
        return [
            StoredView(
                key=view_key(row),
                body=row["body"],
                digest=row["digest"],
                created_at=row["created_at"],
                updated_at=row["updated_at"],
                flips_on=row["flips_on"],
                columns={name: row[name] for name in self._names},
            )
            for row in rows
        ]

    async def distrust(self, conn: Connection, keys: Collection[ViewKey]) -> None:
        """Make the next refresh write these views again, whatever their digest said."""
        await self._sql.execute(conn, "update_view_distrusted", **_keys(keys))

    async def select_ids_after(self, conn: Connection, after: UUID, *, at_most: int) -> list[UUID]:
        """Return the next records by id, whether they are known or only have a view."""
        rows = await self._sql.fetch(conn, "select_ids_after", after=after, at_most=at_most)
        return [row["id"] for row in rows]

    async def count(self, conn: Connection) -> int:
        """Return how many records there are."""
        count: int = await self._sql.fetchval(conn, "count_all")
        return count

    async def select_to_shift(
        self, conn: Connection, lead_provider_id: UUID, *, flips_until: date | None
    ) -> list[UUID]:
        """Return which records a lead provider may see otherwise until a day, by date alone.

        Without a day it is all of them, and all that it may have seen on any day of the past.
        """
        rows = await self._sql.fetch(
            conn,
            "select_ids_to_shift",
            lead_provider_id=lead_provider_id,
            flips_until=flips_until,
        )
        return [row["id"] for row in rows]

    def _columns(self, drafts: Sequence[ViewDraft]) -> dict[str, list[object]]:
        return {
            "lead_provider_ids": [draft.provider_id for draft in drafts],
            "ids": [draft.record_id for draft in drafts],
            "created_at": [draft.created_at for draft in drafts],
            "flips_on": [draft.flips_on for draft in drafts],
            **{name: [_value(draft.columns[name]) for draft in drafts] for name in self._names},
        }


def array_text(values: object) -> str:
    """Write the values of one row's array as PostgreSQL reads them: words, numbers or ids."""
    if not isinstance(values, list | tuple):
        raise TypeError(f"not an array: {values!r}")
    return "{" + ",".join(str(value) for value in values) + "}"


def view_key(row: asyncpg.Record) -> ViewKey:
    """Return whose view of which record a row is about."""
    return row["lead_provider_id"], str(row["id"])


def _value(value: object) -> object:
    return array_text(value) if isinstance(value, list | tuple) else value


def _keys(keys: Collection[ViewKey]) -> dict[str, list[object]]:
    return {
        "lead_provider_ids": [provider_id for provider_id, _ in keys],
        "ids": [record_id for _, record_id in keys],
    }
