"""Lines of a file or a stream, some at a time, whatever is in them."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from io import FileIO
from select import select
from threading import Thread
from typing import TypeVar

from shared.feed.handlers import BYTES_AT_MOST

LINES_AT_ONCE = 1_000
BYTES_AT_ONCE = 1024 * 1024
# What is longer would not come in over HTTP either; only its beginning is kept, to be found by.
LONGEST_LINE = BYTES_AT_MOST
KEPT_OF_LONGER = 1_000
_READ_AT_ONCE = 256 * 1024

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line without its end, and the bytes that it took; of one that is too long a beginning."""

    text: bytes
    size: int
    is_cut: bool = False


class UnreadableSourceError(Exception):
    """The events cannot be read, or no further; those before are applied."""


async def next_batch(lines: Iterator[Line]) -> list[Line]:
    """Return the next lines, none at the end; raises UnreadableSourceError.

    A stream may let us wait long. Meanwhile connections are looked after, and Ctrl-C is heard.
    """
    try:
        return await _aside(lambda: _next_batch(lines))
    except OSError as error:
        raise UnreadableSourceError(error.strerror) from error


def read_lines(source: FileIO) -> Iterator[Line]:
    """Yield the lines that are not blank; a line that does not end is not kept in memory."""
    line = _Growing()
    while chunk := _read(source):
        *ends, rest = chunk.split(b"\n")
        for end in ends:
            line.add(end)
            yield from line.taken(ended=True)
            line = _Growing()
        line.add(rest)
    yield from line.taken(ended=False)


class _Growing:
    """What was read of a line so far."""

    def __init__(self) -> None:
        self._text = bytearray()
        self._size = 0

    def add(self, part: bytes) -> None:
        self._size += len(part)
        if self._size <= LONGEST_LINE:
            self._text += part
        else:
            self._text = (self._text + part[:KEPT_OF_LONGER])[:KEPT_OF_LONGER]

    def taken(self, *, ended: bool) -> Iterator[Line]:
        is_cut = self._size > LONGEST_LINE
        if is_cut or self._text.strip():
            yield Line(text=bytes(self._text), size=self._size + ended, is_cut=is_cut)


def _next_batch(lines: Iterator[Line]) -> list[Line]:
    batch: list[Line] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += line.size
        if len(batch) == LINES_AT_ONCE or size >= BYTES_AT_ONCE:
            break
    return batch


def _read(source: FileIO) -> bytes:
    # Nothing at all is no end: whoever else has the stream may have asked it never to wait.
    while (chunk := source.read(_READ_AT_ONCE)) is None:
        select([source], [], [])
    return chunk


async def _aside(call: Callable[[], T]) -> T:
    """Call in a thread for which nobody waits once the command is to end.

    The threads of asyncio would be waited for, until somebody says something after all.
    """
    outcome: Future[T] = Future()

    def work() -> None:
        outcome.set_running_or_notify_cancel()
        try:
            outcome.set_result(call())
        except OSError as error:
            outcome.set_exception(error)
        except BaseException as error:
            outcome.set_exception(error)
            raise

    Thread(target=work, daemon=True).start()
    return await asyncio.wrap_future(outcome)
