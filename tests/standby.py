"""A PostgreSQL with a streaming standby, both a test's own, to be paused, ended and promoted."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from shared.database.embedded import EmbeddedDatabase
from shared.database.embedded_programs import make_private
from shared.database.embedded_server import (
    Server,
    find_server,
    prepare_directory,
    run_for,
    start_server,
    stop_server,
)
from tests import throw_away
from tests.local.waiting import wait_until

_PATIENCE = 60.0


class Standby:
    """A copy of a primary that follows it, under the same names as the primary's databases.

    `follows` until it is promoted.
    """

    def __init__(self, directory: Path, primary: Server) -> None:
        self._directory = directory
        self.follows = True
        prepare_directory(directory)
        make_private(directory, primary.account)
        make_private(directory / "data", primary.account)
        self.server = find_server(directory)
        run_for(
            self.server,
            "pg_basebackup",
            f"--host={primary.socket_directory}",
            "--username=postgres",
            f"--pgdata={self.server.data}",
            # What makes the copy a standby that follows.
            "--write-recovery-conf",
            "--checkpoint=fast",
            "--no-sync",
        )
        self.start()

    def dsn(self, database: str = "postgres") -> str:
        """Return the URL of one of its databases, for a superuser over the Unix socket."""
        return EmbeddedDatabase(server=self.server).dsn(database)

    def start(self) -> None:
        """Start it, to go on from where it was."""
        start_server(self._directory, durable=False)

    def delete(self) -> None:
        """End it for good."""
        stop_server(self.server)
        shutil.rmtree(self._directory)

    def kill(self) -> None:
        """End it as a crash would."""
        os.kill(self._pids()[0], signal.SIGKILL)
        # The others notice by themselves; only without them it can be started again.
        answers = ("pg_ctl", "status", f"--pgdata={self.server.data}")
        wait_until(
            lambda: run_for(self.server, *answers, check=False).returncode != 0,
            seconds=_PATIENCE,
            what="the standby's end",
        )

    def freeze(self) -> None:
        """Stop all its processes where they are: connections stay, answers do not come."""
        for pid in self._pids():
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let its processes go on."""
        for pid in self._pids():
            os.kill(pid, signal.SIGCONT)

    async def pause(self) -> None:
        """Let it receive what the primary writes, but not show it."""
        await self.execute("SELECT pg_wal_replay_pause()")
        async with asyncio.timeout(_PATIENCE):
            while await self.ask("SELECT pg_get_wal_replay_pause_state()") != "paused":
                pass

    async def resume(self) -> None:
        """Let it show what it has received."""
        await self.execute("SELECT pg_wal_replay_resume()")

    async def promote(self) -> None:
        """Make it a primary of its own."""
        self.follows = False
        assert await self.ask("SELECT pg_promote()") is True

    async def set_up(self, setting: str, value: str) -> None:
        """Change one of its settings."""
        await self.execute(f"ALTER SYSTEM SET {setting} = '{value}'")
        await self.execute("SELECT pg_reload_conf()")

    async def catch_up(self, primary: "Primary") -> None:
        """Wait until it shows everything that the primary has committed so far."""
        written = await primary.ask("SELECT pg_current_wal_insert_lsn()::text")
        await primary.execute("SELECT pg_log_standby_snapshot()")
        reached = f"SELECT pg_last_wal_replay_lsn() >= '{written}'::pg_lsn"
        async with asyncio.timeout(_PATIENCE):
            while not await self.ask(reached):
                pass

    async def ask(self, question: str) -> object:
        """Return the only value of a statement's only row."""
        return await _ask(self.dsn(), question)

    async def execute(self, statement: str) -> None:
        """Run a statement as a superuser."""
        await _ask(self.dsn(), statement)

    def _pids(self) -> list[int]:
        """Return the server's process, and then those that it has started."""
        (first, *_) = self.server.pid_file.read_text().splitlines()
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [int(first), *map(int, children)]


class Primary:
    """The server that is written to, and its standbys."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        prepare_directory(directory / "primary")
        server = start_server(directory / "primary", durable=False)
        self.database = EmbeddedDatabase(server=server)
        # Nothing has to outlive a crash of the machine, but what is answered is on its way.
        commit = "ALTER ROLE postgres SET synchronous_commit = on"
        reach = (f"--host={server.socket_directory}", "--username=postgres")
        run_for(server, "psql", *reach, f"--command={commit}")

    def dsn(self, database: str = "postgres") -> str:
        """Return the URL of one of its databases, for a superuser over the Unix socket."""
        return self.database.dsn(database)

    def make_standby(self, name: str = "standby") -> Standby:
        """Make a standby of everything there is by now; its maker deletes it."""
        return Standby(self._directory / name, self.database.server)

    def stop(self) -> None:
        """End it at once."""
        stop_server(self.database.server)

    async def ask(self, question: str) -> object:
        """Return the only value of a statement's only row."""
        return await _ask(self.dsn(), question)

    async def execute(self, statement: str) -> None:
        """Run a statement as a superuser."""
        await _ask(self.dsn(), statement)


@contextmanager
def primary_server() -> Iterator[Primary]:
    """Run a primary of one's own, where paths of sockets are short."""
    throw_away.folder().mkdir(parents=True, exist_ok=True)
    directory = Path(tempfile.mkdtemp(prefix="replicated-", dir=throw_away.folder()))
    primary = Primary(directory)
    try:
        yield primary
    finally:
        primary.stop()
        shutil.rmtree(directory)


async def _ask(dsn: str, question: str) -> object:
    conn = await asyncpg.connect(dsn)
    try:
        return await conn.fetchval(question)
    finally:
        await conn.close()
