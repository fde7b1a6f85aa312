"""The induction dates that lead providers see."""

from datetime import date

import pytest

from participants_service.domain.induction_status import induction_status
from participants_service.domain.teachers import InductionOutcome, InductionPeriod
from tests.participants.people import day, make_induction, make_teacher

RUNNING = make_induction("running", started_on=day("2026-01-05"))
STOPPED = make_induction("stopped", started_on=day("2025-09-03"), finished_on=day("2025-12-19"))
PASSED = make_induction(
    "passed",
    started_on=day("2026-01-05"),
    finished_on=day("2027-07-20"),
    outcome=InductionOutcome.PASSED,
)
FAILED = make_induction(
    "failed",
    started_on=day("2026-01-05"),
    finished_on=day("2027-07-21"),
    outcome=InductionOutcome.FAILED,
)


@pytest.mark.parametrize(
    ("inductions", "started_on", "ended_on", "latest_ended_on"),
    [
        pytest.param((), None, None, None, id="none"),
        pytest.param((RUNNING,), "2026-01-05", None, None, id="running"),
        pytest.param((STOPPED,), "2025-09-03", None, "2025-12-19", id="stopped without outcome"),
        pytest.param((RUNNING, STOPPED), "2025-09-03", None, None, id="taken up again"),
        pytest.param(
            (STOPPED, PASSED), "2025-09-03", "2027-07-20", "2027-07-20", id="in two parts, passed"
        ),
        pytest.param((FAILED,), "2026-01-05", "2027-07-21", "2027-07-21", id="failed"),
    ],
)
def test_dates_of_recorded_inductions(
    inductions: tuple[InductionPeriod, ...],
    started_on: str | None,
    ended_on: str | None,
    latest_ended_on: str | None,
) -> None:
    status = induction_status(make_teacher(inductions=inductions))
    assert (status.started_on, status.ended_on, status.latest_period_ended_on) == (
        _day(started_on),
        _day(ended_on),
        _day(latest_ended_on),
    )


@pytest.mark.parametrize(
    ("inductions", "started_on", "ended_on"),
    [
        pytest.param((), "2020-09-01", "2021-07-20", id="alone"),
        pytest.param((RUNNING,), "2026-01-05", "2021-07-20", id="a recorded start goes before"),
        pytest.param((PASSED,), "2026-01-05", "2027-07-20", id="recorded dates go before"),
    ],
)
def test_the_national_record_fills_what_no_appropriate_body_recorded(
    inductions: tuple[InductionPeriod, ...], started_on: str, ended_on: str
) -> None:
    teacher = make_teacher(
        inductions=inductions,
        national_induction_started_on=day("2020-09-01"),
        national_induction_completed_on=day("2021-07-20"),
    )
    status = induction_status(teacher)
    assert (status.started_on, status.ended_on) == (day(started_on), day(ended_on))


def _day(text: str | None) -> date | None:
    return day(text) if text else None
