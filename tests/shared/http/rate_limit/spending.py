"""Tokens that spend, on a clock that only moves when it is told to."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import time_machine

from shared.http.rate_limit.budgets import Budgets, Standing

TOKEN = UUID("6f2b0f9e-5d6c-4f0e-8a35-0b9a0b6f7c11")
OTHER_TOKEN = UUID("c3a8b1d4-1f77-4c0b-9d55-61f0f3f1a2b8")
BEGINNING = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


@dataclass(slots=True)
class Spender:
    """Somebody with a token."""

    budgets: Budgets
    clock: time_machine.Traveller
    runner: asyncio.Runner
    token: UUID = TOKEN
    accepted: list[float] = field(default_factory=list)

    def spend(self) -> Standing:
        """Send a request now."""
        standing = self.runner.run(self.budgets.spend(self.token))
        assert standing is not None
        if standing.is_within:
            self.accepted.append(time.time())
        return standing

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.shift(seconds)

    def other(self) -> "Spender":
        """Return somebody with another token."""
        return Spender(self.budgets, self.clock, self.runner, OTHER_TOKEN)

    def most_in_a_window(self) -> int:
        """Return how many requests at most were accepted in any window, wherever it begins."""
        length = self.budgets.policy.seconds
        return max(
            (
                sum(1 for moment in self.accepted if 0 <= moment - start < length)
                for start in self.accepted
            ),
            default=0,
        )


@contextmanager
def spending(budgets: Budgets) -> Iterator[Spender]:
    """Stop the clock and spend."""
    with (
        asyncio.Runner() as runner,
        time_machine.travel(BEGINNING, tick=False) as clock,
    ):
        yield Spender(budgets, clock, runner)
