"""`views rebuild [--check]`."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Annotated, Protocol

import typer
from rich.console import Console

from shared.command_line.progress import counting
from shared.command_line.running import run
from shared.views.comparison import Difference

Report = Callable[[int, int], None]


class Upkeep(Protocol):
    """What keeps a service's stored views true."""

    async def check(self, report: Report) -> Sequence[Difference]:
        """Return every stored view that is not what a rebuild would make; change nothing."""

    async def rebuild(self, report: Report) -> Sequence[Difference]:
        """Make every stored view what it should be; return what was different."""


class Kept(Protocol):
    """A service whose views are kept."""

    @property
    def upkeep(self) -> Upkeep:
        """What keeps them."""


def views_commands(
    running: Callable[[], AbstractAsyncContextManager[Kept]], *, records: str, purpose: str
) -> typer.Typer:
    """Make the `views` group; `records` is what the progress bar counts."""
    group = typer.Typer(no_args_is_help=True, help=purpose)
    console = Console(highlight=False, stderr=True)
    # A group with a single command would be run without its name.
    group.callback(help=purpose)(lambda: None)

    @group.command()
    def rebuild(
        *,
        check: Annotated[
            bool, typer.Option("--check", help="Only compare; exit with 1 if anything differs.")
        ] = False,
    ) -> None:
        """Make every view what it should be, and say what was not."""

        async def compare() -> Sequence[Difference]:
            async with running() as service:
                with counting(console, records) as report:
                    upkeep = service.upkeep
                    return await (upkeep.check(report) if check else upkeep.rebuild(report))

        differences = run(compare)
        for difference in differences:
            typer.echo(str(difference))
        console.print(f"{len(differences):,} views {'differ' if check else 'were mended'}")
        if check and differences:
            raise typer.Exit(1)

    return group
