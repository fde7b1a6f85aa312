"""What lead providers see of schools, as stored: once for everybody, and apart where it differs."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from participants_service.domain.school_standings import SchoolCohort
from shared.database import Connection, load_statements
from shared.views import PublishedView, ViewDraft
from shared.views.comparison import StoredView
from shared.views.drafts import StoredDigest, ViewKey

SQL = load_statements(__package__, "school_views.sql")

# Stands for all lead providers that have no view of their own of a school in a cohort.
EVERYBODY = UUID(int=0)


def record_id(school: SchoolCohort) -> str:
    """Return the id under which a view of a school in a cohort is published."""
    return f"{school.school_id}/{school.cohort}"


class SchoolViewStore:
    """The tables that schools are published to.

    A lead provider's view is its own row, if there is one, or else everybody's. Whoever has had a
    row keeps it as long as the school is listed, so that everybody's `updated_at` is nobody
    else's.
    """

    resource = "school"

    async def select_digests(
        self, conn: Connection, keys: Collection[ViewKey]
    ) -> dict[ViewKey, StoredDigest]:
        """Return what is seen now under these keys, be it stored for everybody."""
        common, own = _apart(keys)
        rows = await SQL.fetch(conn, "select_view_digests", **_schools(common)) if common else []
        if own:
            rows += await SQL.fetch(conn, "select_own_view_digests", **_owned(own))
        return {
            _key(row): StoredDigest(
                digest=row["digest"], flips_on=None, updated_at=row["updated_at"]
            )
            for row in rows
        }

    async def upsert(self, conn: Connection, views: Sequence[PublishedView]) -> None:
        """Write views, new or changed."""
        for statement, part in (
            ("upsert_views", [view for view in views if view.draft.provider_id == EVERYBODY]),
            ("upsert_own_views", [view for view in views if view.draft.provider_id != EVERYBODY]),
        ):
            if part:
                await SQL.execute(
                    conn,
                    statement,
                    bodies=[view.body for view in part],
                    digests=[view.digest for view in part],
                    updated_at=[view.updated_at for view in part],
                    **_columns([view.draft for view in part]),
                )

    async def update_flips(self, conn: Connection, drafts: Sequence[ViewDraft]) -> None:
        """Mend columns of views whose body is right; nothing here changes by itself."""
        for statement, part in (
            ("update_view_columns", [one for one in drafts if one.provider_id == EVERYBODY]),
            ("update_own_view_columns", [one for one in drafts if one.provider_id != EVERYBODY]),
        ):
            if part:
                await SQL.execute(conn, statement, **_columns(part))

    async def delete(self, conn: Connection, keys: Collection[ViewKey]) -> set[ViewKey]:
        """Remove views and return the keys of those that were there."""
        common, own = _apart(keys)
        rows = await SQL.fetch(conn, "delete_views", **_schools(common)) if common else []
        if own:
            rows += await SQL.fetch(conn, "delete_own_views", **_owned(own))
        return {_key(row) for row in rows}

    async def distrust(self, conn: Connection, keys: Collection[ViewKey]) -> None:
        """Make the next refresh write these views again, whatever their digest said."""
        common, own = _apart(keys)
        if common:
            await SQL.execute(conn, "update_view_distrusted", **_schools(common))
        if own:
            await SQL.execute(conn, "update_own_view_distrusted", **_owned(own))

    async def select_stored(self, conn: Connection, ids: Iterable[UUID]) -> list[StoredView]:
        """Return complete views of these schools, in all cohorts."""
        rows = await SQL.fetch(conn, "select_stored_views", ids=list(ids))
        return [
            StoredView(
                key=_key(row),
                body=row["body"],
                digest=row["digest"],
                created_at=row["created_at"],
                updated_at=row["updated_at"],
                flips_on=None,
                columns={name: row[name] for name in _names(_key(row)[0])},
            )
            for row in rows
        ]

    async def select_ids_after(self, conn: Connection, after: UUID, *, at_most: int) -> list[UUID]:
        """Return the next schools by id, whether they are known or only have a view."""
        rows = await SQL.fetch(conn, "select_ids_after", after=after, at_most=at_most)
        return [row["id"] for row in rows]

    async def count(self, conn: Connection) -> int:
        """Return how many schools there are."""
        count: int = await SQL.fetchval(conn, "count_all")
        return count


SCHOOL_VIEWS = SchoolViewStore()


def _names(provider_id: UUID) -> tuple[str, ...]:
    if provider_id == EVERYBODY:
        return "in_partnership", "induction_programme_choice"
    return ("expression_of_interest",)


def _columns(drafts: Sequence[ViewDraft]) -> dict[str, list[Any]]:
    """Return the columns of drafts that are all for everybody, or all for one lead provider."""
    keys = [draft.key for draft in drafts]
    is_common = drafts[0].provider_id == EVERYBODY
    return {
        **(_schools(keys) if is_common else _owned(keys)),
        "created_at": [draft.created_at for draft in drafts],
        **{
            name: [draft.columns[name] for draft in drafts]
            for name in _names(drafts[0].provider_id)
        },
    }


def _apart(keys: Collection[ViewKey]) -> tuple[list[ViewKey], list[ViewKey]]:
    common = [key for key in keys if key[0] == EVERYBODY]
    return common, [key for key in keys if key[0] != EVERYBODY]


def _schools(keys: Collection[ViewKey]) -> dict[str, list[Any]]:
    """Take ids apart; those of schools go as text, because objects would only be made for that."""
    parts = [record_id.partition("/") for _, record_id in keys]
    return {
        "school_ids": [school_id for school_id, _, _ in parts],
        "cohorts": [int(cohort) for _, _, cohort in parts],
    }


def _owned(keys: Collection[ViewKey]) -> dict[str, list[Any]]:
    return {"lead_provider_ids": [provider_id for provider_id, _ in keys], **_schools(keys)}


def _key(row: asyncpg.Record) -> ViewKey:
    school = record_id(SchoolCohort(row["school_id"], row["cohort"]))
    return row.get("lead_provider_id") or EVERYBODY, school
