"""The embedded PostgreSQL: a server of our own under `.local/`, for machines that have none.

Any number of processes share one server: whoever comes first starts it, whoever leaves last
stops it. Who is there is known from file locks alone, which the kernel drops with the process, so
neither a killed process nor a left-over pid file can mislead anybody:

    starting   held alone for the moment of starting, joining or stopping
    users      held together by everybody who uses the server
    running    inherited by the server's own processes, and so held for as long as one of them lives
"""

import atexit
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from shared.database.embedded_programs import EmbeddedDatabaseError
from shared.database.embedded_server import (
    Server,
    find_server,
    open_lock_file,
    prepare_directory,
    start_server,
    stop_server,
)

DEFAULT_DIRECTORY = Path(".local/postgres")


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedDatabase:
    """A running embedded server."""

    server: Server

    def dsn(self, database: str = "postgres") -> str:
        """Return the URL of one of its databases, for a superuser over the Unix socket."""
        return f"postgresql://postgres@/{database}?host={quote(str(self.server.socket_directory))}"

    def stop(self) -> None:
        """Stop the server at once, whoever else uses it."""
        with _locked(self.server.directory / "starting", fcntl.LOCK_EX):
            stop_server(self.server)


@contextmanager
def embedded_database(directory: Path, *, durable: bool = True) -> Iterator[EmbeddedDatabase]:
    """Start the server whose data is in `directory`, or join it; the last to leave stops it.

    `durable=False` gives up surviving a crash for speed, which only throw-away data may do.
    Whoever starts the server decides.
    """
    directory = directory.resolve()
    prepare_directory(directory)
    with _locked(directory / "starting", fcntl.LOCK_EX):
        server = start_server(directory, durable=durable)
        presence = open_lock_file(directory / "users")
        fcntl.flock(presence, fcntl.LOCK_SH)
    try:
        yield EmbeddedDatabase(server=server)
    finally:
        _leave(server, presence)


def delete_embedded_database(directory: Path) -> None:
    """Delete the server's data for good; refuses while anybody uses it."""
    directory = directory.resolve()
    if not directory.exists():
        return
    prepare_directory(directory)
    with _locked(directory / "starting", fcntl.LOCK_EX):
        presence = open_lock_file(directory / "users")
        try:
            fcntl.flock(presence, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise EmbeddedDatabaseError(
                f"{directory} is in use: stop what uses it first."
            ) from error
        finally:
            os.close(presence)
        stop_server(find_server(directory))
        shutil.rmtree(directory)


def default_database_url() -> str:
    """Return `DATABASE_URL`, or else the embedded server's, kept until this process ends."""
    configured = os.environ.get("DATABASE_URL")
    if configured:
        return configured
    joined = ExitStack()
    database = joined.enter_context(embedded_database(DEFAULT_DIRECTORY))
    atexit.register(joined.close)
    return database.dsn()


def _leave(server: Server, presence: int) -> None:
    with _locked(server.directory / "starting", fcntl.LOCK_EX):
        try:
            # Taking the lock alone succeeds only when nobody else holds it.
            fcntl.flock(presence, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        finally:
            os.close(presence)
        stop_server(server)


@contextmanager
def _locked(path: Path, mode: int) -> Iterator[None]:
    descriptor = open_lock_file(path)
    try:
        fcntl.flock(descriptor, mode)
        yield
    finally:
        os.close(descriptor)
