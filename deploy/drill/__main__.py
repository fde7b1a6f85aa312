"""`python -m deploy.drill`, for the Makefile."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.markup import escape

from deploy.compose.pooler import find_pgbouncer
from deploy.drill.drill import run_drill
from deploy.drill.platform import Programs
from deploy.drill.report import Report
from deploy.drill.waiting import DrillError
from deploy.gateway.configuration import find_nginx
from deploy.local.alone import alone
from deploy.local.errors import LocalRunError
from shared.database.embedded_programs import EmbeddedDatabaseError

FOLDER = Path(".local/drill").resolve()

# In a file or a pipe, nothing has to fit a screen.
console = Console(highlight=False, width=None if sys.stdout.isatty() else 110)
errors = Console(highlight=False, stderr=True)


def main(
    *,
    calm_seconds: Annotated[
        float, typer.Option(min=0, help="How long to look on after each step.")
    ] = 5,
    report: Annotated[Path | None, typer.Option(help="A file for the figures as JSON.")] = None,
) -> None:
    """Do what operators do to running services while clients watch; 1 if they lost anything."""
    try:
        FOLDER.parent.mkdir(exist_ok=True)
        with alone(FOLDER.with_suffix(".lock"), "drill"):
            found = asyncio.run(_run(_programs(), calm_seconds=calm_seconds))
    except (DrillError, LocalRunError, EmbeddedDatabaseError) as error:
        errors.print(f"[bold red]Error:[/bold red] {escape(str(error))}", soft_wrap=True)
        raise typer.Exit(2) from None
    console.print(found.table())
    for line in found.unexpected():
        console.print(f"[red]{escape(line)}[/red]")
    console.print(f"{found.pages_from_standby} pages of the first step came from the standby.")
    for service, number in found.differences.items():
        console.print(f"{service}: {number} records are not in the feed's copy as in the list.")
    for fault in found.faults:
        console.print(f"[red]{escape(fault)}[/red]")
    if report is not None:
        report.write_bytes(orjson.dumps(found.json(), option=orjson.OPT_INDENT_2))
    if not found.is_as_it_should_be:
        raise typer.Exit(1)


async def _run(programs: Programs, *, calm_seconds: float) -> Report:
    """Run the drill; whoever stops it leaves nothing running."""
    work = asyncio.ensure_future(
        run_drill(
            FOLDER,
            programs,
            calm_seconds=calm_seconds,
            say=lambda what: console.print(f"[green]•[/green] {escape(what)}"),
        )
    )
    loop = asyncio.get_running_loop()
    stopping = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop() -> None:
        # Only once: a second signal would interrupt the stopping.
        for number in stopping:
            loop.add_signal_handler(number, lambda: None)
        work.cancel()

    for number in stopping:
        loop.add_signal_handler(number, stop)
    try:
        return await work
    except asyncio.CancelledError:
        raise DrillError("Stopped.") from None


def _programs() -> Programs:
    nginx, pgbouncer = find_nginx(), find_pgbouncer()
    if nginx is None or pgbouncer is None:
        raise DrillError(
            "The drill needs nginx and PgBouncer: apt-get install nginx-light pgbouncer"
        )
    return Programs(nginx=nginx, pgbouncer=pgbouncer)


if __name__ == "__main__":
    typer.run(main)
