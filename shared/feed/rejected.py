"""Where the rejected events of a file or a stream are written, with their errors."""

import os
import stat
from collections.abc import Iterator, Sequence
from io import FileIO
from pathlib import Path
from typing import IO

import orjson

from shared.feed.events import Result, Status
from shared.feed.lines import LONGEST_LINE, Line
from shared.feed.rejections import Fault, RejectionCode

_STANDARD_OUTPUT = 1
_TOO_LONG = Fault(
    RejectionCode.INVALID_MEMBER, "", f"The line is longer than {LONGEST_LINE:,} bytes."
)


class UnwritableRejectedError(Exception):
    """What was rejected cannot be written where it was to go."""


def rejected_path(path: Path) -> Path:
    """Return where the rejected events of a file are written: FILE.rejected.ndjson beside it."""
    return path.with_name(f"{path.name.removesuffix('.ndjson')}.rejected.ndjson")


class RejectedEvents:
    """A file, which is there only if something was rejected, or standard output without a path."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def begin(self, source: FileIO) -> None:
        """Remove what an earlier run left; raises UnwritableRejectedError, also for the source."""
        try:
            found = os.fstat(_STANDARD_OUTPUT) if self._path is None else self._path.stat()
            # Devices and pipes are for whoever made them to remove.
            if not stat.S_ISREG(found.st_mode):
                return
            if os.path.samestat(found, os.fstat(source.fileno())):
                raise UnwritableRejectedError("the events come from there")
            if self._path is not None:
                self._path.unlink()
        except FileNotFoundError:
            return
        except OSError as error:
            raise UnwritableRejectedError(error.strerror) from error

    def note(
        self, lines: Sequence[Line], items: Sequence[object], results: Sequence[Result]
    ) -> None:
        """Write those that were rejected; raises UnwritableRejectedError."""
        written = b"".join(_written(lines, items, results))
        if not written:
            return
        try:
            with self._open() as sink:
                sink.write(written)
        except OSError as error:
            raise UnwritableRejectedError(error.strerror) from error

    def _open(self) -> IO[bytes]:
        if self._path is None:
            return os.fdopen(_STANDARD_OUTPUT, "wb", closefd=False)
        return self._path.open("ab")


def _written(
    lines: Sequence[Line], items: Sequence[object], results: Sequence[Result]
) -> Iterator[bytes]:
    for line, item, result in zip(lines, items, results, strict=True):
        if result.status is Status.REJECTED:
            faults = (_TOO_LONG,) if line.is_cut else result.faults
            entry = {"event": _readable(line, item), "errors": [each.to_json() for each in faults]}
            yield orjson.dumps(entry) + b"\n"


def _readable(line: Line, item: object) -> object:
    if isinstance(item, bytes):
        text = line.text.decode(errors="replace").rstrip()
        return f"{text}…" if line.is_cut else text
    # As it was sent; JSON may be nested deeper than can be written anew.
    return orjson.Fragment(line.text.strip())
