"""When the drill is passed."""

from dataclasses import replace
from typing import Any

import pytest

from deploy.drill.load.timeline import Figures
from deploy.drill.report import Report, Row

FIGURES = Figures(
    requests=100, failures={}, longest_pause_of_reads=0.2, longest_pause_of_writes=0.4
)
ROW = Row(
    title="Replace something",
    seconds=4,
    figures=FIGURES,
    acknowledged=9,
    lost=0,
    longest_outage=None,
)
REPORT = Report(
    rows=[ROW],
    differences={"participants": 0, "trainees": 0},
    pages_from_standby=1,
    executed=[],
    faults=[],
)


def test_nothing_failed_and_nothing_was_lost() -> None:
    assert REPORT.is_as_it_should_be
    assert REPORT.json()["passed"] is True


@pytest.mark.parametrize(
    ("longest_outage", "pause", "passed"),
    [(None, 0.4, False), (5.0, 4.9, True), (5.0, 5.0, True), (5.0, 5.1, False)],
)
def test_requests_fail_only_where_they_may_and_not_for_long(
    longest_outage: float | None, pause: float, passed: bool
) -> None:
    failed = replace(FIGURES, failures={"read pages: 502": 1})
    for figures in (
        replace(failed, longest_pause_of_reads=pause),
        replace(failed, longest_pause_of_writes=pause),
    ):
        row = replace(ROW, figures=figures, longest_outage=longest_outage)
        assert replace(REPORT, rows=[ROW, row]).is_as_it_should_be is passed


def test_what_failed_is_said_where_nothing_may_fail() -> None:
    figures = replace(FIGURES, failures={"read pages: 502": 2, "write events: ClientOSError": 1})
    row = replace(ROW, figures=figures)
    report = replace(REPORT, rows=[ROW, row, replace(row, longest_outage=5.0)])
    assert list(report.unexpected()) == [
        "Replace something: 2 times read pages: 502",
        "Replace something: 1 times write events: ClientOSError",
    ]


@pytest.mark.parametrize("longest_outage", [None, 5.0])
def test_an_acknowledged_write_is_never_lost(longest_outage: float | None) -> None:
    row = replace(ROW, lost=1, longest_outage=longest_outage)
    assert not replace(REPORT, rows=[row]).is_as_it_should_be


@pytest.mark.parametrize(
    "finding",
    [
        {"differences": {"participants": 0, "trainees": 1}},
        {"pages_from_standby": 0},
        {"faults": ["views rebuild --check failed"]},
    ],
)
def test_what_is_found_in_the_end_counts_as_well(finding: dict[str, Any]) -> None:
    assert not replace(REPORT, **finding).is_as_it_should_be
