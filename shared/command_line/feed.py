"""`feed load FILE`, and `feed load -`."""

import os
import stat
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from io import FileIO
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from shared.command_line.running import fail, run
from shared.feed.handlers import Feed
from shared.feed.lines import UnreadableSourceError
from shared.feed.load import LoadSummary, load_events
from shared.feed.rejected import RejectedEvents, UnwritableRejectedError, rejected_path

OpenFeed = Callable[[], AbstractAsyncContextManager[Feed]]

_STREAM = Path("-")

File = Annotated[
    Path,
    # Whether it is there is found out by opening it: what `-` stands for always is.
    typer.Argument(
        dir_okay=False, readable=True, help="NDJSON, one event a line; `-` is standard input."
    ),
]
Rejected = Annotated[
    Path | None,
    typer.Option(
        dir_okay=False,
        writable=True,
        help="Where rejected events go with their errors, `-` being standard output. Otherwise they"
        " go beside the file, or to standard output if they come from standard input.",
    ),
]


def feed_commands(open_feed: OpenFeed) -> typer.Typer:
    """Make the `feed` group."""
    group = typer.Typer(no_args_is_help=True, help="Load registry events.")
    # Names of files may look like markup.
    console = Console(highlight=False, markup=False, stderr=True)

    @group.callback()
    def explain() -> None:
        """Load registry events."""

    @group.command()
    def load(file: File, *, rejected: Rejected = None) -> None:
        """Feed a file; interrupted, it can be run again: what was applied is not applied twice."""
        target = rejected or (_STREAM if file == _STREAM else rejected_path(file))
        source_name = "standard input" if file == _STREAM else file.name
        target_name = "standard output" if target == _STREAM else str(target)
        _refuse_closed(file, target)
        sink = RejectedEvents(None if target == _STREAM else target)
        try:
            with _open(file) as source:
                # On one terminal, a bar and what is written beside it would spoil each other.
                is_alone = target != _STREAM or not sys.stdout.isatty()
                progress = _progress(console, source_name, _size(source), is_shown=is_alone)
                summary = run(lambda: _feed(open_feed, source, sink, progress))
        except UnreadableSourceError as error:
            fail(f"{source_name} cannot be read: {error}")
        except UnwritableRejectedError as error:
            fail(f"rejected events cannot be written to {target_name}: {error}")
        console.print(
            f"{summary.applied:,} applied, {summary.duplicate:,} known already, "
            f"{summary.rejected:,} rejected"
        )
        if summary.rejected:
            where = "went to standard output" if target == _STREAM else f"are in {target}"
            console.print(f"The rejected events and their errors {where}", soft_wrap=True)
            raise typer.Exit(1)

    return group


async def _feed(
    open_feed: OpenFeed, source: FileIO, rejected: RejectedEvents, progress: Progress
) -> LoadSummary:
    (task,) = progress.tasks

    def step(events: int, size: int) -> None:
        seen = task.fields["events"] + events
        progress.update(task.id, advance=size, events=seen)

    with progress:
        async with open_feed() as feed:
            return await load_events(feed, source, rejected, step)


def _refuse_closed(file: Path, target: Path) -> None:
    """Look before anything else gets the number of a stream that is closed."""
    if file == _STREAM and sys.stdin is None:
        fail("standard input is closed")
    if target == _STREAM and sys.stdout is None:
        fail("standard output is closed, and rejected events were to go there")


def _open(file: Path) -> FileIO:
    # Without a buffer, which could not be closed while somebody waits for it to be filled.
    if file == _STREAM:
        return os.fdopen(sys.stdin.fileno(), "rb", buffering=0, closefd=False)
    try:
        return file.open("rb", buffering=0)
    except OSError as error:
        raise UnreadableSourceError(error.strerror) from error


def _size(source: FileIO) -> int | None:
    """Return how many bytes there are, None where only the end will tell."""
    found = os.fstat(source.fileno())
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _progress(console: Console, name: str, size: int | None, *, is_shown: bool) -> Progress:
    known: tuple[ProgressColumn, ...] = (BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    progress = Progress(
        TextColumn("{task.description}", markup=False),
        *(() if size is None else known),
        TextColumn("{task.fields[events]:,} events"),
        TimeElapsedColumn() if size is None else TimeRemainingColumn(),
        console=console,
        disable=not is_shown,
    )
    progress.add_task(name, total=size, events=0)
    return progress
