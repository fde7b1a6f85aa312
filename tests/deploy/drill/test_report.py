"""When the drill is passed."""

from dataclasses import replace

import pytest

from deploy.drill.load.timeline import Figures
from deploy.drill.report import Report, Row

FIGURES = Figures(requests=100, failed=0, longest_pause_of_reads=0.2, longest_pause_of_writes=0.4)
ROW = Row(
    title="Replace something", seconds=4, figures=FIGURES, acknowledged=9, lost=0, may_fail=False
)
REPORT = Report(
    rows=[ROW], differences={"participants": 0, "trainees": 0}, pages_from_standby=1, executed=[]
)


def test_nothing_failed_and_nothing_was_lost() -> None:
    assert REPORT.is_as_it_should_be
    assert REPORT.json()["passed"] is True


@pytest.mark.parametrize(("may_fail", "passed"), [(True, True), (False, False)])
def test_requests_fail_only_where_they_may(may_fail: bool, passed: bool) -> None:
    row = replace(ROW, figures=replace(FIGURES, failed=1), may_fail=may_fail)
    assert replace(REPORT, rows=[ROW, row]).is_as_it_should_be is passed


@pytest.mark.parametrize("may_fail", [True, False])
def test_an_acknowledged_write_is_never_lost(may_fail: bool) -> None:
    row = replace(ROW, lost=1, may_fail=may_fail)
    assert not replace(REPORT, rows=[row]).is_as_it_should_be


def test_a_copy_that_differs_is_a_failure() -> None:
    assert not replace(REPORT, differences={"participants": 0, "trainees": 1}).is_as_it_should_be
