"""Requests remembered in the process itself."""

import time
from collections import deque
from typing import Final

from limits.aio.storage import MemoryStorage

_SWEEP_EVERY: Final = 60.0


class MomentsInMemory(MemoryStorage):
    """The moments of each key's requests, the oldest first, without those that left the window.

    The library's own memory looks through all keys after every request, each of them in a thread,
    which costs ten times as much as the counting. This one drops what is too old where it meets it
    and, at most once a minute, looks for keys that are no longer used. Nothing of it waits, so that
    requests of a process cannot come between each other.
    """

    def __init__(self) -> None:
        super().__init__()
        self._moments: dict[str, deque[float]] = {}
        self._swept_at = 0.0

    def __len__(self) -> int:
        return len(self._moments)

    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Note a request, unless there are as many in the window as may be."""
        now = time.time()
        moments = self._moments.get(key)
        if moments is None:
            self._sweep(now, expiry)
            moments = self._moments[key] = deque()
        _forget(moments, now - expiry)
        if len(moments) + amount > limit:
            return False
        moments.extend([now] * amount)
        return True

    async def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Return the moment of the oldest request in the window, and how many there are."""
        now = time.time()
        moments = self._moments.get(key)
        if moments is None:
            return now, 0
        _forget(moments, now - expiry)
        return (moments[0], len(moments)) if moments else (now, 0)

    def _sweep(self, now: float, expiry: int) -> None:
        """Forget the keys whose latest request has left the window."""
        if abs(now - self._swept_at) < _SWEEP_EVERY:
            return
        self._swept_at = now
        for key, moments in [*self._moments.items()]:
            _forget(moments, now - expiry)
            if not moments:
                del self._moments[key]


def _forget(moments: deque[float], until: float) -> None:
    """Drop what is so old or older: a request that is as old as the window is long has left it."""
    while moments and moments[0] <= until:
        moments.popleft()
