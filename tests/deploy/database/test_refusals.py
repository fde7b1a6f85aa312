"""Neither script leaves anything half done, and both say what kept them from their work."""

import os
from pathlib import Path

import asyncpg
import pytest

from shared.service import ServiceIdentity
from tests.conftest import PARTICIPANTS, TRAINEES, Templates
from tests.deploy.database.conftest import Database, back_up, restore
from tests.deploy.database.scripts import FOLDER, run_script

NOWHERE = {"PATH": os.defpath, "PGHOST": "/nowhere", "PGUSER": "postgres"}


async def tables(database: Database, identity: ServiceIdentity) -> int:
    """Count what is in a service's schema."""
    conn = await asyncpg.connect(database.url)
    try:
        count: int = await conn.fetchval(
            "SELECT count(*) FROM pg_class WHERE relnamespace = $1::text::regnamespace",
            identity.schema,
        )
    finally:
        await conn.close()
    return count


@pytest.mark.parametrize("script", ["backup.sh", "restore.sh"])
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "usage: "),
        (("participants",), "usage: "),
        (("participants", "one", "two"), "usage: "),
        (("services", "file"), "there is no service services"),
    ],
)
def test_arguments_are_a_service_and_a_file(
    script: str, arguments: tuple[str, ...], said: str
) -> None:
    done = run_script(script, *arguments, environment=NOWHERE)
    assert done.returncode == 1
    assert said in done.stderr


@pytest.mark.parametrize("name", ["backup.sh", "restore.sh"])
def test_scripts_can_be_started(name: str) -> None:
    assert os.access(FOLDER / name, os.X_OK)
    assert (FOLDER / name).read_text().startswith("#!/bin/sh\n")


async def test_a_backup_that_fails_leaves_no_file(empty: Database, tmp_path: Path) -> None:
    file = tmp_path / "participants.dump"
    for changed, said in (
        ({}, "there is no table of participants in the database"),
        ({"PGDATABASE": "nowhere"}, "nothing was backed up"),
    ):
        environment = empty.environment | changed
        done = run_script("backup.sh", "participants", str(file), environment=environment)
        assert done.returncode == 1
        assert said in done.stderr
        assert list(tmp_path.iterdir()) == []


async def test_a_backup_never_takes_the_place_of_another(
    department: Database, tmp_path: Path
) -> None:
    file = back_up(department, TRAINEES, tmp_path)
    before = file.read_bytes()
    done = run_script("backup.sh", "trainees", str(file), environment=department.environment)
    assert done.returncode == 1
    assert "is there already, and is left as it is" in done.stderr
    assert file.read_bytes() == before


async def test_what_cannot_be_restored_is_not_restored_in_part(
    department: Database, empty: Database, tmp_path: Path
) -> None:
    whole = back_up(department, TRAINEES, tmp_path)
    cut, nonsense = tmp_path / "cut.dump", tmp_path / "nonsense.dump"
    nonsense.write_text("INSERT INTO trainees")
    content = whole.read_bytes()
    for part in (0.5, 0.9):
        cut.write_bytes(content[: int(len(content) * part)])
        assert refusal(empty, TRAINEES, cut).endswith("restore: nothing was restored\n")
        assert await tables(empty, TRAINEES) == 0
    for identity, file in ((TRAINEES, nonsense), (TRAINEES, tmp_path / "x"), (PARTICIPANTS, whole)):
        assert f"{file} is no backup of {identity.name}" in refusal(empty, identity, file)
        assert await tables(empty, identity) == 0

    # The same database can be restored into when the right file is found, and only once.
    restore(empty, TRAINEES, whole)
    held = await tables(empty, TRAINEES)
    assert "the schema trainees is not empty" in refusal(empty, TRAINEES, whole)
    assert await tables(empty, TRAINEES) == held > 0
    assert await tables(empty, PARTICIPANTS) == 0


async def test_a_database_without_roles_is_refused(
    department: Database, templates: Templates, tmp_path: Path
) -> None:
    file = back_up(department, TRAINEES, tmp_path)
    async with templates.clone(PARTICIPANTS) as url:
        bare = Database(
            name=url,
            url=url,
            environment=department.environment | {"PGDATABASE": database_of(url)},
        )
        assert "run the roles script first" in refusal(bare, TRAINEES, file)


def database_of(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


def refusal(database: Database, identity: ServiceIdentity, file: Path) -> str:
    """Return what is said of a file that cannot be restored."""
    done = run_script("restore.sh", identity.name, str(file), environment=database.environment)
    assert done.returncode == 1, done.stdout
    assert done.stdout == ""
    return done.stderr
