"""The load: keep-alive connections that each send the next request when an answer is complete.

One client for both services, in a process of its own, so light that it is never what is measured.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import inf
from time import perf_counter
from typing import cast

_HEADERS_END = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length: "
# The longest wait for an answer that is still counted as one.
_PATIENCE_SECONDS = 60

NextRequest = Callable[[], bytes | None]
"""Returns another request, or None when there is nothing left to be sent."""


class LoadError(Exception):
    """The service did not answer as it should under load."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What came back within a time, and the size of all bodies in bytes."""

    answers: int
    seconds: float
    size: int
    latencies: list[float]

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.answers / self.seconds

    def latency(self, share: float) -> float:
        """Return the time within which this share of the answers came, in seconds."""
        ordered = sorted(self.latencies)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


class _Connection(asyncio.Protocol):
    """Sends requests one after another until the time is over, or none is left."""

    def __init__(self, next_request: NextRequest, expected_status: bytes) -> None:
        self._next_request = next_request
        self._expected = b"HTTP/1.1 " + expected_status
        self._head = b""
        self._missing = 0
        self._sent_at = 0.0
        self._deadline = 0.0
        self._transport: asyncio.Transport | None = None
        self.latencies: list[float] = []
        self.size = 0
        self.finished: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports only look like asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    def start(self, deadline: float) -> None:
        """Begin to send; no request is sent after the deadline."""
        self._deadline = deadline
        self._send(perf_counter())

    def close(self) -> None:
        """Hang up; nobody asks any more why."""
        self.finished.cancel()
        if self._transport is not None:
            self._transport.close()

    def _send(self, now: float) -> None:
        if self._transport is None:
            raise LoadError("the connection is not open")
        request = self._next_request() if now < self._deadline else None
        if request is not None:
            self._sent_at = perf_counter()
            self._transport.write(request)
        elif not self.finished.done():
            self.finished.set_result(now)

    def data_received(self, data: bytes) -> None:
        if self._missing:
            self._missing -= len(data)
        else:
            self._head += data
            end = self._head.find(_HEADERS_END)
            if end < 0:
                return
            body = len(self._head) - end - len(_HEADERS_END)
            try:
                length = self._body_length(self._head[:end])
            except LoadError as error:
                self._fail(error)
                return
            self.size += length
            self._missing = length - body
            self._head = b""
        if self._missing == 0:
            self._complete()

    def _body_length(self, head: bytes) -> int:
        if not head.startswith(self._expected):
            raise LoadError(self._head[:2000].decode(errors="replace"))
        lowered = head.lower() + b"\r\n"
        start = lowered.find(_LENGTH)
        if start < 0:
            raise LoadError("the answer has no content-length")
        start += len(_LENGTH)
        return int(lowered[start : lowered.index(b"\r\n", start)])

    def _complete(self) -> None:
        now = perf_counter()
        self.latencies.append(now - self._sent_at)
        self._send(now)

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(LoadError(f"the connection was closed: {exc}"))

    def _fail(self, error: LoadError) -> None:
        if not self.finished.done():
            self.finished.set_exception(error)


async def put_under_load(
    port: int,
    next_request: NextRequest,
    *,
    connections: int,
    seconds: float,
    expected_status: int = 200,
) -> Load:
    """Send requests over some connections for some seconds and count the answers.

    What is under way at the end is waited for and counted with its time: for answers that take
    seconds, stopping the clock in the middle of one would be wrong by a whole answer.
    """
    async with asyncio.timeout(seconds + _PATIENCE_SECONDS):
        return await _run(port, next_request, connections, seconds, expected_status)


async def send_all(
    port: int, requests: Iterable[bytes], *, connections: int, expected_status: int = 200
) -> Load:
    """Send each of these requests once, however long it takes."""
    left = iter(requests)
    return await _run(port, lambda: next(left, None), connections, inf, expected_status)


async def _run(
    port: int, next_request: NextRequest, connections: int, seconds: float, expected_status: int
) -> Load:
    loop = asyncio.get_running_loop()
    opened = [
        await loop.create_connection(
            lambda: _Connection(next_request, str(expected_status).encode()), "127.0.0.1", port
        )
        for _ in range(connections)
    ]
    protocols = [protocol for _, protocol in opened]
    started_at = perf_counter()
    for protocol in protocols:
        protocol.start(started_at + seconds)
    try:
        ended_at = max(await asyncio.gather(*(protocol.finished for protocol in protocols)))
    finally:
        for protocol in protocols:
            protocol.close()
    latencies = [latency for protocol in protocols for latency in protocol.latencies]
    return Load(
        answers=len(latencies),
        seconds=ended_at - started_at,
        size=sum(protocol.size for protocol in protocols),
        latencies=latencies,
    )


def get(path: str, token: str) -> bytes:
    """Return the bytes of a GET."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        "Accept: application/json\r\n\r\n"
    ).encode()


def post(path: str, token: str, body: bytes) -> bytes:
    """Return the bytes of a POST of JSON."""
    return _with_body("POST", path, token, body)


def put(path: str, token: str, body: bytes) -> bytes:
    """Return the bytes of a PUT of JSON."""
    return _with_body("PUT", path, token, body)


def _with_body(method: str, path: str, token: str, body: bytes) -> bytes:
    return (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body
