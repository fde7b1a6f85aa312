"""Make the secrets that compose.yaml refers to: `python3 -m deploy.compose.make_secrets`.

Only what is missing is made, so it can be run again. Whoever wants to change a password changes it
in PostgreSQL too; Grafana keeps nothing and takes a new one when it is made anew. Nothing but the
standard library is needed.
"""

import argparse
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "secrets"
SERVICES = ("participants", "trainees")
_DATABASE = "services"
# Letters, digits, - and _ alone: nothing that an URL or a file of users would have to escape.
_PASSWORD_BYTES = 32


def make_secrets(folder: Path) -> list[Path]:
    """Write what is missing in `folder`; return the new files.

    Containers run as users that this machine does not know, and compose hands them the files as
    they are. So everybody may read the files, and nobody but the owner may enter their folder.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    roles = [f"{service}_{role}" for service in SERVICES for role in ("owner", "runtime")]
    made = [
        path
        for name in ("postgres", "grafana_admin", *roles)
        if _write(path := folder / f"{name}_password", secrets.token_urlsafe(_PASSWORD_BYTES))
    ]
    passwords = {role: (folder / f"{role}_password").read_text() for role in roles}
    made += [
        path for name, text in _derived(passwords).items() if _write(path := folder / name, text)
    ]
    return made


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


def _write(path: Path, text: str) -> bool:
    if path.exists():
        return False
    path.touch(mode=0o600)
    path.write_text(text)
    path.chmod(0o444)
    return True


def main() -> None:
    """Make the secrets and say which are new."""
    parser = argparse.ArgumentParser(description="Make the secrets that compose.yaml refers to.")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    folder = parser.parse_args().folder
    made = make_secrets(folder)
    sys.stdout.write(f"{len(made)} new files in {folder}\n")


if __name__ == "__main__":
    main()
