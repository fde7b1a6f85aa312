"""`python -m deploy.local run|reset`, for the Makefile."""

import asyncio
import os
import shutil
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape

from deploy.local.errors import LocalRunError
from deploy.local.run import LocalRun
from shared.database.embedded import delete_embedded_database
from shared.database.embedded_programs import EmbeddedDatabaseError

FOLDER = Path(".local")

app = typer.Typer(no_args_is_help=True, add_completion=False)
console = Console(highlight=False)
errors = Console(highlight=False, stderr=True)


@app.command()
def run() -> None:
    """Start the database and both services with a demo department."""
    FOLDER.mkdir(exist_ok=True)
    try:
        asyncio.run(LocalRun(folder=FOLDER, console=console).run())
    except (LocalRunError, EmbeddedDatabaseError) as error:
        _fail(error)


@app.command()
def reset() -> None:
    """Delete the local database, tokens and logs."""
    try:
        delete_embedded_database(FOLDER / "postgres")
        delete_embedded_database(FOLDER / "tests" / "postgres")
    except EmbeddedDatabaseError as error:
        _fail(error)
    (FOLDER / "demo.json").unlink(missing_ok=True)
    shutil.rmtree(FOLDER / "logs", ignore_errors=True)
    console.print("Deleted. The next make run starts anew.")
    if os.environ.get("DATABASE_URL"):
        console.print("The database of DATABASE_URL is as it was.")


def _fail(error: Exception) -> None:
    errors.print(f"[bold red]Error:[/bold red] {escape(str(error))}", soft_wrap=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    app()
