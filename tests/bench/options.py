"""What a run may be told on its command line."""

from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from participants_service.demo.registrations import SCHOOLS
from tests.bench.keys import Key

DIRECTORY = Path(".local/bench")
_ROWS = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How much is measured, and for how long; without rows there is no second database."""

    participants: int
    trainees: int
    rows: int
    seconds: float
    rounds: int
    only: frozenset[Key]
    publish: bool

    def wants(self, key: Key) -> bool:
        """Return whether something is to be measured."""
        if key is Key.ROWS and not self.rows:
            return False
        return not self.only or key in self.only

    def wants_any(self, keys: Iterable[Key]) -> bool:
        """Return whether one of these is to be measured."""
        return any(map(self.wants, keys))


def read_options(arguments: Sequence[str] | None = None) -> Options:
    """Read the command line."""
    parser = ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--participants", type=int, default=200_000, help="people in the database (200000)"
    )
    parser.add_argument(
        "--trainees", type=int, default=30_000, help="trainees in the lists of a cycle (30000)"
    )
    parser.add_argument(
        "--rows",
        type=int,
        help="compare with a database of so many people, copied from the others "
        f"(only when asked for; {_ROWS} with --only {Key.ROWS})",
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="length of each measurement (5)")
    parser.add_argument(
        "--rounds", type=int, default=5, help="measurements of each kind; the median counts (5)"
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        choices=[key.value for key in Key],
        help="measure only this; may be repeated",
    )
    parser.add_argument(
        "--publish", action="store_true", help="write table and picture into docs/benchmarks"
    )
    read = parser.parse_args(arguments)
    if min(read.participants, read.trainees) < 1_000 or read.rounds < 1 or read.seconds <= 0:
        parser.error("needs at least 1000 participants and trainees, one round and some time")
    rows = read.rows or (_ROWS if Key.ROWS in read.only else 0)
    if rows and (
        rows <= read.participants or rows % read.participants or read.participants % SCHOOLS
    ):
        parser.error(f"rows must be a multiple of the participants, and these of {SCHOOLS}")
    return Options(
        participants=read.participants,
        trainees=read.trainees,
        rows=rows,
        seconds=read.seconds,
        rounds=read.rounds,
        only=frozenset(map(Key, read.only)),
        publish=read.publish,
    )
