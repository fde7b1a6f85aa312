"""What lead providers see of people, as stored."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

import asyncpg

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from shared.database import Connection, load_statements
from shared.views import PublishedView, ViewDraft
from shared.views.comparison import StoredView
from shared.views.drafts import StoredDigest, ViewKey

SQL = load_statements(__package__, "participant_views.sql")


class ParticipantViewStore:
    """The table that participants are published to."""

    resource = "participant"

    async def select_digests(
        self, conn: Connection, keys: Collection[ViewKey]
    ) -> dict[ViewKey, StoredDigest]:
        """Return what is stored for these keys."""
        rows = await SQL.fetch(conn, "select_view_digests", **_keys(keys))
        return {
            _key(row): StoredDigest(
                digest=row["digest"], flips_on=row["flips_on"], updated_at=row["updated_at"]
            )
            for row in rows
        }

    async def upsert(self, conn: Connection, views: Sequence[PublishedView]) -> None:
        """Write views, new or changed."""
        await SQL.execute(
            conn,
            "upsert_views",
            bodies=[view.body for view in views],
            digests=[view.digest for view in views],
            updated_at=[view.updated_at for view in views],
            **_columns([view.draft for view in views]),
        )

    async def update_flips(self, conn: Connection, drafts: Sequence[ViewDraft]) -> None:
        """Note a new day of change, and columns with it, where the body stays as it is."""
        await SQL.execute(conn, "update_view_columns", **_columns(drafts))

    async def delete(self, conn: Connection, keys: Collection[ViewKey]) -> set[ViewKey]:
        """Remove views and return the keys of those that were there."""
        rows = await SQL.fetch(conn, "delete_views", **_keys(keys))
        return {_key(row) for row in rows}


async def select_view_keys(conn: Connection, ids: Iterable[ParticipantId]) -> list[ViewKey]:
    """Return the keys of all views of these people."""
    rows = await SQL.fetch(conn, "select_view_keys", participant_ids=list(ids))
    return [_key(row) for row in rows]


async def select_stored_views(
    conn: Connection,
    ids: Iterable[ParticipantId],
    *,
    lead_provider_id: LeadProviderId | None = None,
) -> list[StoredView]:
    """Return complete views of these people, of one lead provider or of all."""
    rows = await SQL.fetch(
        conn,
        "select_stored_views",
        participant_ids=list(ids),
        lead_provider_id=lead_provider_id,
    )
    return [
        StoredView(
            key=_key(row),
            body=row["body"],
            digest=row["digest"],
            created_at=row["created_at"],
            updated_at=row["updated_at"],
            flips_on=row["flips_on"],
            columns={name: row[name] for name in COLUMNS},
        )
        for row in rows
    ]


async def update_view_distrusted(conn: Connection, keys: Collection[ViewKey]) -> None:
    """Make the next refresh write these views again, whatever their digest said."""
    await SQL.execute(conn, "update_view_distrusted", **_keys(keys))


async def select_due(conn: Connection, *, today: date, at_most: int) -> list[ParticipantId]:
    """Return people whose view has to change by itself, in the order of their ids."""
    rows = await SQL.fetch(conn, "select_due", today=today, at_most=at_most)
    return [ParticipantId(row["participant_id"]) for row in rows]


async def count_due(conn: Connection, *, today: date) -> int:
    """Return of how many people a view has to change by itself."""
    count: int = await SQL.fetchval(conn, "count_due", today=today)
    return count


async def select_due_of_provider(
    conn: Connection, lead_provider_id: LeadProviderId, *, today: date, at_most: int
) -> list[ParticipantId]:
    """Return people whose view by one lead provider has to change by itself."""
    rows = await SQL.fetch(
        conn,
        "select_due_of_provider",
        lead_provider_id=lead_provider_id,
        today=today,
        at_most=at_most,
    )
    return [ParticipantId(row["participant_id"]) for row in rows]


async def select_people_after(
    conn: Connection, after: UUID, *, at_most: int
) -> list[ParticipantId]:
    """Return the next people by id, whether they are known or only have a view."""
    rows = await SQL.fetch(conn, "select_people_after", after=after, at_most=at_most)
    return [ParticipantId(row["id"]) for row in rows]


async def count_people(conn: Connection) -> int:
    """Return how many people there are."""
    count: int = await SQL.fetchval(conn, "count_people")
    return count


async def select_people_of_provider(
    conn: Connection, lead_provider_id: LeadProviderId, *, flips_until: date | None
) -> list[ParticipantId]:
    """Return whom a lead provider sees: everybody, or whose view changes by itself until a day."""
    rows = await SQL.fetch(
        conn,
        "select_people_of_provider",
        lead_provider_id=lead_provider_id,
        flips_until=flips_until,
    )
    return [ParticipantId(row["participant_id"]) for row in rows]


COLUMNS = ("cohorts", "training_statuses", "from_participant_ids")


def array_text(values: object) -> str:
    """Write the values of one row's array as PostgreSQL reads them: words, numbers or ids."""
    if not isinstance(values, list | tuple):
        raise TypeError(f"not an array: {values!r}")
    return "{" + ",".join(str(value) for value in values) + "}"


def _columns(drafts: Sequence[ViewDraft]) -> dict[str, list[object]]:
    return {
        "lead_provider_ids": [draft.provider_id for draft in drafts],
        "participant_ids": [UUID(draft.record_id) for draft in drafts],
        "created_at": [draft.created_at for draft in drafts],
        "flips_on": [draft.flips_on for draft in drafts],
        **{name: [array_text(draft.columns[name]) for draft in drafts] for name in COLUMNS},
    }


def _keys(keys: Collection[ViewKey]) -> dict[str, list[UUID]]:
    return {
        "lead_provider_ids": [provider_id for provider_id, _ in keys],
        "participant_ids": [UUID(record_id) for _, record_id in keys],
    }


def _key(row: asyncpg.Record) -> ViewKey:
    return row["lead_provider_id"], str(row["participant_id"])
