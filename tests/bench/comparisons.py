"""Requests that must take as long as others: both to ours, in turn."""

from dataclasses import dataclass, field
from statistics import median

from tests.bench.keys import Key
from tests.bench.measures import Round, RunRound

# What the house promises of last pages and of large databases.
AT_MOST = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One line of the table: how many times as long `run` takes as `run_other`."""

    key: Key
    title: str
    other_title: str
    connections: int
    run: RunRound
    run_other: RunRound
    rounds: list[tuple[Round, Round]] = field(default_factory=list)

    async def run_round(self, seconds: float) -> None:
        """Measure both once, one after the other."""
        other = await self.run_other(seconds)
        self.rounds.append((await self.run(seconds), other))

    @property
    def latency(self) -> float:
        """The median of what it takes, in seconds."""
        return median(one.latency for one, _ in self.rounds)

    @property
    def other_latency(self) -> float:
        """The median of what the other takes, in seconds."""
        return median(other.latency for _, other in self.rounds)

    @property
    def ratio(self) -> float:
        """The median over the rounds, each of which compares neighbours in time."""
        return median(one.latency / other.latency for one, other in self.rounds)
