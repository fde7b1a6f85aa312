"""What keeps a command from running is said in a sentence, not in a traceback."""

import asyncio
import secrets
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from participants_service.__main__ import app
from tests.conftest import Templates

runner = CliRunner()


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
    result = runner.invoke(app, ["tokens", "list"])
    assert result.exit_code == 2
    assert "not migrated" in result.output


def test_a_database_out_of_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    result = runner.invoke(app, ["tokens", "list"])
    assert result.exit_code == 2
    assert "cannot be reached" in result.output


def test_an_odd_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTICIPANTS_POOL_SIZE", "many")
    result = runner.invoke(app, ["tokens", "list"])
    assert result.exit_code == 2
    assert "PARTICIPANTS_POOL_SIZE" in result.output
