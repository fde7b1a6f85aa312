"""Budgets in Redis or Valkey, the same for all processes of a service."""

import asyncio
from time import monotonic
from typing import Final
from uuid import UUID

import structlog
from limits.aio.storage import RedisStorage
from limits.aio.storage.redis.redispy import RedispyBridge
from redis.exceptions import RedisError

from shared.http.rate_limit.budgets import Budgets, Standing
from shared.http.rate_limit.policy import RatePolicy
from shared.metrics import Metrics

# Seconds that a request waits for the server, and that the server is left alone afterwards.
_ANSWERS_WITHIN: Final = 0.1
_PAUSE: Final = 2.0
_SAY_EVERY: Final = 60.0

log = structlog.get_logger()


class SharedBudgets(Budgets):
    """Counts in one place, and lets everything through while that place does not answer.

    A limit protects the service from too much; it must not itself be what takes it away.
    """

    def __init__(
        self,
        policy: RatePolicy,
        address: str,
        *,
        name: str,
        metrics: Metrics,
        answers_within: float = _ANSWERS_WITHIN,
        pause: float = _PAUSE,
    ) -> None:
        self._storage = RedisStorage(
            address, implementation="redispy", key_prefix=f"{name}:rate-limit"
        )
        super().__init__(policy, self._storage)
        self._metrics = metrics
        self._answers_within = answers_within
        self._pause = pause
        self._is_failing = False
        self._asks_again_at = 0.0
        self._says_again_at = 0.0

    async def spend(self, token_id: UUID) -> Standing | None:
        """Count a request; None while the server does not answer."""
        if self._is_failing:
            now = monotonic()
            if now < self._asks_again_at:
                self._metrics.rate_limit_unchecked.inc()
                return None
            # This request tries; those beside it need not wait for the outcome.
            self._asks_again_at = now + self._pause
        try:
            async with asyncio.timeout(self._answers_within):
                standing = await super().spend(token_id)
        except (RedisError, OSError, TimeoutError) as error:
            self._metrics.rate_limit_unchecked.inc()
            self._note_failure(error)
            return None
        if self._is_failing:
            self._is_failing = False
            log.info("rate limits are counted again")
        return standing

    async def close(self) -> None:
        """Close the connections."""
        bridge = self._storage.bridge
        if isinstance(bridge, RedispyBridge):
            await bridge.storage.aclose()

    def _note_failure(self, error: Exception) -> None:
        now = monotonic()
        self._is_failing = True
        self._asks_again_at = now + self._pause
        if now >= self._says_again_at:
            self._says_again_at = now + _SAY_EVERY
            # Messages may name the server and who logs in, so only the kind is noted.
            log.warning("rate limits are not counted", kind=type(error).__name__)
