"""Feeding a file: the same way in as over HTTP, and it can be interrupted and run again."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

import orjson

from shared.feed.events import Result, Status
from shared.feed.handlers import Feed, parse_line

_LINES_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadSummary:
    """What became of a file's events."""

    applied: int
    duplicate: int
    rejected: int
    rejected_path: Path | None


def rejected_path(path: Path) -> Path:
    """Return where the rejected events of a file are written: FILE.rejected.ndjson beside it."""
    return path.with_name(f"{path.name.removesuffix('.ndjson')}.rejected.ndjson")


async def load_file(
    feed: Feed, path: Path, progress: Callable[[int, int], None] | None = None
) -> LoadSummary:
    """Feed the events of an NDJSON file in order.

    `progress` is told how many events and bytes each step dealt with. Rejected events are written
    beside the file with their errors; events applied by an earlier run count as duplicates.
    """
    counts: Counter[Status] = Counter()
    target = rejected_path(path)
    target.unlink(missing_ok=True)
    with path.open("rb") as source:
        while lines := list(islice(_lines(source), _LINES_AT_ONCE)):
            results = await feed.apply([parse_line(line) for line in lines])
            counts.update(result.status for result in results)
            _note_rejected(target, lines, results)
            if progress is not None:
                progress(len(lines), sum(map(len, lines)))
    return LoadSummary(
        applied=counts[Status.APPLIED],
        duplicate=counts[Status.DUPLICATE],
        rejected=counts[Status.REJECTED],
        rejected_path=target if counts[Status.REJECTED] else None,
    )


def _lines(source: IO[bytes]) -> Iterator[bytes]:
    return (line for line in source if line.strip())


def _note_rejected(target: Path, lines: Sequence[bytes], results: Sequence[Result]) -> None:
    rejected = [
        {"event": _readable(line), "errors": [fault.to_json() for fault in result.faults]}
        for line, result in zip(lines, results, strict=True)
        if result.status is Status.REJECTED
    ]
    if rejected:
        with target.open("ab") as sink:
            sink.writelines(orjson.dumps(item) + b"\n" for item in rejected)


def _readable(line: bytes) -> object:
    item = parse_line(line)
    return line.decode(errors="replace").rstrip() if isinstance(item, bytes) else item
