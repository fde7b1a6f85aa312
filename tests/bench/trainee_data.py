"""Trainees to be listed and changed: registered through the API, and kept for the next run.

What is kept is only ever copied, because a run leaves other records behind than it found.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

import asyncpg

from shared.database.embedded import EmbeddedDatabase
from tests.bench.client import send_all
from tests.bench.databases import create_tokens, database_exists, execute, recreate_database
from tests.bench.notes import drop_note, read_note, write_note
from tests.bench.processes import PEER_PYTHON, peer_settings, run, service
from tests.bench.service_commands import command, load_events
from tests.bench.trainee_writes import registrations
from tests.bench.training_providers import READING, WRITING, provider_events
from trainees_service.demo.payloads import trainee_payloads
from trainees_service.demo.registers import demo_events
from trainees_service.domain.academic_cycles import cycle_of

# Registrations come from one row of people; what a run registers itself lies far before these.
_LISTED_PEOPLE_START = 30_000_000
_WRITTEN_PEOPLE_START = 40_000_000
# So many are listed for each trainee in whose record is written.
_LISTED_EACH = 3
_CONNECTIONS = 16
_RUN = "bench_trainees"
_PEER_ROWS = Path(__file__).parent / "peer_rows.sql"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTrainee:
    """A trainee who is there to be changed, and a token of the provider who may."""

    trainee_id: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TraineeData:
    """What is there to be listed and changed, and whose tokens open it."""

    dsn: str
    listed: int
    cycle: int
    reading_tokens: tuple[str, ...]
    writing_tokens: tuple[str, ...]
    written: tuple[WrittenTrainee, ...]

    @property
    def listed_each(self) -> int:
        """How many trainees each provider lists at least."""
        return self.listed // len(READING)

    @property
    def corrected(self) -> tuple[WrittenTrainee, ...]:
        """Those whose records are corrected."""
        return self.written[::2]

    @property
    def extended(self) -> tuple[WrittenTrainee, ...]:
        """Those who get more degrees."""
        return self.written[1::2]


async def prepare_trainees(server: EmbeddedDatabase, listed: int) -> TraineeData:
    """Give both sides the same trainees, with new tokens for their providers.

    `listed` is how many trainees there are in the lists of one academic cycle.
    """
    name = f"{_RUN}_{listed}"
    made = read_note(name)
    if made is None or not await database_exists(server, name):
        drop_note(name)
        made = await _make(server, name, listed)
        write_note(name, made)
    await recreate_database(server, _RUN, template=name)
    dsn = server.dsn(_RUN)
    command("trainees", dsn, "migrate")
    run([str(PEER_PYTHON), "-m", "peer.trainees.create_tables"], peer_settings(dsn))
    await execute(dsn, _PEER_ROWS.read_text(encoding="utf-8"))
    await execute(dsn, "VACUUM (ANALYZE)")
    await execute(dsn, "CHECKPOINT")
    writing_tokens = await create_tokens(dsn, "trainees", WRITING)
    return TraineeData(
        dsn=dsn,
        listed=listed,
        cycle=made["cycle"],
        reading_tokens=await create_tokens(dsn, "trainees", READING),
        writing_tokens=writing_tokens,
        written=await _written(dsn, writing_tokens),
    )


async def _make(server: EmbeddedDatabase, name: str, listed: int) -> dict[str, Any]:
    today = datetime.now(UTC).date()
    cycle = cycle_of(today)
    await recreate_database(server, name)
    dsn = server.dsn(name)
    command("trainees", dsn, "migrate")
    load_events("trainees", dsn, chain(demo_events(), provider_events()))
    # Nothing is lost if a crash takes half of it: it would be made again.
    await execute(server.dsn(), f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    reading = await create_tokens(dsn, "trainees", READING)
    writing = await create_tokens(dsn, "trainees", WRITING)
    written = trainee_payloads(listed // _LISTED_EACH, today=today, first=_WRITTEN_PEOPLE_START)
    async with service("trainees", dsn) as ours:
        for tokens, payloads in (
            (reading, _of_cycle(cycle, listed, today)),
            (writing, written),
        ):
            await send_all(
                ours.port,
                registrations(tokens, payloads),
                connections=_CONNECTIONS,
                expected_status=201,
            )
    await execute(dsn, "VACUUM (FREEZE, ANALYZE)")
    await execute(dsn, "CHECKPOINT")
    return {"cycle": cycle}


def _of_cycle(cycle: int | None, count: int, today: date) -> Iterator[dict[str, Any]]:
    people = trainee_payloads(today=today, first=_LISTED_PEOPLE_START)
    return islice((body for body in people if _start_cycle(body["data"]) == cycle), count)


def _start_cycle(data: dict[str, Any]) -> int | None:
    return cycle_of(date.fromisoformat(data.get("trainee_start_date") or data["itt_start_date"]))


async def _written(dsn: str, tokens: Iterable[str]) -> tuple[WrittenTrainee, ...]:
    token_of = dict(zip(WRITING, tokens, strict=True))
    conn = await asyncpg.connect(dsn)
    try:
        rows = await conn.fetch(
            "SELECT provider_id, trainee_id FROM trainees.trainees "
            "WHERE provider_id = ANY ($1) ORDER BY trainee_id",
            WRITING,
        )
    finally:
        await conn.close()
    return tuple(
        [
            WrittenTrainee(trainee_id=row["trainee_id"], token=token_of[row["provider_id"]])
            for row in rows
        ]
    )
