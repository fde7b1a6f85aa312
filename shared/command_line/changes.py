"""`changes prune` and `changes restart`."""

from datetime import UTC, datetime

import typer
from rich.console import Console

from shared.changes.pruning import prune_changes
from shared.changes.restarting import restart_journals
from shared.command_line.progress import counting
from shared.command_line.running import run, service_connection, settings_of
from shared.service import ServiceIdentity
from shared.service_settings import ServiceSettings

_PURPOSE = "Keep the providers' journals of changes."


def changes_commands(
    identity: ServiceIdentity, settings_kind: type[ServiceSettings]
) -> typer.Typer:
    """Make the `changes` group."""
    group = typer.Typer(no_args_is_help=True, help=_PURPOSE)
    console = Console(highlight=False, stderr=True)

    @group.command()
    def prune() -> None:
        """Delete changes older than the retention; interrupted, it can be run again."""
        settings = settings_of(settings_kind, identity)
        before = datetime.now(UTC) - settings.changes_retention

        async def delete() -> int:
            async with service_connection(settings, identity) as conn:
                with counting(console, "journals") as report:
                    return await prune_changes(conn, before=before, report=report)

        deleted = run(delete)
        console.print(f"{deleted:,} changes from before {before:%Y-%m-%d %H:%M} UTC were deleted")

    @group.command()
    def restart() -> None:
        """After the database was restored, and before anything serves: go on with new positions.

        Everybody who follows changes that were made before is told to read the lists once.
        """
        settings = settings_of(settings_kind, identity)

        async def leap() -> int:
            async with service_connection(settings, identity) as conn:
                return await restart_journals(conn)

        console.print(f"all journals go on behind position {run(leap):,}")

    return group
