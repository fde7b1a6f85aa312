"""The secrets of compose.yaml are made once, and one is never left behind by another."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.compose.make_secrets import OtherPasswordError, make_secrets


@pytest.fixture
def secrets_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "secrets"
    make_secrets(folder)
    return folder


def test_secrets_are_made_once(secrets_folder: Path) -> None:
    before = {path: path.read_text() for path in secrets_folder.iterdir()}
    assert len(set(before.values())) == len(before)
    assert make_secrets(secrets_folder) == []
    assert {path: path.read_text() for path in secrets_folder.iterdir()} == before


def test_a_missing_url_is_made_from_the_password_that_is_there(secrets_folder: Path) -> None:
    url = secrets_folder / "trainees_database_url"
    before = url.read_text()
    url.unlink()
    assert make_secrets(secrets_folder) == [url]
    assert url.read_text() == before


@pytest.mark.parametrize(
    ("deleted", "named"),
    [
        (["participants_runtime_password"], "participants_database_url"),
        (["participants_runtime_password", "participants_database_url"], "pgbouncer_users"),
        (["participants_runtime_password", "pgbouncer_users"], "participants_database_url"),
        (["trainees_owner_password"], "trainees_migration_url"),
    ],
)
def test_a_password_is_not_made_anew_while_a_file_holds_the_one_before(
    secrets_folder: Path, deleted: list[str], named: str
) -> None:
    for name in deleted:
        (secrets_folder / name).unlink()
    before = {path: path.read_text() for path in secrets_folder.iterdir()}
    command = [sys.executable, "-m", "deploy.compose.make_secrets", "--folder", str(secrets_folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(
        f"{secrets_folder / named} holds another password than {deleted[0]},"
    )
    assert not any(text.strip() in done.stderr for text in before.values())
    assert {path: path.read_text() for path in secrets_folder.iterdir()} == before


def test_a_changed_password_is_noticed(secrets_folder: Path) -> None:
    password = secrets_folder / "trainees_runtime_password"
    password.chmod(0o600)
    password.write_text("another")
    with pytest.raises(OtherPasswordError, match=r"trainees_database_url holds another"):
        make_secrets(secrets_folder)


def test_a_url_may_lead_elsewhere_and_a_password_may_end_its_line(secrets_folder: Path) -> None:
    url = secrets_folder / "trainees_database_url"
    url.chmod(0o600)
    url.write_text(url.read_text().replace("@pgbouncer:", "@pooler.example:"))
    password = secrets_folder / "trainees_runtime_password"
    password.chmod(0o600)
    password.write_text(f"{password.read_text()}\n")
    assert make_secrets(secrets_folder) == []


def test_a_file_that_was_never_finished_is_made_anew(secrets_folder: Path) -> None:
    for name in ("grafana_admin_password", "pgbouncer_users"):
        (secrets_folder / name).chmod(0o600)
        (secrets_folder / name).write_text("")
    made = make_secrets(secrets_folder)
    assert {path.name for path in made} == {"grafana_admin_password", "pgbouncer_users"}
    assert all(path.read_text() for path in made)


def test_what_the_runbook_deletes_is_made_anew(secrets_folder: Path) -> None:
    page = Path("docs/runbooks.md").read_text()
    (said,) = re.findall(r"\(cd deploy/compose/secrets && rm -f (.+)\)", page)
    before = {name: (secrets_folder / name).read_text() for name in said.split()}
    for name in before:
        (secrets_folder / name).unlink()
    assert {path.name for path in make_secrets(secrets_folder)} == set(before)
    assert not any((secrets_folder / name).read_text() == before[name] for name in before)


def test_containers_may_read_secrets_and_other_people_may_not(secrets_folder: Path) -> None:
    assert secrets_folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in secrets_folder.iterdir()} == {0o444}
