"""The pooler of production in front of the test server, for runs with `--through-pgbouncer`."""

import os
import pwd
import secrets
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, quote, urlsplit

import asyncpg

from deploy.compose.pooler import find_pgbouncer, pooler_configuration
from deploy.local.ports import free_ports
from shared.database.embedded import EmbeddedDatabase
from shared.service import ServiceIdentity
from tests.local.waiting import wait_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooler:
    """A running PgBouncer, in front of all databases of one server."""

    port: int
    server_directory: Path
    passwords: Mapping[str, str]

    def url(self, url: str, identity: ServiceIdentity) -> str:
        """Return the URL of the same database for the service's runtime role, through the pooler.

        Other servers have no pooler: what is there is reached as before.
        """
        parts = urlsplit(url)
        if parse_qs(parts.query).get("host") != [str(self.server_directory)]:
            return url
        role = identity.runtime_role
        login = f"{role}:{quote(self.passwords[role])}"
        return f"postgresql://{login}@127.0.0.1:{self.port}{parts.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a service reaches a database: where, and whether a transaction pooler is between."""

    url: str
    pooled: bool

    def environment(self, identity: ServiceIdentity) -> dict[str, str]:
        """Return what tells a process of the service."""
        pooled = {f"{identity.prefix}_DATABASE_POOLER": "true"} if self.pooled else {}
        return {"DATABASE_URL": self.url, **pooled}


# The one of this test process, if it has one.
_running: list[Pooler] = []


def is_running() -> bool:
    """Tell whether services reach their databases through a pooler."""
    return bool(_running)


def way_to(url: str, identity: ServiceIdentity) -> Way:
    """Return how the service reaches a database in this run of the tests.

    The URL is the superuser's, with which everything but the service goes on.
    """
    through = _running[-1].url(url, identity) if _running else url
    return Way(url=through, pooled=through != url)


async def let_log_in(url: str, identity: ServiceIdentity) -> None:
    """Let the service's runtime role log in, as operators do; the server trusts its socket."""
    conn = await asyncpg.connect(url)
    try:
        # Test processes share the roles, and PostgreSQL refuses to change one twice at a time. Such
        # a lock counts within one database, so all of them have to come to the same.
        async with conn.transaction():
            await conn.execute("SELECT pg_advisory_xact_lock(hashtext('let roles log in'))")
            await conn.execute(f'ALTER ROLE "{identity.runtime_role}" LOGIN')
    finally:
        await conn.close()


@contextmanager
def running_pooler(
    server: EmbeddedDatabase, identities: tuple[ServiceIdentity, ...]
) -> Iterator[Pooler]:
    """Run PgBouncer as it is deployed, but for addresses and paths, until the end of the tests."""
    executable = find_pgbouncer()
    if executable is None:
        raise RuntimeError("--through-pgbouncer needs PgBouncer: apt-get install pgbouncer")
    socket_directory, account = server.server.socket_directory, server.server.account
    pooler = Pooler(
        port=free_ports(1)[0],
        server_directory=socket_directory,
        passwords={each.runtime_role: secrets.token_urlsafe(12) for each in identities},
    )
    with TemporaryDirectory(prefix="pgbouncer-") as name:
        folder = Path(name)
        users = "".join(f'"{role}" "{word}"\n' for role, word in pooler.passwords.items())
        (folder / "users").write_text(users)
        (folder / "pgbouncer.ini").write_text(_configuration(pooler, folder))
        _give(folder, account)
        with subprocess.Popen(
            [executable, "--quiet", str(folder / "pgbouncer.ini")],
            # Neither may run as root, and only the account of the server may open its socket.
            user=None if account is None else account.pw_uid,
            group=None if account is None else account.pw_gid,
            extra_groups=None if account is None else [],
        ) as process:
            try:
                wait_until(
                    lambda: _listens(pooler.port) or process.poll() is not None,
                    seconds=20,
                    what="PgBouncer",
                )
                assert process.poll() is None, (folder / "log").read_text()
                _running.append(pooler)
                yield pooler
            finally:
                _running.clear()
                process.terminate()
                process.wait(20)


def _configuration(pooler: Pooler, folder: Path) -> str:
    """Return the deployed file with every database of the test server, which has one for each test.

    A pool holds more, because tests write more at once than the replicas of a small deployment.
    """
    text = pooler_configuration(
        f"* = host={pooler.server_directory} port=5432",
        port=pooler.port,
        users=folder / "users",
        default_pool_size="80",
        max_db_connections="80",
    )
    return f"{text}\nlogfile = {folder / 'log'}\n"


def _give(folder: Path, account: pwd.struct_passwd | None) -> None:
    if account is not None:
        for path in (folder, *folder.iterdir()):
            os.chown(path, account.pw_uid, account.pw_gid)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True
