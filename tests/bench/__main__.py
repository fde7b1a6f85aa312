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
from tests.bench.comparisons import Comparison
from tests.bench.figures import Figure
from tests.bench.keys import PARTICIPANTS, TRAINEES, Key
from tests.bench.measures import Measure, Measured
from tests.bench.options import DIRECTORY, Options, read_options
from tests.bench.participant_data import measure_feed
from tests.bench.picture import draw
from tests.bench.processes import PEER_PYTHON, Server
from tests.bench.results import Machine, Results
from tests.bench.stages import participants_stage, trainees_stage
from tests.bench.tables import markdown, print_results

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
    measured: list[Measured] = []
    ours: list[Server] = []
    feed_rate = None
    async with AsyncExitStack() as running:
        for keys, prepare in ((PARTICIPANTS, participants_stage), (TRAINEES, trainees_stage)):
            if options.wants_any(keys):
                with console.status("people, made once and kept"):
                    stage = await prepare(options, server, running)
                measured += [one for one in stage.measured if options.wants(one.key)]
                ours += stage.ours
                feed_rate = feed_rate or stage.feed_rate
        if options.wants(Key.FEED) and feed_rate is None:
            with console.status("feed"):
                feed_rate = await measure_feed(server)
        await _run_rounds(measured, options)
        memory = {one.name: one.peak_memory() for one in ours}
    return Results(
        at=datetime.now(UTC),
        machine=await _machine(server),
        participants=options.participants,
        trainees=options.trainees,
        rows=options.rows,
        seconds=options.seconds,
        rounds=options.rounds,
        measures=[one for one in measured if isinstance(one, Measure)],
        comparisons=[one for one in measured if isinstance(one, Comparison)],
        figures=[one for one in measured if isinstance(one, Figure)],
        feed_rate=feed_rate if options.wants(Key.FEED) else None,
        peak_memory=memory,
    )


async def _run_rounds(wanted: Sequence[Measured], options: Options) -> None:
    for number in range(options.rounds):
        for one in wanted:
            with console.status(f"round {number + 1} of {options.rounds}: {one.title}"):
                await one.run_round(options.seconds)


async def _machine(server: EmbeddedDatabase) -> Machine:
    conn = await asyncpg.connect(server.dsn())
    try:
        version: str = await conn.fetchval("SHOW server_version")
    finally:
        await conn.close()
    return Machine(cores=os.cpu_count() or 1, python=platform.python_version(), postgresql=version)


if __name__ == "__main__":
    main()
