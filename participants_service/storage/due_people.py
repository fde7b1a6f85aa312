"""What is stored of people in all resources together: who is due, and what is coming."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias
from uuid import UUID

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from participants_service.storage.view_tables import view_key
from shared.database import Connection, load_statements
from shared.views.drafts import ViewKey

SQL = load_statements(__package__, "due_people.sql")

Coming: TypeAlias = Mapping[ViewKey, date]
"""Views that are not there yet, with the day on which they come into being by date alone."""


@dataclass(frozen=True, slots=True)
class StoredKeys:
    """Which views of one resource there are, and which ones are to come."""

    present: set[ViewKey] = field(default_factory=set)
    coming: dict[ViewKey, date] = field(default_factory=dict)


async def select_keys(conn: Connection, ids: Collection[ParticipantId]) -> dict[str, StoredKeys]:
    """Return by resource who sees, saw or will see these people; a resource may be left out."""
    stored: dict[str, StoredKeys] = {}
    for row in await SQL.fetch(conn, "select_keys", ids=list(ids)):
        keys = stored.setdefault(row["resource"], StoredKeys())
        if row["comes_on"] is None:
            keys.present.add(view_key(row))
        else:
            keys.coming[view_key(row)] = row["comes_on"]
    return stored


async def select_coming(
    conn: Connection,
    resource: str,
    ids: Collection[ParticipantId],
    *,
    lead_provider_id: LeadProviderId | None = None,
) -> dict[ViewKey, date]:
    """Return which views of these people are to come, of one lead provider or of all."""
    rows = await SQL.fetch(
        conn,
        "select_coming",
        resource=resource,
        ids=list(ids),
        lead_provider_id=lead_provider_id,
    )
    return {view_key(row): row["comes_on"] for row in rows}


async def replace_coming(conn: Connection, resource: str, before: Coming, after: Coming) -> None:
    """Bring what is stored of views to come from the one state to the other."""
    gone = [key for key in before if key not in after]
    news = {key: day for key, day in after.items() if before.get(key) != day}
    if gone:
        await SQL.execute(conn, "delete_coming", resource=resource, **_columns(gone))
    if news:
        await SQL.execute(
            conn,
            "upsert_coming",
            resource=resource,
            comes_on=list(news.values()),
            **_columns(news),
        )


async def select_due(conn: Connection, *, today: date, at_most: int) -> list[ParticipantId]:
    """Return people of whom some view has to change by itself, in the order of their ids."""
    rows = await SQL.fetch(conn, "select_due", today=today, at_most=at_most)
    return [ParticipantId(row["id"]) for row in rows]


async def count_due(conn: Connection, *, today: date) -> int:
    """Return of how many people some view has to change by itself."""
    count: int = await SQL.fetchval(conn, "count_due", today=today)
    return count


async def select_due_of_provider(
    conn: Connection, lead_provider_id: LeadProviderId, *, today: date, at_most: int
) -> list[ParticipantId]:
    """Return people of whom some view of one lead provider has to change by itself."""
    rows = await SQL.fetch(
        conn,
        "select_due_of_provider",
        lead_provider_id=lead_provider_id,
        today=today,
        at_most=at_most,
    )
    return [ParticipantId(row["id"]) for row in rows]


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


def _columns(keys: Collection[ViewKey]) -> dict[str, list[object]]:
    return {
        "lead_provider_ids": [provider_id for provider_id, _ in keys],
        "ids": [record_id for _, record_id in keys],
    }
