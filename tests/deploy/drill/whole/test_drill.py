"""The whole drill, with little time to look on."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE, STDOUT
from typing import Any

import orjson
import pytest

from deploy.drill.steps import plan

_PAGE = Path("docs/runbooks.md").read_text()
PLANNED_WORK = _PAGE.partition("\n## Planned work\n")[2].partition("\n## ")[0]
_COMMAND = re.compile(
    r"^ {4,}((?:participants-service|trainees-service|deploy/database/\S+) .*)$", re.MULTILINE
)


MAY_FAIL = {
    "Kill a replica of each service",
    "Restart PgBouncer",
    "Stop PostgreSQL for 5 seconds",
    "Crash the primary, promote the standby",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    file = tmp_path_factory.mktemp("drill") / "report.json"
    command = [sys.executable, "-m", "deploy.drill", "--calm-seconds", "1", "--report", str(file)]
    with subprocess.Popen(command, stdout=PIPE, stderr=STDOUT, text=True) as process:
        try:
            said, _ = process.communicate(timeout=900)
        finally:
            # Whoever gives up on it lets it stop what it runs.
            process.terminate()
    assert file.exists(), said
    found: dict[str, Any] = orjson.loads(file.read_bytes())
    return found


def test_the_drill_is_passed(report: dict[str, Any]) -> None:
    assert report["faults"] == []
    assert report["passed"] is True


def test_every_step_is_taken_while_clients_work(report: dict[str, Any]) -> None:
    assert [step["title"] for step in report["steps"]] == [step.title for step in plan()]
    for step in report["steps"]:
        assert step["figures"]["requests"] > 20, step
    acknowledged = [step["acknowledged"] for step in report["steps"]]
    assert acknowledged == sorted(set(acknowledged))


def test_no_acknowledged_write_is_lost(report: dict[str, Any]) -> None:
    assert {step["title"]: step["lost"] for step in report["steps"] if step["lost"]} == {}


def test_releases_and_rotations_cost_no_request(report: dict[str, Any]) -> None:
    failures = {step["title"]: step["figures"]["failures"] for step in report["steps"]}
    assert {title: each for title, each in failures.items() if each and title not in MAY_FAIL} == {}


def test_followers_of_the_change_feeds_miss_nothing(report: dict[str, Any]) -> None:
    assert report["differences"] == {"participants": 0, "trainees": 0}


def test_pages_are_read_from_the_standby(report: dict[str, Any]) -> None:
    assert report["pages_from_standby"] > 0


def commands_of_the_runbooks() -> Iterator[str]:
    return (found[1] for found in _COMMAND.finditer(PLANNED_WORK))


def test_the_drill_executes_what_the_runbooks_say(report: dict[str, Any]) -> None:
    said = list(commands_of_the_runbooks())
    assert len(said) >= 11
    for command in said:
        # What stands in capitals is a name to be filled in.
        pattern = re.sub(r"\\?\b[A-Z_]+\b", r"\\S+", re.escape(command))
        assert any(re.fullmatch(pattern, each) for each in report["commands"]), command
