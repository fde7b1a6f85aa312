"""Every alert says how urgent it is, what is the matter, and where to read on."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.monitoring.files import alerts
from tests.test_documents import anchors

PAGE = Path("docs/operators.md")
RUNBOOKS = Path("docs/runbooks.md")


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: alert["alert"])
def test_an_alert_is_complete(alert: Mapping[str, Any]) -> None:
    assert alert["labels"]["severity"] in {"critical", "warning"}
    assert set(alert["annotations"]) == {"summary", "description", "runbook"}
    page, _, anchor = alert["annotations"]["runbook"].partition("#")
    assert page == str(RUNBOOKS)
    assert anchor in anchors(RUNBOOKS)


def test_the_page_lists_every_alert_with_its_severity() -> None:
    section = PAGE.read_text().partition("## Monitoring")[2].partition("\n## ")[0]
    listed = {}
    for names, severities, anchor in re.findall(
        r"^\| (`.+`) \| ([a-z, ]+) \| .*\(runbooks\.md#(.+)\) \|$", section, re.MULTILINE
    ):
        alike = re.findall(r"`(\w+)`", names)
        each = severities.split(", ")
        for index, name in enumerate(alike):
            listed[name] = (each[index % len(each)], anchor)
    assert listed == {
        alert["alert"]: (
            alert["labels"]["severity"],
            alert["annotations"]["runbook"].partition("#")[2],
        )
        for alert in alerts()
    }
