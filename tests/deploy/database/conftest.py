"""A database with both services' departments, its backups, and empty databases to restore into."""

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from shared.database.embedded import EmbeddedDatabase
from shared.database.migrations import migrate
from shared.database.roles import prepare_roles
from shared.service import ServiceIdentity
from tests import pooler
from tests.conftest import PARTICIPANTS, TRAINEES, Templates
from tests.deploy.database.scripts import environment, run_script
from tests.service_process import run_command

BOTH = (PARTICIPANTS, TRAINEES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A database, as the superuser and as libpq's programs find it."""

    name: str
    url: str
    environment: dict[str, str]


@contextmanager
def new_database(templates: Templates, server: EmbeddedDatabase) -> Iterator[Database]:
    """Make an empty database as the roles script leaves it: with both schemas and no table."""
    name = f"restored_{secrets.token_hex(6)}"
    asyncio.run(templates.execute(f'CREATE DATABASE "{name}"'))
    try:
        asyncio.run(_prepare(templates.url(name)))
        yield Database(name=name, url=templates.url(name), environment=environment(server, name))
    finally:
        asyncio.run(templates.execute(f'DROP DATABASE "{name}" WITH (FORCE)'))


async def _prepare(url: str) -> None:
    conn = await asyncpg.connect(url)
    try:
        for identity in BOTH:
            await prepare_roles(conn, identity.schema)
    finally:
        await conn.close()


@pytest.fixture(scope="session")
def department(templates: Templates, postgres: EmbeddedDatabase) -> Iterator[Database]:
    """Both services' demo departments in one database, which is only read."""
    with new_database(templates, postgres) as database:
        for identity in BOTH:
            asyncio.run(migrate(database.url, identity))
            if pooler.is_running():
                asyncio.run(pooler.let_log_in(templates.url("postgres"), identity))
            run_command(identity, database.url, "demo", "load", "--json")
        yield database


@pytest.fixture
def empty(templates: Templates, postgres: EmbeddedDatabase) -> Iterator[Database]:
    """A database to restore into."""
    with new_database(templates, postgres) as database:
        yield database


def back_up(database: Database, identity: ServiceIdentity, folder: Path) -> Path:
    """Back a service up and return the file."""
    file = folder / f"{identity.name}.dump"
    done = run_script("backup.sh", identity.name, str(file), environment=database.environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(f" tables of {identity.name} are in {file}\n")
    return file


def restore(database: Database, identity: ServiceIdentity, file: Path) -> None:
    """Restore a service."""
    done = run_script("restore.sh", identity.name, str(file), environment=database.environment)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
