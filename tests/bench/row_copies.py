"""A database with many more participants than anybody wants to load: the same ones, copied by SQL.

Only what is read is there so often: what lead providers see of participants.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import asyncpg

from shared.database import Connection
from shared.database.embedded import EmbeddedDatabase
from tests.bench.databases import create_tokens, database_exists, execute, recreate_database
from tests.bench.notes import drop_note, read_note, write_note
from tests.bench.participant_data import ParticipantData, database_of
from tests.bench.service_commands import command

_COPY = Path(__file__).with_suffix(".sql")
_TABLE = "participants.participant_views"


async def prepare_rows(
    server: EmbeddedDatabase, originals: ParticipantData, rows: int
) -> ParticipantData:
    """Make sure that there are so many participants, a multiple of the originals."""
    name = f"bench_rows_{originals.participants}_{rows}"
    dsn = server.dsn(name)
    made = {"changed_since": originals.changed_since.isoformat()}
    if read_note(name) != made or not await database_exists(server, name):
        drop_note(name)
        await recreate_database(server, name, template=database_of(originals.participants))
        await _copy(dsn, originals.participants, rows)
        write_note(name, made)
    else:
        command("participants", dsn, "migrate")
    places = originals.places
    lead_providers = [places.lead_provider_id(number) for number in range(places.lead_providers)]
    return replace(
        originals,
        dsn=dsn,
        participants=rows,
        lead_provider_tokens=await create_tokens(dsn, "participants", lead_providers),
        feed_rate=None,
    )


async def _copy(dsn: str, originals: int, rows: int) -> None:
    conn = await asyncpg.connect(dsn)
    try:
        # Nothing is lost if a crash takes half of it: it would be made again.
        await conn.execute("SET synchronous_commit = off; SET maintenance_work_mem = '512MB'")
        # Nobody reads how the originals came here.
        await conn.execute("TRUNCATE participants.feed_events")
        async with _without_indexes(conn):
            await conn.execute(_COPY.read_text(encoding="utf-8"), rows // originals - 1, originals)
    finally:
        await conn.close()
    await execute(dsn, "VACUUM (FREEZE, ANALYZE)")
    await execute(dsn, "CHECKPOINT")


@asynccontextmanager
async def _without_indexes(conn: Connection) -> AsyncIterator[None]:
    """Make the indexes at the end, all at once: that is a matter of a minute instead of many."""
    keys = await conn.fetch(
        "SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint "
        "WHERE conrelid = $1::text::regclass AND contype = 'p'",
        _TABLE,
    )
    indexes = await conn.fetch(
        "SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition "
        "FROM pg_index WHERE indrelid = $1::text::regclass AND NOT indisprimary",
        _TABLE,
    )
    for key in keys:
        await conn.execute(f"ALTER TABLE {_TABLE} DROP CONSTRAINT {key['name']}")
    for index in indexes:
        await conn.execute(f"DROP INDEX {index['name']}")
    yield
    for key in keys:
        await conn.execute(f"ALTER TABLE {_TABLE} ADD CONSTRAINT {key['name']} {key['definition']}")
    for index in indexes:
        await conn.execute(index["definition"])
