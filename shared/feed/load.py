"""Feeding a file or a stream: the same way in as over HTTP, and it can be run again."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import FileIO

from shared.feed.events import Status
from shared.feed.handlers import Feed, parse_line
from shared.feed.lines import next_batch, read_lines
from shared.feed.rejected import RejectedEvents


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadSummary:
    """What became of the events."""

    applied: int
    duplicate: int
    rejected: int


async def load_events(
    feed: Feed,
    source: FileIO,
    rejected: RejectedEvents,
    progress: Callable[[int, int], None] | None = None,
) -> LoadSummary:
    """Feed the events of an NDJSON file or stream in order.

    `progress` is told how many events and bytes each step dealt with. Events applied by an earlier
    run count as duplicates. Raises UnreadableSourceError or UnwritableRejectedError when it cannot
    go on; what was applied before stays so.
    """
    counts: Counter[Status] = Counter()
    rejected.begin(source)
    lines = read_lines(source)
    while batch := await next_batch(lines):
        # No event can be made of the beginning of a line, even if that happens to be JSON.
        items = [line.text if line.is_cut else parse_line(line.text) for line in batch]
        results = await feed.apply(items)
        counts.update(result.status for result in results)
        rejected.note(batch, items, results)
        if progress is not None:
            progress(len(batch), sum(line.size for line in batch))
    return LoadSummary(
        applied=counts[Status.APPLIED],
        duplicate=counts[Status.DUPLICATE],
        rejected=counts[Status.REJECTED],
    )
