"""Backups of both schemas while clients work, and a database restored from them."""

from pathlib import Path

from deploy.drill.platform import Platform, prepare_roles
from deploy.drill.postgres import DATABASE
from deploy.drill.scripts import run_script

_RESTORED = "restored"
_BACKUP, _RESTORE = "deploy/database/backup.sh", "deploy/database/restore.sh"


async def back_up(platform: Platform) -> None:
    """Write one file for each service."""
    for service in platform.services:
        await _run(platform, _BACKUP, service.name, platform.folder / f"{service.name}.dump")


async def restore(platform: Platform) -> None:
    """Make another database of the files; it fails if some view is not as it should be there."""
    server = platform.primary
    await server.create_database(_RESTORED)
    await prepare_roles(server, platform.secrets, database=_RESTORED)
    for service in platform.services:
        file = platform.folder / f"{service.name}.dump"
        await _run(platform, _RESTORE, service.name, file, database=_RESTORED)
        role = f"{service.name}_runtime"
        password = (platform.secrets / f"{role}_password").read_text()
        (platform.secrets / f"{service.name}_restored_url").write_text(
            f"postgresql://{role}:{password}@127.0.0.1:{server.port}/{_RESTORED}"
        )
        await platform.command(
            service, "views", "rebuild", "--check", release="next", login=_RESTORED
        )


async def _run(
    platform: Platform, script: str, service: str, file: Path, *, database: str = DATABASE
) -> None:
    platform.executed.append(f"{script} {service} {file}")
    await run_script(
        script,
        service,
        str(file),
        environment=platform.primary.environment | {"PGUSER": "postgres", "PGDATABASE": database},
    )
