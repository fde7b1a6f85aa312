"""`python -m tests.bench`: prepare, measure, tell."""

import os
import platform
import subprocess
import sys
import venv
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import asyncpg
import orjson
import uvloop
from rich.console import Console

from shared.database.embedded import EmbeddedDatabase, embedded_database
from tests.bench.agreement import Sides
from tests.bench.keys import PARTICIPANTS, TRAINEES, Key
from tests.bench.measures import Measure
from tests.bench.options import DIRECTORY, Options, read_options
from tests.bench.participant_agreement import check_participants
from tests.bench.participant_data import measure_feed, prepare_participants
from tests.bench.participant_measures import participant_measures
from tests.bench.picture import draw
from tests.bench.processes import PEER_PYTHON, peer, service
from tests.bench.results import Machine, Results
from tests.bench.tables import markdown, print_results
from tests.bench.trainee_agreement import check_trainees
from tests.bench.trainee_data import prepare_trainees
from tests.bench.trainee_measures import trainee_measures

_REQUIREMENTS = Path(__file__).parent / "peer/requirements.txt"
_DOCUMENTATION = Path("docs/benchmarks")

console = Console(highlight=False, width=None if sys.stdout.isatty() else 130)


def main() -> None:
    """Run everything and exit with 1 if a target was missed."""
    options = read_options()
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    _install_peer()
    with embedded_database(DIRECTORY / "postgres") as server:
        results = uvloop.run(_measure(options, server))
    print_results(results, console)
    path = DIRECTORY / "results.json"
    path.write_bytes(orjson.dumps(results.to_json(), option=orjson.OPT_INDENT_2))
    console.print(f"The raw figures are in {path}")
    if options.publish:
        _DOCUMENTATION.mkdir(parents=True, exist_ok=True)
        (_DOCUMENTATION / "README.md").write_text(markdown(results), encoding="utf-8")
        (_DOCUMENTATION / "benchmarks.svg").write_text(draw(results), encoding="utf-8")
        console.print(f"Table and picture are in {_DOCUMENTATION}")
    sys.exit(not all(check.met for check in results.checks()))


def _install_peer() -> None:
    """Give the peer an environment of its own, so that its dependencies never mix with ours."""
    wanted = sha256(_REQUIREMENTS.read_bytes()).hexdigest()
    note = PEER_PYTHON.parent.parent / "requirements.sha256"
    if note.exists() and note.read_text() == wanted:
        return
    console.print("Installing the peer's locked dependencies")
    venv.create(PEER_PYTHON.parent.parent, with_pip=True, clear=True)
    subprocess.run(
        [PEER_PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", _REQUIREMENTS],
        check=True,
    )
    note.write_text(wanted)


async def _measure(options: Options, server: EmbeddedDatabase) -> Results:
    done: list[Measure] = []
    feed_rate = None
    async with AsyncExitStack() as running:
        servers = []
        if options.wants_any(PARTICIPANTS):
            with console.status(f"{options.participants:,} participants, made once by the feed"):
                participants = await prepare_participants(server, options.participants)
            sides = await _start("participants", participants.dsn, running)
            await check_participants(participants, sides)
            done += participant_measures(participants, sides)
            servers.append(sides.ours)
            feed_rate = participants.feed_rate
        if options.wants(Key.FEED) and feed_rate is None:
            with console.status("feed"):
                feed_rate = await measure_feed(server)
        if options.wants_any(TRAINEES):
            with console.status(f"{options.trainees:,} trainees and more, registered once"):
                trainees = await prepare_trainees(server, options.trainees)
            sides = await _start("trainees", trainees.dsn, running)
            await check_trainees(trainees, sides, options.wants)
            done += trainee_measures(trainees, sides)
            servers.append(sides.ours)
        done = [measure for measure in done if options.wants(measure.key)]
        await _run_rounds(done, options)
        memory = {one.name: one.peak_memory() for one in servers}
    return Results(
        at=datetime.now(UTC),
        machine=await _machine(server),
        participants=options.participants,
        trainees=options.trainees,
        seconds=options.seconds,
        rounds=options.rounds,
        measures=done,
        feed_rate=feed_rate if options.wants(Key.FEED) else None,
        peak_memory=memory,
    )


async def _start(name: str, dsn: str, running: AsyncExitStack) -> Sides:
    return Sides(
        ours=await running.enter_async_context(service(name, dsn)),
        peer=await running.enter_async_context(peer(name, dsn)),
    )


async def _run_rounds(wanted: Sequence[Measure], options: Options) -> None:
    for number in range(options.rounds):
        for measure in wanted:
            with console.status(f"round {number + 1} of {options.rounds}: {measure.title}"):
                await measure.run_round(options.seconds)


async def _machine(server: EmbeddedDatabase) -> Machine:
    conn = await asyncpg.connect(server.dsn())
    try:
        version: str = await conn.fetchval("SHOW server_version")
    finally:
        await conn.close()
    return Machine(cores=os.cpu_count() or 1, python=platform.python_version(), postgresql=version)


if __name__ == "__main__":
    main()
