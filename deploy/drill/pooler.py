"""PgBouncer with the configuration of compose, its addresses exchanged for those of the drill."""

import asyncio
import os
import pwd
import signal
import subprocess
from pathlib import Path
from typing import Self

from deploy.compose.pooler import pooler_configuration
from deploy.drill.waiting import DrillError, wait_until
from shared.database.embedded_programs import make_private, stand_in_for_root

# Since 1.23, SIGTERM waits for all clients to leave, which pools never do.
_STOPS_WITHIN = 1.0


class Pooler:
    """A PgBouncer process; the server behind it can be exchanged while it runs."""

    def __init__(self, program: str, folder: Path, *, port: int) -> None:
        self.port = port
        self._program = program
        self._folder = folder
        # It refuses to run as root, like PostgreSQL.
        self._account: pwd.struct_passwd | None = stand_in_for_root()
        self._process: asyncio.subprocess.Process | None = None
        folder.mkdir()
        make_private(folder, self._account)

    def configure(self, *, server_port: int, users: Path) -> Self:
        """Write what is read at the start and at a reload: the server, and who may log in."""
        text = pooler_configuration(
            f"services = host=127.0.0.1 port={server_port} dbname=services",
            port=self.port,
            users=self._folder / "users",
        )
        self._write("users", users.read_text())
        self._write("pgbouncer.ini", text)
        return self

    async def start(self) -> None:
        """Start and wait until connections are taken."""
        account = self._account
        with (self._folder / "pgbouncer.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                self._program,
                str(self._folder / "pgbouncer.ini"),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                user=None if account is None else account.pw_uid,
                group=None if account is None else account.pw_gid,
                extra_groups=None if account is None else [],
                start_new_session=True,
            )
        await wait_until(self._listens, seconds=10, what="PgBouncer listens")

    def reload(self) -> None:
        """Let it read its configuration again."""
        self._running.send_signal(signal.SIGHUP)

    async def stop(self) -> None:
        """Stop at once, whoever is connected."""
        if self._process is not None:
            try:
                if self._process.returncode is None:
                    self._process.terminate()
                async with asyncio.timeout(_STOPS_WITHIN):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
            self._process = None

    @property
    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            raise DrillError(f"PgBouncer is not running: see {self._folder / 'pgbouncer.log'}.")
        return self._process

    async def _listens(self) -> bool:
        _ = self._running
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        return True

    def _write(self, name: str, text: str) -> None:
        path = self._folder / name
        path.touch(mode=0o600)
        if self._account is not None:
            os.chown(path, self._account.pw_uid, self._account.pw_gid)
        path.write_text(text)
