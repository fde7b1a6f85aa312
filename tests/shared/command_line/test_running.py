"""What keeps a command from running is said in a sentence, not in a traceback."""

import asyncio
import secrets
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.conftest import Templates


def tokens_list() -> tuple[int, str]:
    """Run a command of its own process and return its exit code and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "participants_service", "tokens", "list"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


@pytest.fixture
def empty_url(templates: Templates) -> Iterator[str]:
    """Yield a database to which nobody ever migrated anything."""
    name = f"test_empty_{secrets.token_hex(6)}"
    asyncio.run(templates.execute(f'CREATE DATABASE "{name}"'))
    yield templates.url(name)
    asyncio.run(templates.execute(f'DROP DATABASE "{name}" WITH (FORCE)'))


def test_a_database_that_was_never_migrated(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_url)
    code, said = tokens_list()
    assert code == 2
    assert "not migrated" in said


def test_a_database_out_of_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    code, said = tokens_list()
    assert code == 2
    assert "cannot be reached" in said


def test_an_odd_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTICIPANTS_POOL_SIZE", "many")
    code, said = tokens_list()
    assert code == 2
    assert "PARTICIPANTS_POOL_SIZE" in said
