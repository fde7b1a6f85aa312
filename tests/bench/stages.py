"""The parts of a run: what has to be there, who is measured, and by what."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from shared.database.embedded import EmbeddedDatabase
from tests.bench.agreement import Sides
from tests.bench.catching_up import catching_up_figure
from tests.bench.databases import recreate_database
from tests.bench.deferrals import check_deferrals, deferral_measure
from tests.bench.flips import flips_figure
from tests.bench.keys import PARTICIPANT_READS, PARTICIPANT_WRITES, Key
from tests.bench.last_pages import last_participants, last_trainees
from tests.bench.measures import Measured
from tests.bench.options import Options
from tests.bench.participant_agreement import check_participants
from tests.bench.participant_data import ParticipantData, database_of, prepare_participants
from tests.bench.participant_measures import participant_measures
from tests.bench.processes import Server, peer, service
from tests.bench.row_copies import prepare_rows
from tests.bench.row_measures import row_measures
from tests.bench.trainee_agreement import check_trainees
from tests.bench.trainee_data import prepare_trainees
from tests.bench.trainee_measures import trainee_measures
from tests.bench.waiting_people import load_waiting_people, partnership_figure

_WRITTEN = "bench_participants"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a part of a run measures, and our processes in it."""

    measured: Sequence[Measured]
    ours: Sequence[Server]
    feed_rate: float | None = None


async def participants_stage(
    options: Options, server: EmbeddedDatabase, running: AsyncExitStack
) -> Stage:
    """Prepare everything about participants.

    What is kept for the next run is only read; whatever writes has a copy. Copies are made while
    nobody is connected to the original.
    """
    data = await prepare_participants(server, options.participants)
    written, rows = None, None
    if options.wants_any(PARTICIPANT_WRITES):
        await recreate_database(server, _WRITTEN, template=database_of(options.participants))
        written = replace(data, dsn=server.dsn(_WRITTEN))
    if options.wants(Key.ROWS):
        rows = await prepare_rows(server, data, options.rows)
    measured: list[Measured] = []
    ours: list[Server] = []
    if options.wants_any((*PARTICIPANT_READS, Key.ROWS)):
        sides = await _start("participants", data.dsn, running)
        ours.append(sides.ours)
        measured += await _reads(options, data, sides)
        if rows is not None:
            of_rows = await running.enter_async_context(
                service("participants", rows.dsn, role="rows")
            )
            ours.append(of_rows)
            measured += [one async for one in row_measures(data, sides.ours, rows, of_rows)]
    if written is not None:
        sides = await _start("participants", written.dsn, running, role="writing")
        ours.append(sides.ours)
        measured += await _writes(options, written, sides)
    return Stage(measured=measured, ours=ours, feed_rate=data.feed_rate)


async def trainees_stage(
    options: Options, server: EmbeddedDatabase, running: AsyncExitStack
) -> Stage:
    """Prepare everything about trainees."""
    data = await prepare_trainees(server, options.trainees)
    sides = await _start("trainees", data.dsn, running)
    await check_trainees(data, sides, options.wants)
    measured: list[Measured] = [*trainee_measures(data, sides)]
    if options.wants(Key.LAST_TRAINEES):
        measured.append(await last_trainees(data, sides.ours))
    return Stage(measured=measured, ours=[sides.ours])


async def _reads(options: Options, data: ParticipantData, sides: Sides) -> list[Measured]:
    await check_participants(data, sides)
    measured: list[Measured] = [*participant_measures(data, sides)]
    if options.wants(Key.LAST_PARTICIPANTS):
        measured.append(await last_participants(data, sides.ours))
    if options.wants(Key.CHANGES):
        measured.append(catching_up_figure(data, sides.ours))
    return measured


async def _writes(options: Options, data: ParticipantData, sides: Sides) -> list[Measured]:
    if options.wants(Key.DEFERRAL):
        await check_deferrals(data, sides)
    if options.wants(Key.PARTNERSHIP):
        load_waiting_people(data, options.rounds)
    return [
        deferral_measure(data, sides),
        partnership_figure(data, sides.ours),
        flips_figure(data, options.rounds),
    ]


async def _start(name: str, dsn: str, running: AsyncExitStack, *, role: str | None = None) -> Sides:
    return Sides(
        ours=await running.enter_async_context(service(name, dsn, role=role)),
        peer=await running.enter_async_context(peer(name, dsn, role=role)),
    )
