"""Requests that write: ready before the clock runs."""

from collections import deque
from collections.abc import Iterator
from itertools import islice

from tests.bench.client import LoadError


class WriteRequests:
    """Requests that are different each time, and so have to be written one by one."""

    def __init__(self, requests: Iterator[bytes]) -> None:
        self._requests = requests
        self._ready: deque[bytes] = deque()

    def prepare(self, wanted: int) -> None:
        """Write requests beforehand, so that doing so takes nothing from what is measured."""
        self._ready.extend(islice(self._requests, max(0, wanted - len(self._ready))))
        if not self._ready:
            raise LoadError("there is nothing left to be sent: take more records or less time")

    def __call__(self) -> bytes | None:
        return self._ready.popleft() if self._ready else next(self._requests, None)
