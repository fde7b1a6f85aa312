"""Trainees as they are sent: a page of a list, by its number or further along a walk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg

from shared.changes.restarting import in_one_stretch
from shared.database import Connection, load_statements
from trainees_service.domain.identifiers import ProviderId, TraineeId
from trainees_service.domain.list_cursors import ExpiredCursorError, ListCursor, Place, Walk
from trainees_service.domain.list_queries import ListQuery
from trainees_service.domain.list_statuses import ListedStates
from trainees_service.storage.trainee_views import TraineeViewStore

SQL = load_statements(__package__, "trainee_lists.sql")

_BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPage:
    """A page as it is sent, bodies with commas between, and the walk that it is part of.

    `last` is where the page ends, None if nothing comes behind it.
    """

    bodies: bytes
    walk: Walk
    last: Place | None


async def select_page(
    conn: Connection,
    query: ListQuery,
    *,
    provider_id: ProviderId,
    states: ListedStates | None,
) -> StoredPage | None:
    """Return a page by its number, None if nobody is on it; a walk may begin there."""
    statement = "select_page_ascending" if query.ascending else "select_page"
    row = await SQL.fetchrow(
        conn, statement, **_list(query, provider_id, states), offset=query.page.offset
    )
    if row is None or row["bodies"] is None:
        return None
    walk = Walk(position=row["position"], moment=row["changed_at"], total_count=row["total_count"])
    has_more = query.page.offset + query.page.size < walk.total_count
    return StoredPage(bodies=row["bodies"], walk=walk, last=_last(row) if has_more else None)


async def select_next_page(
    conn: Connection,
    query: ListQuery,
    cursor: ListCursor,
    *,
    provider_id: ProviderId,
    states: ListedStates | None,
) -> StoredPage | None:
    """Return the page behind a cursor, None if nobody is on it.

    Raises ExpiredCursorError when the journal no longer says where everybody stood.
    """
    statement = "select_next_page_ascending" if query.ascending else "select_next_page"
    row = await SQL.fetchrow(
        conn,
        statement,
        **_list(query, provider_id, states),
        resource=TraineeViewStore.resource,
        position=cursor.walk.position,
        moment=cursor.walk.moment,
        last_moment=cursor.last.moment,
        last_id=cursor.last.trainee_id,
    )
    if (
        row is None
        or not row["is_journalled"]
        or not in_one_stretch(cursor.walk.position, row["head"])
    ):
        raise ExpiredCursorError
    if row["bodies"] is None:
        return None
    return StoredPage(
        bodies=row["bodies"], walk=cursor.walk, last=_last(row) if row["has_more"] else None
    )


def _list(
    query: ListQuery, provider_id: ProviderId, states: ListedStates | None
) -> Mapping[str, object]:
    return {
        "provider_id": provider_id,
        "start_cycle": query.start_cycle,
        "since": query.since or _BEGINNING,
        "has_trn": query.has_trn,
        "today": None if states is None else states.today,
        "started": None if states is None else states.started,
        "not_started": None if states is None else states.not_started,
        "size": query.page.size,
    }


def _last(row: asyncpg.Record) -> Place:
    return Place(moment=row["last_moment"], trainee_id=TraineeId(row["last_id"]))
