"""`feed load FILE`."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from shared.command_line.running import run
from shared.feed.handlers import Feed
from shared.feed.load import LoadSummary, load_file

OpenFeed = Callable[[], AbstractAsyncContextManager[Feed]]


def feed_commands(open_feed: OpenFeed) -> typer.Typer:
    """Make the `feed` group."""
    group = typer.Typer(no_args_is_help=True, help="Load registry events.")
    console = Console(highlight=False, stderr=True)

    @group.callback()
    def explain() -> None:
        """Load registry events."""

    @group.command()
    def load(
        file: Annotated[
            Path,
            typer.Argument(
                exists=True, dir_okay=False, readable=True, help="NDJSON, one event a line."
            ),
        ],
    ) -> None:
        """Feed a file; interrupted, it can be run again: what was applied is not applied twice."""

        async def feed_it() -> LoadSummary:
            with _progress(console) as progress:
                task = progress.add_task(file.name, total=file.stat().st_size, events=0)

                def step(events: int, size: int) -> None:
                    seen = progress.tasks[0].fields["events"] + events
                    progress.update(task, advance=size, events=seen)

                async with open_feed() as feed:
                    return await load_file(feed, file, step)

        summary = run(feed_it)
        console.print(
            f"{summary.applied:,} applied, {summary.duplicate:,} known already, "
            f"{summary.rejected:,} rejected"
        )
        if summary.rejected_path is not None:
            console.print(f"The rejected events and their errors are in {summary.rejected_path}")
            raise typer.Exit(1)

    return group


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[events]:,} events"),
        TimeRemainingColumn(),
        console=console,
    )
