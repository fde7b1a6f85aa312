"""What was answered, and when: the figures of a stretch of time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

GOOD = range(200, 300)


class Kind(StrEnum):
    """Whether a request asks or changes something."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Lane:
    """Requests that go the same way for the same purpose; one may be blocked while others flow."""

    kind: Kind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One request, its moments in seconds of a clock of its own."""

    lane: Lane
    started: float
    ended: float
    # The name of an error if the connection broke or nothing came in time.
    outcome: int | str

    @property
    def is_good(self) -> bool:
        """Tell whether the client got what it asked for."""
        return self.outcome in GOOD

    @property
    def label(self) -> str:
        """Say what was asked for, and what came of it."""
        return f"{self.lane.kind} {self.lane.name}: {self.outcome}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What clients noticed within a stretch of time; a pause is that of the worst lane."""

    requests: int
    # How often each kind of failure occurred.
    failures: Mapping[str, int]
    longest_pause_of_reads: float
    longest_pause_of_writes: float

    @property
    def failed(self) -> int:
        """The number of all failures."""
        return sum(self.failures.values())


class Timeline:
    """All requests in the order in which they ended."""

    def __init__(self) -> None:
        self._answered: list[Answered] = []
        self._lanes: set[Lane] = set()

    def note(self, lane: Lane, *, started: float, ended: float, outcome: int | str) -> None:
        """Write down what became of a request."""
        self._lanes.add(lane)
        self._answered.append(Answered(lane=lane, started=started, ended=ended, outcome=outcome))

    def blocked_since(self, moment: float) -> set[Lane]:
        """Return the lanes in which nothing has succeeded that was begun after a moment."""
        good = {each.lane for each in self._answered if each.is_good and each.started >= moment}
        return self._lanes - good

    def figures(self, start: float, end: float) -> Figures:
        """Count what was begun between two moments; a pause lies between two good answers."""
        begun = [each for each in self._answered if start <= each.started < end]
        return Figures(
            requests=len(begun),
            failures=dict(Counter(each.label for each in begun if not each.is_good)),
            longest_pause_of_reads=self._longest_pause(Kind.READ, start, end),
            longest_pause_of_writes=self._longest_pause(Kind.WRITE, start, end),
        )

    def _longest_pause(self, kind: Kind, start: float, end: float) -> float:
        lanes = {lane for lane in self._lanes if lane.kind is kind}
        return max((self._pause(lane, start, end) for lane in lanes), default=end - start)

    def _pause(self, lane: Lane, start: float, end: float) -> float:
        moments = [start, *self._good_answers(lane, start, end), end]
        return max(later - earlier for earlier, later in pairwise(moments))

    def _good_answers(self, lane: Lane, start: float, end: float) -> Iterable[float]:
        return (
            each.ended
            for each in self._answered
            if each.lane == lane and each.is_good and start <= each.ended < end
        )
