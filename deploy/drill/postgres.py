"""PostgreSQL for the drill: a primary, and a standby that follows it by streaming."""

import asyncio
import os
import pwd
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from deploy.drill.waiting import DrillError, wait_until
from shared.database.embedded_programs import (
    make_private,
    open_the_way,
    programs_folder,
    run_program,
    stand_in_for_root,
)

DATABASE = "services"
STANDBY = "standby"

# What a production server would have beside its defaults. The standby is asked often, because
# commits wait for it: it looks for a primary that has been away every half second.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "wal_retrieve_retry_interval": "500ms",
}
_PATIENCE = "--timeout=60"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresServer:
    """One server; what concerns the whole of it is done by the superuser over a Unix socket."""

    folder: Path
    port: int
    socket_folder: Path
    account: pwd.struct_passwd | None

    @classmethod
    def prepare(cls, folder: Path, *, port: int) -> Self:
        """Make the folders of a server that does not exist yet."""
        account = stand_in_for_root()
        folder.mkdir()
        make_private(folder, account)
        open_the_way(folder, account)
        # Below the folder its path could be too long for a socket.
        socket_folder = Path(tempfile.mkdtemp(prefix="drill-postgres-"))
        make_private(socket_folder, account)
        return cls(folder=folder, port=port, socket_folder=socket_folder, account=account)

    @property
    def environment(self) -> dict[str, str]:
        """What programs need that connect as the superuser."""
        return {
            "PATH": f"{programs_folder()}:{os.defpath}",
            "PGHOST": str(self.socket_folder),
            "PGPORT": str(self.port),
            "POSTGRES_USER": "postgres",
            "POSTGRES_DB": DATABASE,
        }

    async def create(self) -> None:
        """Make an empty cluster as PostgreSQL's image does, start it, and let a standby in."""
        await self._run(
            "initdb",
            f"--pgdata={self._data}",
            "--username=postgres",
            "--auth-local=trust",
            "--auth-host=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            *(f"--set={name}={value}" for name, value in _SETTINGS.items()),
        )
        await self.start()
        await self.create_database(DATABASE)

    async def create_database(self, name: str) -> None:
        """Make another empty database."""
        await self._run("createdb", *self._connection, name)

    async def follow(self, primary: Self) -> None:
        """Become a standby of the primary, which from then on waits for us at every commit."""
        password = secrets.token_urlsafe(24)
        await primary.sql(f"CREATE ROLE {STANDBY} LOGIN REPLICATION PASSWORD '{password}'")
        password_file = self.folder / "primary.pass"
        self._write(password_file, f"*:*:*:{STANDBY}:{password}\n")
        await self._run(
            "pg_basebackup",
            f"--pgdata={self._data}",
            f"--dbname=host=127.0.0.1 port={primary.port} user={STANDBY} "
            f"application_name={STANDBY} passfile={password_file}",
            "--write-recovery-conf",
            "--create-slot",
            f"--slot={STANDBY}",
            "--checkpoint=fast",
        )
        await self.start()
        await primary.sql(f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'")
        await primary.sql("SELECT pg_reload_conf()")
        await wait_until(primary.is_followed, seconds=30, what="the primary waits for the standby")

    async def start(self) -> None:
        """Start and wait until connections are taken."""
        options = f"-c port={self.port} -c unix_socket_directories={self.socket_folder}"
        await self._run(
            "pg_ctl",
            "start",
            f"--pgdata={self._data}",
            f"--log={self.folder / 'server.log'}",
            f"--options={options}",
            "--wait",
            _PATIENCE,
        )

    async def stop(self, *, mode: str = "fast") -> None:
        """Stop: `fast` ends sessions and writes everything down, `immediate` is a crash."""
        if (self._data / "postmaster.pid").exists():
            await self._run(
                "pg_ctl", "stop", f"--pgdata={self._data}", f"--mode={mode}", "--wait", _PATIENCE
            )

    async def promote(self) -> None:
        """Stop following and take writes."""
        await self._run("pg_ctl", "promote", f"--pgdata={self._data}", "--wait", _PATIENCE)

    async def sql(self, statement: str, *, database: str = DATABASE) -> str:
        """Run a statement as the superuser and return what psql prints of its rows."""
        # From a file, so that no password is among the arguments of a process.
        script = self.folder / "statement.sql"
        self._write(script, statement)
        try:
            return await self._run(
                "psql",
                *self._connection,
                f"--dbname={database}",
                "--no-psqlrc",
                "--quiet",
                "--tuples-only",
                "--no-align",
                "--set=ON_ERROR_STOP=1",
                f"--file={script}",
            )
        finally:
            script.unlink()

    async def is_followed(self) -> bool:
        """Tell whether commits reach a standby before they are acknowledged."""
        state = await self.sql("SELECT sync_state FROM pg_stat_replication")
        return state.strip() == "sync"

    def remove(self) -> None:
        """Delete what lies outside the drill's folder."""
        shutil.rmtree(self.socket_folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _connection(self) -> tuple[str, ...]:
        return (f"--host={self.socket_folder}", f"--port={self.port}", "--username=postgres")

    def _write(self, path: Path, text: str) -> None:
        path.touch(mode=0o600)
        if self.account is not None:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)
        path.write_text(text)

    async def _run(self, program: str, *arguments: str) -> str:
        done = await asyncio.to_thread(run_program, program, *arguments, account=self.account)
        if done.returncode != 0:
            raise DrillError(f"{program} failed: {done.stdout}")
        return done.stdout
