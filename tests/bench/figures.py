"""Work that is done from beginning to end, and how long that takes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from statistics import median

from tests.bench.keys import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How much was done in how many seconds; `size` are the bytes that came over the wire."""

    count: int
    seconds: float
    size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table; `unit` says what is counted."""

    key: Key
    title: str
    unit: str
    run: Callable[[], Awaitable[Work]]
    rounds: list[Work] = field(default_factory=list)

    async def run_round(self, seconds: float) -> None:
        """Do the work once, however long it takes."""
        self.rounds.append(await self.run())

    @property
    def count(self) -> int:
        """How much is done in a round."""
        return self.rounds[0].count

    @property
    def seconds(self) -> float:
        """How long a round takes: the median."""
        return median(one.seconds for one in self.rounds)

    @property
    def rate(self) -> float:
        """How much is done in a second: the median."""
        return median(one.count / one.seconds for one in self.rounds)

    @property
    def bytes_a_second(self) -> float | None:
        """How much comes over the wire in a second: the median, if it is known."""
        known = [one.size / one.seconds for one in self.rounds if one.size is not None]
        return median(known) if known else None
