"""Requests remembered in the process itself."""

import time
from typing import Final

from limits.aio.storage import MemoryStorage
from limits.aio.storage.memory import Entry

_SWEEP_EVERY: Final = 60.0


class SweptMemoryStorage(MemoryStorage):
    """The library's memory, tidied once a minute.

    The library tidies after every request, all keys each time and each in a thread. That costs
    ten times as much as the counting itself.
    """

    def __init__(self) -> None:
        super().__init__()
        self._swept_at = 0.0

    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Note a request unless there are as many as may be; nothing else runs meanwhile."""
        now = time.time()
        if abs(now - self._swept_at) > _SWEEP_EVERY:
            self._sweep(now)
        entries = self.events.setdefault(key, [])
        # The latest request comes first. One that is exactly as old as the window is long has left
        # it; the library says so when it counts what remains, but not when it decides.
        if len(entries) > limit - amount and entries[limit - amount].atime > now - expiry:
            return False
        entries[:0] = [Entry(expiry)] * amount
        del entries[limit:]
        return True

    def _sweep(self, now: float) -> None:
        """Forget the keys whose latest request has left the window."""
        self._swept_at = now
        for key in [key for key, entries in self.events.items() if entries[0].expiry < now]:
            del self.events[key]
