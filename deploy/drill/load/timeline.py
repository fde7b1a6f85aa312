"""What was answered, and when: the figures of a stretch of time."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, takewhile

_GOOD = range(200, 300)


class Kind(StrEnum):
    """Whether a request asks or changes something."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One request: when it ended, in seconds of a clock of its own, and with which status."""

    kind: Kind
    ended: float
    # None if the connection broke or nothing came in time.
    status: int | None

    @property
    def is_good(self) -> bool:
        """Tell whether the client got what it asked for."""
        return self.status in _GOOD


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What clients noticed within a stretch of time."""

    requests: int
    failed: int
    longest_pause_of_reads: float
    longest_pause_of_writes: float


class Timeline:
    """All requests in the order in which they ended."""

    def __init__(self) -> None:
        self._answered: list[Answered] = []

    def note(self, kind: Kind, *, ended: float, status: int | None) -> None:
        """Write down what became of a request."""
        self._answered.append(Answered(kind=kind, ended=ended, status=status))

    def has_read_since(self, moment: float) -> bool:
        """Tell whether anybody has read something since a moment."""
        return any(
            each.is_good and each.kind is Kind.READ
            for each in takewhile(lambda each: each.ended >= moment, reversed(self._answered))
        )

    def figures(self, start: float, end: float) -> Figures:
        """Count what ended between two moments; a pause lies between two good answers."""
        within = [each for each in self._answered if start <= each.ended < end]
        return Figures(
            requests=len(within),
            failed=sum(not each.is_good for each in within),
            longest_pause_of_reads=self._longest_pause(Kind.READ, start, end),
            longest_pause_of_writes=self._longest_pause(Kind.WRITE, start, end),
        )

    def _longest_pause(self, kind: Kind, start: float, end: float) -> float:
        good = [
            each.ended
            for each in self._answered
            if each.kind is kind and each.is_good and start <= each.ended < end
        ]
        moments = [start, *good, end]
        return max(later - earlier for earlier, later in pairwise(moments))
