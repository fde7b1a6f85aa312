"""Mentors and whom they look after, as far as views of mentors depend on it."""

from collections.abc import Collection

from participants_service.domain.teachers import ParticipantId
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "mentors.sql")

_BUCKETS = 1024


async def lock_mentors(conn: Connection, ids: Collection[ParticipantId]) -> None:
    """Keep others from publishing these mentors until the end of the transaction.

    This comes after people and schools are held and before any journal is. What views of mentors
    are made of is to be read only behind it.
    """
    buckets = sorted({participant_id.int % _BUCKETS for participant_id in ids})
    await SQL.execute(conn, "lock_mentors", buckets=buckets)


async def select_mentors_among(
    conn: Connection, ids: Collection[ParticipantId]
) -> set[ParticipantId]:
    """Return which of these people have, or had, somebody to look after."""
    return {row["id"] for row in await SQL.fetch(conn, "select_mentors_among", ids=list(ids))}


async def select_mentees(
    conn: Connection, mentor_ids: Collection[ParticipantId]
) -> set[ParticipantId]:
    """Return everybody whom these mentors look after, or ever did."""
    rows = await SQL.fetch(conn, "select_mentees", mentor_ids=list(mentor_ids))
    return {row["id"] for row in rows}
