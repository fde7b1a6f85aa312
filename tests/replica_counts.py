"""How many pages came from the replica, and how many did not, and why."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import TypeAlias

from shared.database.replica import Reason
from shared.metrics import Metrics

Ask: TypeAlias = Callable[[], Awaitable[object]]

_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class ReplicaCounts:
    """The metrics of a service as far as they tell of its replica."""

    metrics: Metrics

    @property
    def served(self) -> int:
        """The pages read from the replica."""
        return self._sample("replica_reads_total")

    def passed_over(self, reason: Reason) -> int:
        """The pages read from the primary for a reason."""
        return self._sample("replica_passed_over_total", reason=reason.value)

    async def until_served(self, ask: Ask) -> None:
        """Ask again and again until a page comes from the replica."""
        before = self.served
        await _until(lambda: self.served > before, ask, "the replica is used")

    async def until_passed_over(self, ask: Ask, reason: Reason) -> None:
        """Ask again and again until the replica is passed over for a reason."""
        before = self.passed_over(reason)
        await _until(lambda: self.passed_over(reason) > before, ask, f"passed over: {reason}")

    def _sample(self, name: str, **labels: str) -> int:
        return int(self.metrics.registry.get_sample_value(name, labels) or 0)


async def _until(is_so: Callable[[], bool], ask: Ask, what: str) -> None:
    deadline = monotonic() + _PATIENCE
    while not is_so():
        assert monotonic() < deadline, f"not within {_PATIENCE} s: {what}"
        await ask()
