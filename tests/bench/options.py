"""What a run may be told on its command line."""

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DIRECTORY = Path(".local/bench")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How much is measured, and for how long."""

    participants: int
    seconds: float
    rounds: int
    only: frozenset[str]
    publish: bool

    def wants(self, key: str) -> bool:
        """Return whether something is to be measured."""
        return not self.only or key in self.only


def read_options(arguments: Sequence[str] | None = None) -> Options:
    """Read the command line."""
    parser = ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--participants", type=int, default=200_000, help="people in the database (200000)"
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="length of each measurement (5)")
    parser.add_argument(
        "--rounds", type=int, default=5, help="measurements of each kind; the median counts (5)"
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        choices=["one", "page-100", "page-3000", "post", "feed"],
        help="measure only this; may be repeated",
    )
    parser.add_argument(
        "--publish", action="store_true", help="write table and picture into docs/benchmarks"
    )
    read = parser.parse_args(arguments)
    if read.participants < 1_000 or read.rounds < 1 or read.seconds <= 0:
        parser.error("needs at least 1000 participants, one round and some time")
    return Options(
        participants=read.participants,
        seconds=read.seconds,
        rounds=read.rounds,
        only=frozenset(read.only),
        publish=read.publish,
    )
