"""Requests that must take as long as others: both to ours, in turn."""

from dataclasses import dataclass, field
from statistics import median

from tests.bench.keys import Key
from tests.bench.measures import Round, RunRound

# What the house promises of last pages and of large databases.
AT_MOST = 1.2
# Both are asked in short turns, so that a noisy second meets the one as likely as the other.
_TURNS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One line of the table: how many times as long `run` takes as `run_other`."""

    key: Key
    title: str
    other_title: str
    connections: int
    run: RunRound
    run_other: RunRound
    turns: list[tuple[Round, Round]] = field(default_factory=list)

    async def run_round(self, seconds: float) -> None:
        """Measure both in turns, each of them as long as all others are measured."""
        for turn in range(_TURNS):
            if turn % 2:
                one = await self.run(seconds / _TURNS)
                other = await self.run_other(seconds / _TURNS)
            else:
                other = await self.run_other(seconds / _TURNS)
                one = await self.run(seconds / _TURNS)
            self.turns.append((one, other))

    @property
    def latency(self) -> float:
        """The median of what it takes, in seconds."""
        return median(one.latency for one, _ in self.turns)

    @property
    def other_latency(self) -> float:
        """The median of what the other takes, in seconds."""
        return median(other.latency for _, other in self.turns)

    @property
    def ratio(self) -> float:
        """The median over all turns, each of which compares neighbours in time."""
        return median(one.latency / other.latency for one, other in self.turns)
