"""The programs that compose.yaml mounts do on this host what they do in their containers."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from deploy.compose.make_secrets import make_secrets
from shared.database.embedded import EmbeddedDatabase, embedded_database
from shared.database.embedded_programs import programs_folder
from shared.database.migrations import migrate
from shared.database.pool import open_pool
from shared.service import ServiceIdentity
from tests.conftest import PARTICIPANTS, TRAINEES
from tests.local.waiting import wait_until

DAILY = Path("deploy/compose/daily.sh")
ROLES = Path("deploy/compose/roles.sh")
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def secrets_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "secrets"
    make_secrets(folder)
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedDatabase]:
    """A cluster of its own, because roles belong to the whole of it."""
    with embedded_database(tmp_path_factory.mktemp("postgres"), durable=False) as database:
        yield database


def run_roles(server: EmbeddedDatabase, secrets_folder: Path) -> None:
    environment = {
        "PATH": f"{programs_folder()}:{os.defpath}",
        "PGHOST": str(server.server.socket_directory),
        "POSTGRES_USER": "postgres",
        "POSTGRES_DB": "postgres",
        "SECRETS": str(secrets_folder),
        "ROLES_FILE": "shared/database/sql/roles.sql",
    }
    done = subprocess.run(
        ["sh", ROLES], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("identity", [PARTICIPANTS, TRAINEES], ids=lambda one: one.name)
async def test_the_roles_log_in_migrate_and_serve(
    server: EmbeddedDatabase, secrets_folder: Path, identity: ServiceIdentity
) -> None:
    run_roles(server, secrets_folder)
    superuser = server.dsn()
    conn = await asyncpg.connect(superuser)
    logins = await conn.fetch(
        "SELECT rolname FROM pg_authid WHERE rolcanlogin AND rolpassword LIKE 'SCRAM-SHA-256$%'"
    )
    await conn.close()
    assert {f"{identity.name}_owner", f"{identity.name}_runtime"} <= {row[0] for row in logins}

    # As themselves, as the URLs have it: the owner directly, the runtime role through a pooler.
    await migrate(superuser.replace("//postgres@", f"//{identity.owner_role}@"), identity)
    async with open_pool(
        superuser.replace("//postgres@", f"//{identity.runtime_role}@"),
        role=identity.runtime_role,
        schema=identity.schema,
        size=1,
        pooled=True,
        command_timeout=10,
    ) as pool:
        assert await pool.fetchval("SELECT count(*) FROM tokens") == 0
        async with pool.acquire() as one:
            assert await identity.revisions.are_applied(one)


@pytest.fixture
def seen(tmp_path: Path) -> Path:
    """Put a `sleep` into a folder that notes how long it should take, and takes a minute."""
    (tmp_path / "sleep").write_text(
        f'#!/bin/sh\necho "$(/bin/date +%s) $1" >> {tmp_path}/pauses\nexec /bin/sleep 60\n'
    )
    (tmp_path / "sleep").chmod(0o755)
    return tmp_path / "pauses"


def start_daily(seen: Path, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {
        "PATH": f"{seen.parent}:{os.defpath}",
        "TZ": "Europe/London",
        "TMPDIR": str(seen.parent),
    }
    return subprocess.Popen(["sh", DAILY, *arguments], env=environment, start_new_session=True)


def first_pause(seen: Path) -> tuple[int, int]:
    wait_until(
        lambda: seen.exists() and seen.read_text().endswith("\n"), seconds=10, what="a pause"
    )
    at, pause = seen.read_text().split()
    return int(at), int(pause)


def stop(process: subprocess.Popen[bytes]) -> float:
    began = time.monotonic()
    process.terminate()
    process.wait(10)
    took = time.monotonic() - began
    os.killpg(process.pid, signal.SIGKILL)
    return took


@pytest.mark.parametrize("at", ["00:05", "03:20", "12:00", "23:59"])
def test_a_command_runs_at_once_and_again_at_its_time(seen: Path, at: str) -> None:
    process = start_daily(seen, at, "true")
    began, pause = first_pause(seen)
    stop(process)
    again = datetime.fromtimestamp(began + pause, tz=LONDON)
    # The clock may have moved on by a second between the two looks at it.
    assert abs((again.hour * 60 + again.minute) * 60 + again.second - seconds_of(at)) <= 1
    assert 0 < pause <= 25 * 3600
    assert (seen.parent / "succeeded").exists()


def seconds_of(at: str) -> int:
    hour, minute = at.split(":")
    return (int(hour) * 60 + int(minute)) * 60


def test_a_command_that_fails_is_tried_again_soon_and_is_no_success(seen: Path) -> None:
    process = start_daily(seen, "00:05", "false")
    _, pause = first_pause(seen)
    stop(process)
    assert pause == 300
    assert not (seen.parent / "succeeded").exists()


def test_a_waiting_job_ends_when_told(seen: Path) -> None:
    process = start_daily(seen, "00:05", "true")
    first_pause(seen)
    assert stop(process) < 5
    assert process.returncode == 0


@pytest.mark.parametrize("script", [DAILY, ROLES], ids=lambda path: path.name)
def test_scripts_are_started_and_not_read_into_another(script: Path) -> None:
    # PostgreSQL's image would read a script into its own shell, with `set -eu`, if it could not
    # start it.
    assert os.access(script, os.X_OK)
    assert script.read_text().startswith("#!/bin/sh\n")
