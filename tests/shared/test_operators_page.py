"""What operators read is what the code has."""

import re
from pathlib import Path

import pytest

from participants_service.settings import ParticipantsSettings
from shared.metrics import Metrics
from shared.settings import SettingDescription, describe_settings
from trainees_service.settings import TraineesSettings

PAGE = Path("docs/operators.md").read_text()
ROOTS = ("shared", "participants_service", "trainees_service")


def descriptions() -> list[SettingDescription]:
    return [
        *describe_settings(ParticipantsSettings, "PARTICIPANTS"),
        *describe_settings(TraineesSettings, "TRAINEES"),
    ]


@pytest.mark.parametrize("setting", descriptions(), ids=lambda setting: setting.variable)
def test_every_setting_is_on_the_page(setting: SettingDescription) -> None:
    common = re.sub("^(PARTICIPANTS|TRAINEES)_", "…_", setting.variable)
    beginnings = (f"| `{setting.variable}` |", f"| `{common}` |")
    rows = [line for line in PAGE.splitlines() if line.startswith(beginnings)]
    assert len(rows) == 1
    assert setting.doc in rows[0]
    assert setting.default in rows[0]


def test_no_other_setting_is_on_the_page() -> None:
    section = PAGE.partition("## Settings")[2].partition("## Logs")[0]
    on_page = set(re.findall(r"^\| `([A-Z_…]+)` \|", section, re.MULTILINE))
    known = {setting.variable for setting in descriptions()}
    known |= {re.sub("^(PARTICIPANTS|TRAINEES)_", "…_", variable) for variable in known}
    assert on_page <= known


def test_every_metric_is_on_the_page() -> None:
    names = {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in Metrics().registry.collect()
    }
    section = PAGE.partition("## Metrics")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE)) == names


def test_every_log_event_is_on_the_page() -> None:
    logged = {
        event
        for root in ROOTS
        for path in Path(root).rglob("*.py")
        for event in re.findall(
            r"\blog\.(?:info|warning|error|exception)\(\s*\"([^\"]+)\"", path.read_text()
        )
    }
    section = PAGE.partition("## Logs")[2].partition("## Metrics")[0]
    on_page = set(re.findall(r"`([a-z ]+)`", section.partition("|---|")[2]))
    assert logged <= on_page
    assert on_page - logged == {"library"}
