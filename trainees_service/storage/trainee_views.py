"""What providers see of their trainees, as stored."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import asyncpg

from shared.database import Connection, load_statements
from shared.views import PublishedView, ViewDraft
from shared.views.comparison import StoredView
from shared.views.drafts import StoredDigest, ViewKey
from trainees_service.domain.identifiers import ProviderId, TraineeId
from trainees_service.storage.keys import key_columns, key_of

SQL = load_statements(__package__, "trainee_views.sql")

# The columns that lists filter by.
COLUMNS = ("state", "start_cycle", "itt_start_date", "has_trn")


class ViewVersion(NamedTuple):
    """One version of a view: a change that is undone brings the digest back, never the moment."""

    digest: bytes
    updated_at: datetime


class TraineeViewStore:
    """The table that trainees are published to."""

    resource = "trainee"

    async def select_digests(
        self, conn: Connection, keys: Collection[ViewKey]
    ) -> Mapping[ViewKey, StoredDigest]:
        """Return what is stored for these keys."""
        rows = await SQL.fetch(conn, "select_digests", **key_columns(keys))
        return {
            key_of(row): StoredDigest(
                digest=row["digest"], flips_on=row["flips_on"], updated_at=row["updated_at"]
            )
            for row in rows
        }

    async def upsert(self, conn: Connection, views: Sequence[PublishedView]) -> None:
        """Write views, new or changed."""
        await SQL.execute(
            conn,
            "upsert_views",
            **_draft_columns([view.draft for view in views]),
            bodies=[view.body for view in views],
            digests=[view.digest for view in views],
            updated_at=[view.updated_at for view in views],
        )

    async def update_flips(self, conn: Connection, drafts: Sequence[ViewDraft]) -> None:
        """Write everything that is stored beside the body."""
        await SQL.execute(conn, "update_view_columns", **_draft_columns(drafts))

    async def delete(self, conn: Connection, keys: Collection[ViewKey]) -> Collection[ViewKey]:
        """Remove views and return the keys of those that were there."""
        rows = await SQL.fetch(conn, "delete_views", **key_columns(keys))
        return {key_of(row) for row in rows}


class KnownTraineeViewStore(TraineeViewStore):
    """The same table where it is known already what is stored of a trainee's view."""

    def __init__(self, stored: Mapping[ViewKey, StoredDigest]) -> None:
        self._stored = stored

    async def select_digests(
        self, conn: Connection, keys: Collection[ViewKey]
    ) -> Mapping[ViewKey, StoredDigest]:
        """Return what is known, without asking."""
        return self._stored


async def select_view(
    conn: Connection, trainee_id: TraineeId, *, provider_id: ProviderId
) -> tuple[bytes, ViewVersion] | None:
    """Return a trainee as the provider sees it; None if it does not."""
    row = await SQL.fetchrow(conn, "select_view", provider_id=provider_id, trainee_id=trainee_id)
    return None if row is None else (row["body"], _version(row))


async def select_version(
    conn: Connection, trainee_id: TraineeId, *, provider_id: ProviderId
) -> ViewVersion | None:
    """Return what tells apart the versions of what the provider sees; None if it sees nothing."""
    row = await SQL.fetchrow(conn, "select_version", provider_id=provider_id, trainee_id=trainee_id)
    return None if row is None else _version(row)


async def select_stored_views(
    conn: Connection, keys: Collection[ViewKey]
) -> dict[ViewKey, StoredView]:
    """Return complete views, to be compared with new ones."""
    rows = await SQL.fetch(conn, "select_stored_views", **key_columns(keys))
    return {key_of(row): _stored_view(row) for row in rows}


async def update_views_distrusted(conn: Connection, keys: Collection[ViewKey]) -> None:
    """Make the next refresh write these views again, whatever it finds."""
    await SQL.execute(conn, "update_views_distrusted", **key_columns(keys))


def _draft_columns(drafts: Sequence[ViewDraft]) -> dict[str, object]:
    return {
        **key_columns([draft.key for draft in drafts]),
        "created_at": [draft.created_at for draft in drafts],
        "flips_on": [draft.flips_on for draft in drafts],
        "states": [draft.columns["state"] for draft in drafts],
        "start_cycles": [draft.columns["start_cycle"] for draft in drafts],
        "itt_start_dates": [draft.columns["itt_start_date"] for draft in drafts],
        "has_trn": [draft.columns["has_trn"] for draft in drafts],
    }


def _version(row: asyncpg.Record) -> ViewVersion:
    return ViewVersion(digest=row["digest"], updated_at=row["updated_at"])


def _stored_view(row: asyncpg.Record) -> StoredView:
    return StoredView(
        key=key_of(row),
        body=row["body"],
        digest=row["digest"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        flips_on=row["flips_on"],
        columns={name: row[name] for name in COLUMNS},
    )
