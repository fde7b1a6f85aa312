"""The command line.

serve · migrate · feed load · tokens · views rebuild|tick · changes prune · demo load
"""

from typing import Annotated

import orjson
import typer
from rich.console import Console

from participants_service.app import IDENTITY, create_service
from participants_service.demo.load import DemoRejectedError, load_demo
from participants_service.settings import ParticipantsSettings
from participants_service.storage.lead_providers import select_lead_provider_name
from shared.command_line import ServiceCommands, build_command_line
from shared.command_line.changes import changes_commands
from shared.command_line.progress import counting
from shared.command_line.running import fail, run
from shared.command_line.views import views_commands

COMMANDS = ServiceCommands(
    identity=IDENTITY,
    settings_kind=ParticipantsSettings,
    open_service=create_service,
    provider_name=select_lead_provider_name,
)

app = build_command_line(COMMANDS)
views = views_commands(
    COMMANDS.running,
    records="records",
    purpose="Keep what lead providers see true.",
)
demo = typer.Typer(no_args_is_help=True, help="An invented department to try things with.")
app.add_typer(views, name="views")
app.add_typer(changes_commands(IDENTITY, ParticipantsSettings), name="changes")
app.add_typer(demo, name="demo")
console = Console(highlight=False, stderr=True)


@views.command()
def tick() -> None:
    """Refresh every view that changes by itself; to be run just after midnight in London."""

    async def refresh() -> int:
        async with COMMANDS.running() as service:
            with counting(console, "records") as report:
                return await service.upkeep.tick(report)

    console.print(f"{run(refresh):,} records refreshed")


@demo.callback()
def explain() -> None:
    """An invented department to try things with."""


@demo.command()
def load(
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the lead providers as JSON.")
    ] = False,
) -> None:
    """Load an invented department; loaded before, it stays as it is."""

    async def fill() -> list[dict[str, str]]:
        async with COMMANDS.running() as service:
            with counting(console, "events") as report:
                found = await load_demo(
                    pool=service.pool,
                    clock=service.clock,
                    feed=service.feed,
                    actions=service.actions,
                    progress=report,
                )
        return [{"id": str(one.id), "name": one.name} for one in found]

    try:
        lead_providers = run(fill)
    except DemoRejectedError as error:
        fail(str(error), code=1)
    if as_json:
        typer.echo(orjson.dumps({"lead_providers": lead_providers}).decode())
    for one in () if as_json else lead_providers:
        typer.echo(f"{one['id']}  {one['name']}")


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
