"""Make the secrets that compose.yaml refers to: `python3 -m deploy.compose.make_secrets`.

Only what is missing is made, so it can be run again. Whoever wants to change a password deletes it
with the files that hold it too, and changes it in PostgreSQL (docs/runbooks.md); Grafana keeps
nothing and takes a new one when it is made anew. Nothing but the standard library is needed.
"""

import argparse
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "secrets"
SERVICES = ("participants", "trainees")
_DATABASE = "services"
_ROLES = [f"{service}_{role}" for service in SERVICES for role in ("owner", "runtime")]
# The files that hold passwords in another form, and whose.
_HOLDS = {
    **{f"{service}_migration_url": [f"{service}_owner"] for service in SERVICES},
    **{f"{service}_database_url": [f"{service}_runtime"] for service in SERVICES},
    "pgbouncer_users": [f"{service}_runtime" for service in SERVICES],
}
# Letters, digits, - and _ alone: nothing that an URL or a file of users would have to escape.
_PASSWORD_BYTES = 32


class OtherPasswordError(Exception):
    """A file was made from another password than the one beside it, which may not be there yet."""

    def __init__(self, path: Path, password: Path) -> None:
        super().__init__(
            f"{path} holds another password than {password.name}, which was changed or is missing. "
            f"Nothing was written. Put {password.name} back as it was, or delete {path.name} too "
            "and tell PostgreSQL the password: docs/runbooks.md, Rotate a database password."
        )


def make_secrets(folder: Path) -> list[Path]:
    """Write what is missing in `folder`; return the new files.

    Containers run as users that this machine does not know, and compose hands them the files as
    they are. So everybody may read the files, and nobody but the owner may enter their folder.

    Raises OtherPasswordError, and writes nothing, if a file that holds a password holds another.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    passwords = {
        role: _read(folder / f"{role}_password") or secrets.token_urlsafe(_PASSWORD_BYTES)
        for role in ("postgres", "grafana_admin", *_ROLES)
    }
    _refuse_other_passwords(folder, passwords)
    texts = {f"{role}_password": password for role, password in passwords.items()}
    texts |= _derived(passwords)
    return [path for name, text in texts.items() if _write(path := folder / name, text)]


def _refuse_other_passwords(folder: Path, passwords: Mapping[str, str]) -> None:
    # Only the passwords are looked at: whoever wrote another address into a URL meant it.
    for name, roles in _HOLDS.items():
        text = _read(folder / name)
        for role in roles:
            if text and passwords[role] not in text:
                raise OtherPasswordError(folder / name, folder / f"{role}_password")


def _derived(passwords: Mapping[str, str]) -> dict[str, str]:
    """Return what holds passwords in another form: URLs, and the pooler's file of users."""
    files = {}
    for service in SERVICES:
        owner, runtime = f"{service}_owner", f"{service}_runtime"
        files[f"{service}_migration_url"] = (
            f"postgresql://{owner}:{passwords[owner]}@postgres:5432/{_DATABASE}"
        )
        files[f"{service}_database_url"] = (
            f"postgresql://{runtime}:{passwords[runtime]}@pgbouncer:6432/{_DATABASE}"
        )
    users = [f"{service}_runtime" for service in SERVICES]
    files["pgbouncer_users"] = "".join(f'"{user}" "{passwords[user]}"\n' for user in users)
    return files


def _read(path: Path) -> str:
    """Return what is in the file, without the line's end that an editor adds; "" without it."""
    return path.read_text().strip() if path.exists() else ""


def _write(path: Path, text: str) -> bool:
    if _read(path):
        return False
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)
    path.chmod(0o444)
    return True


def main() -> None:
    """Make the secrets and say which are new."""
    parser = argparse.ArgumentParser(description="Make the secrets that compose.yaml refers to.")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    folder = parser.parse_args().folder
    try:
        made = make_secrets(folder)
    except OtherPasswordError as error:
        parser.exit(1, f"{error}\n")
    sys.stdout.write(f"{len(made)} new files in {folder}\n")


if __name__ == "__main__":
    main()
