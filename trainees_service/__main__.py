"""The command line.

serve · migrate · feed load · tokens · views rebuild · changes prune · demo load
"""

from typing import Annotated

import orjson
import typer
from rich.console import Console

from shared.command_line import ServiceCommands, build_command_line
from shared.command_line.changes import changes_commands
from shared.command_line.progress import counting
from shared.command_line.running import run
from shared.command_line.views import views_commands
from trainees_service.app import IDENTITY, create_service
from trainees_service.demo.load import load_demo
from trainees_service.settings import TraineesSettings
from trainees_service.storage.registers import select_provider_name

COMMANDS = ServiceCommands(
    identity=IDENTITY,
    settings_kind=TraineesSettings,
    open_service=create_service,
    provider_name=select_provider_name,
)

app = build_command_line(COMMANDS)
views = views_commands(
    COMMANDS.running,
    records="trainees",
    purpose="Keep what training providers see true.",
)
demo = typer.Typer(no_args_is_help=True, help="Invented providers and trainees to try things with.")
app.add_typer(views, name="views")
app.add_typer(changes_commands(IDENTITY, TraineesSettings), name="changes")
app.add_typer(demo, name="demo")
console = Console(highlight=False, stderr=True)


@demo.callback()
def explain_demo() -> None:
    """Invented providers and trainees to try things with."""


@demo.command()
def load(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the providers as JSON.")] = False,
) -> None:
    """Load invented providers and trainees; those that are there already stay as they are."""

    async def fill() -> list[dict[str, str]]:
        async with COMMANDS.running() as service:
            with counting(console, "trainees") as report:
                found = await load_demo(
                    feed=service.feed,
                    trainees=service.trainees,
                    actions=service.actions,
                    clock=service.clock,
                    progress=report,
                )
        return [{"id": str(one.id), "name": one.name} for one in found]

    providers = run(fill)
    if as_json:
        typer.echo(orjson.dumps({"providers": providers}).decode())
    for one in () if as_json else providers:
        typer.echo(f"{one['id']}  {one['name']}")


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
