"""What is measured: ours, the peer and the bare SQL in turn, several rounds of each."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median
from typing import Protocol, TypeAlias

from tests.bench.keys import Key


class Subject(StrEnum):
    """Who is measured."""

    OURS = "ours"
    PEER = "peer"
    PGBENCH = "pgbench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One measurement: how many a second, and how long one took (seconds)."""

    rate: float
    latency: float
    slow: float | None = None
    """The time within which 95 of 100 answers came."""
    slowest: float | None = None
    """The same for 99 of 100."""


RunRound: TypeAlias = Callable[[float], Awaitable[Round]]
"""Measures for so many seconds."""


class Measured(Protocol):
    """Whatever is measured in rounds."""

    @property
    def key(self) -> Key:
        """What it is called on the command line."""

    @property
    def title(self) -> str:
        """What it is called in the tables."""

    async def run_round(self, seconds: float) -> None:
        """Measure once; what has an end of its own takes the time it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What has to be reached, as shares of the others' rates."""

    of_peer: float
    of_pgbench: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One line of the table; the bare SQL has no part in some."""

    key: Key
    title: str
    connections: int
    targets: Targets
    subjects: dict[Subject, RunRound]
    rounds: dict[Subject, list[Round]] = field(default_factory=dict)

    async def run_round(self, seconds: float) -> None:
        """Measure everybody once, one after another."""
        for subject, run in self.subjects.items():
            self.rounds.setdefault(subject, []).append(await run(seconds))

    def rate(self, subject: Subject) -> float:
        """Return the median rate."""
        return median(one.rate for one in self.rounds[subject])

    def ratio_to(self, other: Subject) -> float:
        """Return how many times the other's rate ours is: the median over the rounds.

        Neighbours in time are compared with each other, so that a noisy minute spoils one round
        instead of the result.
        """
        pairs = zip(self.rounds[Subject.OURS], self.rounds[other], strict=True)
        return median(ours.rate / theirs.rate for ours, theirs in pairs)
