"""The deployed configuration of PgBouncer, for programs that run it without a container."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

_FILE = Path(__file__).with_name("pgbouncer.ini")
_PROGRAM_PATH = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"


def find_pgbouncer() -> str | None:
    """Return the path of the system's PgBouncer, which may be outside an ordinary user's PATH."""
    return shutil.which("pgbouncer", path=_PROGRAM_PATH)


def pooler_configuration(database: str, *, port: int, users: Path, **others: str) -> str:
    """Return the file with another database line, listening here; all else is as deployed.

    `users` is the file of logins, and `others` are settings that the file has already. Raises
    ValueError if the file does not have them, or has them twice.
    """
    changes: Mapping[str, str] = {
        "listen_addr": "127.0.0.1",
        "listen_port": str(port),
        "auth_file": str(users),
        **others,
    }
    text = _replace(_FILE.read_text(), "services", database)
    for name, value in changes.items():
        text = _replace(text, name, f"{name} = {value}")
    return text


def _replace(text: str, name: str, line: str) -> str:
    text, found = re.subn(rf"^{name} = .*$", lambda _: line, text, flags=re.MULTILINE)
    if found != 1:
        raise ValueError(f"{_FILE.name} should have one line for {name}")
    return text
