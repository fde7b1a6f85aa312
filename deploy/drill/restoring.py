"""Backups of both schemas while clients work, and a database restored from them."""

import asyncio
import subprocess
from pathlib import Path

from deploy.drill.platform import PROJECT, Platform, prepare_roles
from deploy.drill.waiting import DrillError

RESTORED = "restored"
_SCRIPTS = Path("deploy") / "database"


async def back_up(platform: Platform) -> None:
    """Write one file for each service."""
    for service in platform.services:
        await _run(platform, "backup.sh", service.name, platform.folder / f"{service.name}.dump")


async def restore(platform: Platform) -> None:
    """Make another database of the files; DrillError if some view is not as it should be there."""
    server = platform.primary
    await server.create_database(RESTORED)
    await prepare_roles(server, platform.secrets, database=RESTORED)
    for service in platform.services:
        file = platform.folder / f"{service.name}.dump"
        await _run(platform, "restore.sh", service.name, file, database=RESTORED)
        role = f"{service.name}_runtime"
        password = (platform.secrets / f"{role}_password").read_text()
        (platform.secrets / f"{service.name}_restored_url").write_text(
            f"postgresql://{role}:{password}@127.0.0.1:{server.port}/{RESTORED}"
        )
        await platform.command(
            service, "views", "rebuild", "--check", release="next", login=RESTORED
        )


async def _run(
    platform: Platform, script: str, *arguments: str | Path, database: str | None = None
) -> None:
    server = platform.primary
    environment = server.environment | {"PGUSER": "postgres"}
    environment["PGDATABASE"] = database or environment["POSTGRES_DB"]
    words = (str(_SCRIPTS / script), *(str(each) for each in arguments))
    platform.executed.append(" ".join(words))
    process = await asyncio.create_subprocess_exec(
        "sh",
        *words,
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    if process.returncode != 0:
        raise DrillError(f"{script} failed: {said.decode()}")
