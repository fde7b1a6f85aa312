"""What each token has left."""

import time
from dataclasses import dataclass
from math import floor
from typing import Final
from uuid import UUID

from limits import RateLimitItemPerSecond
from limits.aio.storage import Storage
from limits.aio.strategies import MovingWindowRateLimiter

from shared.http.rate_limit.policy import RatePolicy

# Processes that count together may disagree a little about the time, as may what they store.
_CLOCKS_APART: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a token stands with a request.

    `remaining` more requests would be let through at once. In `seconds` whole seconds the oldest
    request leaves the window, and with it at least one more is let through.
    """

    is_within: bool
    remaining: int
    seconds: int


class _TokenLimit(RateLimitItemPerSecond):
    """The rule in the library's words, with a name for the budget of a token that is made once."""

    __slots__ = ("_end",)

    def __init__(self, policy: RatePolicy) -> None:
        super().__init__(policy.requests, policy.seconds)
        self._end = f"/{policy.requests}/{policy.seconds}"

    def key_for(self, *identifiers: bytes | str | float) -> str:
        return f"{identifiers[0]!s}{self._end}"


class Budgets:
    """Counts the requests of each token over a window that moves with the time."""

    def __init__(self, policy: RatePolicy, storage: Storage) -> None:
        self.policy = policy
        self._item = _TokenLimit(policy)
        self._limiter = MovingWindowRateLimiter(storage)

    async def spend(self, token_id: UUID) -> Standing | None:
        """Count a request; None if that is not possible and the request is to be let through."""
        key = str(token_id)
        is_within = await self._limiter.hit(self._item, key)
        oldest_leaves_at, remaining = await self._limiter.get_window_stats(self._item, key)
        leaves_in = oldest_leaves_at - time.time()
        if remaining == 0:
            # Somebody will wait just so long.
            leaves_in += _CLOCKS_APART
        elif not is_within:
            # There was no place for the request, but one has become free since.
            remaining, leaves_in = 0, 0
        # On the very second it may still count.
        return Standing(
            is_within=is_within, remaining=remaining, seconds=max(floor(leaves_in) + 1, 1)
        )

    async def close(self) -> None:
        """Let go of what the counting holds."""
