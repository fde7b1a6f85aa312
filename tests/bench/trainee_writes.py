"""Requests that write: ready before the clock runs, and registrations as the first of them."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, islice
from typing import Any

import orjson

from tests.bench.client import LoadError, post

PATH = "/api/v0.1/trainees"


class WriteRequests:
    """Requests that are different each time, and so have to be written one by one."""

    def __init__(self, requests: Iterator[bytes]) -> None:
        self._requests = requests
        self._ready: deque[bytes] = deque()

    def prepare(self, wanted: int) -> None:
        """Write requests beforehand, so that doing so takes nothing from what is measured."""
        self._ready.extend(islice(self._requests, max(0, wanted - len(self._ready))))
        if not self._ready:
            raise LoadError("there is nothing left to be sent: take more trainees or less time")

    def __call__(self) -> bytes | None:
        return self._ready.popleft() if self._ready else next(self._requests, None)


def registrations(tokens: Sequence[str], payloads: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Register people with each provider in turn."""
    for token, payload in zip(cycle(tokens), payloads, strict=False):
        yield post(PATH, token, orjson.dumps(payload))
