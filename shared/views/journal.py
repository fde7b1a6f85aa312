"""Each provider's journal: entries 1, 2, 3, … in the order in which they were committed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from shared.clock import Clock
from shared.database import Connection, load_statements
from shared.views.drafts import Op

SQL = load_statements("shared.views", "journal.sql")

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change of what a provider sees, and perhaps others with it."""

    provider_id: UUID
    others: Sequence[UUID] = ()
    resource_id: str
    op: Op
    merged_into: str | None = None
    # When the view had changed before that; None for one that is new or gone.
    previously_changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalHead:
    """Where a provider's journal ends: what was committed for the provider is all up to here."""

    position: int = 0
    # None as long as nothing was ever published for the provider.
    changed_at: datetime | None = None


class Journal:
    """The heads of some providers' journals, held until the end of the transaction.

    Whoever holds a head is the last to have read the clock for that provider and the next to
    commit, so positions and moments follow the order of commits. A head never goes back in time,
    not even when processes disagree about it. Heads that are held together share one moment, so
    that what several providers see can be stored once.
    """

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        """What to stamp on everything that this transaction changes."""

    @classmethod
    async def lock(cls, conn: Connection, provider_ids: Iterable[UUID], clock: Clock) -> "Journal":
        """Hold the journals of these providers, beginning those that do not exist yet."""
        wanted = sorted(set(provider_ids))
        heads = await _lock_heads(conn, wanted)
        if len(heads) < len(wanted):
            await SQL.execute(conn, "insert_journal_heads", provider_ids=wanted)
            heads = await _lock_heads(conn, wanted)
        now = clock.real_now()
        return cls(max((_later(now, head["changed_at"]) for head in heads), default=now))

    async def append(self, conn: Connection, resource: str, entries: Sequence[Entry]) -> None:
        """Write entries behind the heads and move the heads on."""
        audiences: dict[tuple[UUID, ...], int] = {}
        for entry in entries:
            audiences.setdefault((entry.provider_id, *entry.others), len(audiences))
        readers = [(number, one) for audience, number in audiences.items() for one in audience]
        await SQL.execute(
            conn,
            "insert_changes",
            resource=resource,
            changed_at=self.moment,
            reader_audiences=[number for number, _ in readers],
            provider_ids=[provider_id for _, provider_id in readers],
            audiences=[audiences[e.provider_id, *e.others] for e in entries],
            resource_ids=[e.resource_id for e in entries],
            ops=[e.op.value for e in entries],
            merged_into=[e.merged_into for e in entries],
            previously_changed_at=[e.previously_changed_at for e in entries],
        )


async def select_head(conn: Connection, provider_id: UUID) -> JournalHead:
    """Return where a provider's journal ends, without waiting for anybody who writes to it."""
    return read_head(await SQL.fetchrow(conn, "select_journal_head", provider_id=provider_id))


async def select_replicated_head(conn: Connection, provider_id: UUID) -> JournalHead | None:
    """Return where a provider's journal ends on a replica; None on what is no replica any more."""
    row = await SQL.fetchrow(conn, "select_replicated_journal_head", provider_id=provider_id)
    return read_head(row) if row is not None and row["is_replica"] else None


def read_head(row: asyncpg.Record | None) -> JournalHead:
    """Read the row of a journal; there may be none, and one that was held may have no entry."""
    if row is None or row["position"] is None:
        return JournalHead()
    begun = row["changed_at"].year > 1
    return JournalHead(position=row["position"], changed_at=row["changed_at"] if begun else None)


async def _lock_heads(conn: Connection, provider_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    if len(provider_ids) == 1:
        return await SQL.fetch(conn, "lock_journal_head", provider_id=provider_ids[0])
    return await SQL.fetch(conn, "lock_journal_heads", provider_ids=provider_ids)


def _later(now: datetime, last: datetime) -> datetime:
    # A journal that was just begun has the database's minus infinity, which arrives as year 1.
    return max(now, last + _TICK) if last.year > 1 else now
