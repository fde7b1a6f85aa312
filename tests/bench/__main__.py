"""`python -m tests.bench`: prepare, measure, tell."""

import os
import platform
import subprocess
import sys
import venv
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import asyncpg
import orjson
import uvloop
from rich.console import Console

from shared.database.embedded import EmbeddedDatabase, embedded_database
from tests.bench.agreement import check_posts, check_reads
from tests.bench.data import Data, measure_feed, prepare_data
from tests.bench.measures import Measure, Servers, measures
from tests.bench.options import DIRECTORY, Options, read_options
from tests.bench.picture import draw
from tests.bench.processes import PEER_PYTHON, peer, service
from tests.bench.results import Machine, Results
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
    with console.status(f"{options.participants:,} participants, made once through the feed"):
        data = await prepare_data(server, options.participants)
    feed_rate = data.feed_rate
    if feed_rate is None and _wanted("feed", options):
        with console.status("feed"):
            feed_rate = await measure_feed(server)
    done: list[Measure] = []
    async with (
        service("participants", data.dsn) as participants,
        service("trainees", data.dsn) as trainees,
        peer(data.dsn) as peer_server,
    ):
        servers = Servers(participants=participants, trainees=trainees, peer=peer_server)
        done = [one for one in measures(data, servers) if _wanted(one.key, options)]
        await _check_agreement(data, servers, done)
        for number in range(options.rounds):
            for measure in done:
                with console.status(f"round {number + 1} of {options.rounds}: {measure.title}"):
                    await measure.run_round(options.seconds)
        memory = {one.name: one.peak_memory() for one in (participants, trainees)}
    return Results(
        at=datetime.now(UTC),
        machine=await _machine(server),
        participants=options.participants,
        seconds=options.seconds,
        rounds=options.rounds,
        measures=done,
        feed_rate=feed_rate,
        peak_memory=memory,
    )


def _wanted(key: str, options: Options) -> bool:
    return not options.only or key in options.only


async def _check_agreement(data: Data, servers: Servers, wanted: list[Measure]) -> None:
    keys = {measure.key for measure in wanted}
    if keys & {"one", "page-100", "page-3000"}:
        await check_reads(data, servers)
    if "post" in keys:
        await check_posts(data, servers)


async def _machine(server: EmbeddedDatabase) -> Machine:
    conn = await asyncpg.connect(server.dsn())
    try:
        version: str = await conn.fetchval("SHOW server_version")
    finally:
        await conn.close()
    return Machine(cores=os.cpu_count() or 1, python=platform.python_version(), postgresql=version)


if __name__ == "__main__":
    main()
