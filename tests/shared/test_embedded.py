"""The embedded PostgreSQL is shared, outlives killed processes and is gone when nobody needs it."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from shared.database.embedded import (
    EmbeddedDatabase,
    default_database_url,
    delete_embedded_database,
    embedded_database,
)
from shared.database.embedded_programs import EmbeddedDatabaseError
from shared.database.embedded_server import find_server

# Another process that uses the server until its standard input ends.
NEIGHBOUR = """
import sys
from pathlib import Path
from shared.database.embedded import embedded_database
with embedded_database(Path(sys.argv[1]), durable=False) as database:
    print(database.dsn(), flush=True)
    sys.stdin.read()
"""


def start_neighbour(directory: Path) -> subprocess.Popen[str]:
    neighbour = subprocess.Popen(
        [sys.executable, "-c", NEIGHBOUR, str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert neighbour.stdout is not None
    assert neighbour.stdout.readline().startswith("postgresql://")
    return neighbour


def leave(neighbour: subprocess.Popen[str]) -> None:
    neighbour.communicate(timeout=20)


def is_running(directory: Path) -> bool:
    return (directory / "data" / "postmaster.pid").exists()


def server_pid(directory: Path) -> int:
    return int((directory / "data" / "postmaster.pid").read_text().splitlines()[0])


async def ask(dsn: str, query: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_keeps_its_data_from_one_start_to_the_next(tmp_path: Path) -> None:
    with embedded_database(tmp_path, durable=False) as database:
        await ask(database.dsn(), "CREATE TABLE kept AS SELECT 42 AS answer")
    assert not is_running(tmp_path)

    with embedded_database(tmp_path, durable=False) as database:
        assert await ask(database.dsn(), "SELECT answer FROM kept") == 42


@pytest.mark.parametrize(("durable", "fsync"), [(True, "on"), (False, "off")])
async def test_gives_up_durability_only_when_asked(
    tmp_path: Path, durable: bool, fsync: str
) -> None:
    with embedded_database(tmp_path, durable=durable) as database:
        assert await ask(database.dsn(), "SHOW fsync") == fsync


async def test_letter_cases_do_not_depend_on_the_machine(tmp_path: Path) -> None:
    with embedded_database(tmp_path, durable=False) as database:
        assert await ask(database.dsn(), "SELECT lower('ÉŁŻBIETA')") == "éłżbieta"


async def test_the_last_to_leave_stops_the_server(tmp_path: Path) -> None:
    neighbour = start_neighbour(tmp_path)
    with embedded_database(tmp_path, durable=False) as database:
        leave(neighbour)
        assert await ask(database.dsn(), "SELECT 1") == 1
    assert not is_running(tmp_path)


async def test_leaving_first_does_not_stop_it_for_the_others(tmp_path: Path) -> None:
    with embedded_database(tmp_path, durable=False) as database:
        pass
    neighbour = start_neighbour(tmp_path)
    with embedded_database(tmp_path, durable=False) as database:
        dsn = database.dsn()
    assert await ask(dsn, "SELECT 1") == 1
    leave(neighbour)
    assert not is_running(tmp_path)


async def test_a_killed_process_does_not_count_as_somebody_using_it(tmp_path: Path) -> None:
    neighbour = start_neighbour(tmp_path)
    neighbour.kill()
    leave(neighbour)
    assert is_running(tmp_path)

    with embedded_database(tmp_path, durable=False) as database:
        assert await ask(database.dsn(), "SELECT 1") == 1
    assert not is_running(tmp_path)


async def test_a_killed_server_is_started_again(tmp_path: Path) -> None:
    with embedded_database(tmp_path, durable=False):
        os.kill(server_pid(tmp_path), signal.SIGKILL)
        with embedded_database(tmp_path, durable=False) as database:
            assert await ask(database.dsn(), "SELECT 1") == 1


async def test_a_left_over_pid_that_is_now_another_process_does_not_matter(tmp_path: Path) -> None:
    with embedded_database(tmp_path, durable=False):
        content = (tmp_path / "data" / "postmaster.pid").read_text().splitlines()
    left_over = "\n".join([str(os.getpid()), *content[1:]])
    (tmp_path / "data" / "postmaster.pid").write_text(left_over)

    with embedded_database(tmp_path, durable=False) as database:
        assert await ask(database.dsn(), "SELECT 1") == 1


async def test_a_start_that_was_killed_half_way_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "data.unfinished").mkdir()
    (tmp_path / "data.unfinished" / "PG_VERSION").write_text("18\n")

    with embedded_database(tmp_path, durable=False) as database:
        assert await ask(database.dsn(), "SELECT 1") == 1


async def test_a_path_too_long_for_a_socket(tmp_path: Path) -> None:
    directory = tmp_path / ("long" * 30)
    with embedded_database(directory, durable=False) as database:
        neighbour = start_neighbour(directory)
        assert await ask(database.dsn(), "SELECT 1") == 1
        sockets = database.server.socket_directory
        assert sockets != database.server.data
        leave(neighbour)
    assert not sockets.exists()


async def test_a_path_with_odd_characters(tmp_path: Path) -> None:
    with embedded_database(tmp_path / "it's 100% ours & new", durable=False) as database:
        assert await ask(database.dsn(), "SELECT 1") == 1


async def test_variables_meant_for_another_server_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "6543")
    monkeypatch.setenv("PGDATA", "/nowhere")
    with embedded_database(tmp_path, durable=False) as database:
        monkeypatch.undo()
        assert await ask(database.dsn(), "SHOW port") == "5432"


def test_stop_ends_it_under_everybody(tmp_path: Path) -> None:
    neighbour = start_neighbour(tmp_path)
    with embedded_database(tmp_path, durable=False) as database:
        database.stop()
        assert not is_running(tmp_path)
    leave(neighbour)


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    with embedded_database(tmp_path, durable=False):
        pass
    with (tmp_path / "data" / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")
    with (
        pytest.raises(EmbeddedDatabaseError, match="no_such_setting"),
        embedded_database(tmp_path, durable=False),
    ):
        pass


def test_deleting_ends_a_server_that_nobody_uses(tmp_path: Path) -> None:
    neighbour = start_neighbour(tmp_path / "postgres")
    dsn = EmbeddedDatabase(server=find_server(tmp_path / "postgres")).dsn()
    neighbour.kill()
    leave(neighbour)

    delete_embedded_database(tmp_path / "postgres")

    assert not (tmp_path / "postgres").exists()
    with pytest.raises(OSError, match="No such file"):
        asyncio.run(ask(dsn, "SELECT 1"))
    delete_embedded_database(tmp_path / "postgres")


def test_deleting_is_refused_while_somebody_uses_it(tmp_path: Path) -> None:
    neighbour = start_neighbour(tmp_path)
    with pytest.raises(EmbeddedDatabaseError, match="in use"):
        delete_embedded_database(tmp_path)
    assert is_running(tmp_path)
    leave(neighbour)


def test_a_configured_database_is_preferred(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere.example/services")
    assert default_database_url() == "postgresql://somewhere.example/services"
