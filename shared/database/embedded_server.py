"""An embedded PostgreSQL server: how it is set up, started and stopped."""

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from shared.database.embedded_programs import (
    EmbeddedDatabaseError,
    make_private,
    open_the_way,
    run_program,
    stand_in_for_root,
)

# The strictest system's limit for a socket's path, less the zero that ends it.
_LONGEST_SOCKET_PATH = 103
_SOCKET = ".s.PGSQL.5432"
_LINE_OF_SOCKET_DIRECTORY = 4
_PATIENCE_SECONDS = 60

_SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_CARELESS_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Such data may lie in memory, where a long journal would be a waste.
    "max_wal_size": "256MB",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """An embedded server: its folder and the account it runs as, if not our own."""

    directory: Path
    account: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        """The folder of the database cluster."""
        return self.directory / "data"

    @property
    def log(self) -> Path:
        """The file that the server writes its log to."""
        return self.data / "server.log"

    @property
    def pid_file(self) -> Path:
        """The file in which the running server says where it can be reached."""
        return self.data / "postmaster.pid"

    @property
    def socket_directory(self) -> Path:
        """The folder of the running server's socket."""
        lines = self.pid_file.read_text().splitlines() if self.pid_file.exists() else []
        named = lines[_LINE_OF_SOCKET_DIRECTORY : _LINE_OF_SOCKET_DIRECTORY + 1]
        return Path(named[0]) if named and named[0] else self.data


def open_lock_file(path: Path) -> int:
    """Open a file to be locked; the lock goes when the descriptor does."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def prepare_directory(directory: Path) -> None:
    """Make the server's folder, or say plainly that it is somebody else's."""
    directory.mkdir(parents=True, exist_ok=True)
    if os.geteuid() not in (0, directory.stat().st_uid):
        raise EmbeddedDatabaseError(f"{directory} belongs to another user: remove it.")


def start_server(directory: Path, *, durable: bool) -> Server:
    """Make sure the server runs and answers; the caller holds the lock `starting`."""
    server = find_server(directory)
    running = open_lock_file(directory / "running")
    try:
        if _take_unless_answering(server, running):
            # Nobody else held the lock, so no process that a left-over file names is our server.
            server.pid_file.unlink(missing_ok=True)
            (server.data / f"{_SOCKET}.lock").unlink(missing_ok=True)
            open_the_way(server.data, server.account)
            if not server.data.exists():
                _initialise(server, durable=durable)
            _start(server, running, durable=durable)
    finally:
        os.close(running)
    return server


def find_server(directory: Path) -> Server:
    """Describe the server of a folder, running or not."""
    return Server(directory=directory, account=_account(directory))


def stop_server(server: Server) -> None:
    """Stop the server, ending open sessions; does nothing when it is not running."""
    if not _is_running(server):
        return
    socket_directory = server.socket_directory
    for mode in ("fast", "immediate"):
        stop = ("stop", f"--pgdata={server.data}", "--wait", "--timeout=4", f"--mode={mode}")
        if run_for(server, "pg_ctl", *stop, check=False).returncode == 0:
            break
    if socket_directory != server.data:
        shutil.rmtree(socket_directory, ignore_errors=True)


def _initialise(server: Server, *, durable: bool) -> None:
    # Made beside and moved into place, so that a killed start leaves no half a cluster behind.
    unfinished = server.directory / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    make_private(unfinished, server.account)
    run_for(
        server,
        "initdb",
        f"--pgdata={unfinished}",
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        # The same order and the same letter cases on every machine, whatever its locale.
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        *([] if durable else ["--no-sync"]),
        *(f"--set={name}={value}" for name, value in _SETTINGS.items()),
    )
    unfinished.rename(server.data)


def _start(server: Server, running: int, *, durable: bool) -> None:
    socket_directory = server.data
    if len(os.fsencode(server.data / _SOCKET)) > _LONGEST_SOCKET_PATH:
        socket_directory = Path(tempfile.mkdtemp(prefix="postgres-"))
        make_private(socket_directory, server.account)
    settings = {"unix_socket_directories": str(socket_directory)}
    if not durable:
        settings |= _CARELESS_SETTINGS
    options = " ".join(f'-c {name}="{value}"' for name, value in settings.items())
    run_for(
        server,
        "pg_ctl",
        "start",
        f"--pgdata={server.data}",
        f"--log={server.log}",
        f"--options={options}",
        "--wait",
        f"--timeout={_PATIENCE_SECONDS}",
        inherited=(running,),
    )


def _is_running(server: Server) -> bool:
    running = open_lock_file(server.directory / "running")
    try:
        fcntl.flock(running, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(running)


def _take_unless_answering(server: Server, running: int) -> bool:
    """Take the lock `running` once no server holds it; False as soon as a server answers."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            fcntl.flock(running, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            reach = f"--host={server.socket_directory}"
            if run_for(server, "pg_isready", reach, check=False).returncode == 0:
                return False
            time.sleep(0.1)
        else:
            return True
    raise EmbeddedDatabaseError(
        f"The PostgreSQL in {server.directory} runs but does not answer: see {server.log}."
    )


def run_for(
    server: Server,
    program: str,
    *arguments: str,
    inherited: tuple[int, ...] = (),
    check: bool = True,
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the server's account; EmbeddedDatabaseError if it fails.

    Without `check` the caller looks at the return code.
    """
    finished = run_program(program, *arguments, account=server.account, inherited=inherited)
    if check and finished.returncode != 0:
        log = server.log.read_text(errors="replace") if server.log.exists() else ""
        last_lines = "\n".join([*finished.stdout.splitlines(), *log.splitlines()][-20:])
        raise EmbeddedDatabaseError(f"{program} failed for {server.directory}:\n{last_lines}")
    return finished


def _account(directory: Path) -> pwd.struct_passwd | None:
    if os.geteuid() == 0 and (directory / "data").exists():
        return pwd.getpwuid((directory / "data").stat().st_uid)
    return stand_in_for_root()
