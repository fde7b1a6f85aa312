"""Backups of both schemas while clients work, and a database restored from them."""

from pathlib import Path

from deploy.drill.load.clients import Clients
from deploy.drill.platform import Platform, prepare_roles
from deploy.drill.postgres import DATABASE
from deploy.drill.scripts import run_script
from deploy.drill.waiting import DrillError

_RESTORED = "restored"
# What each writer has written, counted in a database.
_WRITTEN = {
    "events": "SELECT count(*) FROM participants.feed_events"
    " WHERE data->>'email' LIKE '%@drill.example'",
    "registrations": "SELECT count(*) FROM trainees.trainees WHERE last_name = 'Drilledge'",
    "deferrals": "SELECT count(*) FROM participants.participant_views"
    " WHERE convert_from(body, 'UTF8') LIKE '%\"Drilled %\"deferred\"%'",
}
_BACKUP, _RESTORE = "deploy/database/backup.sh", "deploy/database/restore.sh"


async def back_up(platform: Platform, clients: Clients) -> None:
    """Write one file for each service, and note what was acknowledged before."""
    platform.backed_up = dict(clients.acknowledged_by_writer)
    for service in platform.services:
        await _run(platform, _BACKUP, service.name, platform.folder / f"{service.name}.dump")


async def restore(platform: Platform) -> None:
    """Make another database of the files, and look for what was acknowledged before them."""
    server = platform.primary
    await server.create_database(_RESTORED)
    await prepare_roles(server, platform.secrets, database=_RESTORED)
    for service in platform.services:
        file = platform.folder / f"{service.name}.dump"
        await _run(platform, _RESTORE, service.name, file, database=_RESTORED)
        _write_url(platform, f"{service.name}_owner", "restored_migration")
        _write_url(platform, f"{service.name}_runtime", "restored")
        await platform.command(service, "migrate", release="next", login="restored_migration")
        for command in (("views", "rebuild", "--check"), ("tokens", "list")):
            await platform.command(service, *command, release="next", login=_RESTORED)
    for writer, statement in _WRITTEN.items():
        found = int(await server.sql(statement, database=_RESTORED))
        if found < platform.backed_up[writer]:
            raise DrillError(
                f"Of {platform.backed_up[writer]} {writer} before the backup, {found} are in it."
            )


def _write_url(platform: Platform, role: str, name: str) -> None:
    """Write down how a role logs in to the restored database."""
    service = role.partition("_")[0]
    password = (platform.secrets / f"{role}_password").read_text()
    (platform.secrets / f"{service}_{name}_url").write_text(
        f"postgresql://{role}:{password}@127.0.0.1:{platform.primary.port}/{_RESTORED}"
    )


async def _run(
    platform: Platform, script: str, service: str, file: Path, *, database: str = DATABASE
) -> None:
    """Run a script as the service's owner, as the page for operators says."""
    platform.executed.append(f"{script} {service} {file}")
    role = f"{service}_owner"
    password = (platform.secrets / f"{role}_password").read_text()
    await run_script(
        script,
        service,
        str(file),
        environment={
            **platform.primary.environment,
            "PGHOST": "127.0.0.1",
            "PGUSER": role,
            "PGDATABASE": database,
            "PGPASSWORD": password,
        },
    )
