"""Prometheus' own tool reads the rules, and plays series of metrics to them."""

import subprocess
from pathlib import Path

import pytest

from tests.deploy.monitoring.files import CONFIGURATION, RULES

PLAYED = Path(__file__).with_name("rules_test.yaml")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["check", "rules", "--lint-fatal", str(RULES)], id="rules"),
        pytest.param(["check", "config", "--lint-fatal", str(CONFIGURATION)], id="configuration"),
        pytest.param(["test", "rules", str(PLAYED)], id="played"),
    ],
)
def test_promtool_is_content(arguments: list[str]) -> None:
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_is_played() -> None:
    played = PLAYED.read_text()
    alerts = [line.split()[-1] for line in RULES.read_text().splitlines() if "- alert:" in line]
    assert alerts
    assert [name for name in alerts if f"- alertname: {name}\n" not in played] == []
