"""A segment is archived whole or not at all, as often as PostgreSQL asks."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.database.embedded_programs import make_private
from shared.database.embedded_server import run_for, start_server, stop_server
from tests.deploy.database.scripts import FOLDER, run_script
from tests.local.waiting import wait_until
from tests.standby import Primary, primary_server

SCRIPT = "archive_wal.sh"
NAME = "000000010000000000000003"
PAGE = Path("docs/operators.md")
ENVIRONMENT = {"PATH": os.defpath}


@pytest.fixture
def segment(tmp_path: Path) -> Path:
    """A file as long as a segment, in a folder beside the archive."""
    path = tmp_path / "pg_wal" / NAME
    path.parent.mkdir()
    path.write_bytes(os.urandom(1024) * 16 * 1024)
    return path


@pytest.fixture
def archived(tmp_path: Path) -> Path:
    """Where the segment belongs."""
    (tmp_path / "archive").mkdir()
    return tmp_path / "archive" / NAME


def archive(file: Path, archived: Path) -> subprocess.CompletedProcess[str]:
    return run_script(SCRIPT, str(file), str(archived), environment=ENVIRONMENT)


def is_archived(segment: Path, archived: Path) -> bool:
    """Tell whether the archive holds the segment, for its owner alone, and nothing else."""
    assert [path.name for path in archived.parent.iterdir()] == [NAME]
    assert archived.stat().st_mode & 0o777 == 0o600
    return archived.read_bytes() == segment.read_bytes()


def test_a_new_segment_is_archived(segment: Path, archived: Path) -> None:
    done = archive(segment, archived)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert is_archived(segment, archived)


def test_the_same_segment_again_is_a_success_and_changes_nothing(
    segment: Path, archived: Path
) -> None:
    assert archive(segment, archived).returncode == 0
    before = archived.stat()
    assert archive(segment, archived).returncode == 0
    after = archived.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert is_archived(segment, archived)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda content: content[:-1] + b"?", id="another byte"),
        pytest.param(lambda content: content[:4096], id="its beginning"),
        pytest.param(lambda content: content + b"?", id="more"),
        pytest.param(lambda content: content[:0], id="nothing"),
    ],
)
def test_another_content_under_the_same_name_is_refused_and_kept(
    segment: Path, archived: Path, changed: Callable[[bytes], bytes]
) -> None:
    other = changed(segment.read_bytes())
    archived.write_bytes(other)
    done = archive(segment, archived)
    assert done.returncode == 1
    assert f"{archived} is there already with another content" in done.stderr
    assert archived.read_bytes() == other
    assert [path.name for path in archived.parent.iterdir()] == [NAME]


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_an_interrupted_copy_is_no_segment_and_in_nobodys_way(
    segment: Path, archived: Path, ending: signal.Signals
) -> None:
    slow = segment.with_name("slow")
    os.mkfifo(slow)
    running = subprocess.Popen(
        ["sh", FOLDER / SCRIPT, slow, archived],
        env=ENVIRONMENT,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )
    # Opening waits for the reader, and more than a pipe holds is written only once it was read.
    with slow.open("wb") as source:
        source.write(segment.read_bytes()[: 1024 * 1024])
        source.flush()
        os.killpg(running.pid, ending)
        assert running.wait(timeout=30) != 0
    left = [path.name for path in archived.parent.iterdir()]
    # Nobody tidies up after SIGKILL; what is left has another name.
    assert NAME not in left
    assert len(left) == (1 if ending is signal.SIGKILL else 0)

    assert archive(segment, archived).returncode == 0
    assert is_archived(segment, archived)


@pytest.mark.parametrize("there", [False, True])
def test_what_does_not_reach_the_disk_is_no_success(
    segment: Path, archived: Path, there: bool
) -> None:
    if there:
        archived.write_bytes(segment.read_bytes())
    broken = segment.with_name("sync")
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    environment = {"PATH": f"{broken.parent}:{os.defpath}"}
    done = run_script(SCRIPT, str(segment), str(archived), environment=environment)
    assert done.returncode == 1
    # What has a name was written to the disk before it got it.
    assert [path.name for path in archived.parent.iterdir()] == ([NAME] if there else [])


def test_what_cannot_be_copied_leaves_nothing(segment: Path, archived: Path) -> None:
    done = archive(segment.with_name("missing"), archived)
    assert done.returncode == 1
    assert "missing was not archived" in done.stderr
    assert list(archived.parent.iterdir()) == []


def test_a_folder_that_is_not_mounted_is_not_made(segment: Path, archived: Path) -> None:
    archived.parent.rmdir()
    done = archive(segment, archived)
    assert done.returncode == 1
    assert f"there is no folder {archived.parent}" in done.stderr
    assert not archived.parent.exists()


@pytest.mark.parametrize("arguments", [(), ("file",), ("one", "two", "three")])
def test_arguments_are_two_files(arguments: tuple[str, ...]) -> None:
    done = run_script(SCRIPT, *arguments, environment=ENVIRONMENT)
    assert done.returncode == 1
    assert "usage: " in done.stderr


@pytest.fixture
def archiving() -> Iterator[tuple[Primary, Path]]:
    """A server that archives as the operators' page says, and the folder of its archive."""
    with primary_server() as primary:
        server = primary.database.server
        folder = server.directory / "archive"
        make_private(folder, server.account)
        # The server's account need not reach this project.
        script = Path(shutil.copy(FOLDER / SCRIPT, server.directory))
        script.chmod(0o755)
        (command,) = re.findall(r"^    archive_command = '(.*)'$", PAGE.read_text(), re.MULTILINE)
        command = command.replace("/usr/local/bin/archive_wal.sh", str(script))
        command = command.replace("/archive/wal", str(folder))
        assert command == f"{script} %p {folder}/%f"
        with (server.data / "postgresql.conf").open("a") as configuration:
            configuration.write(f"\narchive_mode = on\narchive_command = '{command}'\n")
            # Or the next checkpoint takes what was archived away, with the note of it.
            configuration.write("wal_keep_size = 256MB\n")
        stop_server(server)
        start_server(server.directory, durable=False)
        yield primary, folder


async def test_postgresql_may_ask_again_for_what_it_did_not_note(
    archiving: tuple[Primary, Path],
) -> None:
    primary, folder = archiving
    server = primary.database.server
    await primary.execute("CREATE TABLE written (it text)")
    name = await primary.ask("SELECT pg_walfile_name(pg_switch_wal())")
    status = server.data / "pg_wal" / "archive_status"
    done = status / f"{name}.done"
    wait_until(done.exists, seconds=30, what="the segment is archived")
    assert (folder / str(name)).read_bytes() == (server.data / "pg_wal" / str(name)).read_bytes()

    # What a crash between the archiving and the note leaves behind.
    run_for(server, "pg_ctl", "stop", f"--pgdata={server.data}", "--mode=immediate", "--wait")
    done.rename(done.with_suffix(".ready"))
    start_server(server.directory, durable=False)
    wait_until(done.exists, seconds=30, what="the segment is archived again")
    assert await primary.ask("SELECT failed_count FROM pg_stat_archiver") == 0
    assert [path.name for path in folder.iterdir() if "unfinished" in path.name] == []
