"""Inductions: recorded, ended, taken back, and what they do to an ECT."""

from typing import Any

import pytest

from participants_service.domain.errors import (
    InvalidMemberError,
    NotAllowedNowError,
    OverlapError,
    RefusedError,
)
from participants_service.domain.inductions import put_induction, remove_induction
from participants_service.domain.teachers import InductionOutcome, Role, Teacher
from tests.participants.facts import days, make_occasion, span
from tests.participants.people import (
    day,
    make_induction,
    make_mentorship,
    make_school_period,
    make_teacher,
    make_training,
    moment,
)

PASSED, FAILED = InductionOutcome.PASSED, InductionOutcome.FAILED


def put(teacher: Teacher, today: str = "2025-10-15", **induction: Any) -> Teacher:
    """Record an induction that began on 3 September."""
    return put_induction(teacher, make_induction(**induction), make_occasion(today))


@pytest.mark.parametrize(
    ("today", "finished_on", "eligible"),
    [
        pytest.param("2025-09-03", None, True, id="on its first day"),
        pytest.param("2025-10-15", None, True, id="while it runs"),
        pytest.param("2025-10-15", "2025-10-15", True, id="on its last day"),
        pytest.param("2025-10-15", "2025-10-14", False, id="the day after"),
    ],
)
def test_an_induction_that_runs_when_it_is_recorded_makes_eligible(
    today: str, finished_on: str | None, eligible: bool
) -> None:
    teacher = put(make_teacher(), today, finished_on=finished_on and day(finished_on))
    assert teacher.ect_first_eligible_at == (moment(f"{today}T12:00:00") if eligible else None)


def test_who_is_no_ect_does_not_become_eligible() -> None:
    mentor = make_teacher(school_periods=(make_school_period(role=Role.MENTOR),))
    assert put(mentor).ect_first_eligible_at is None


def test_the_moment_of_eligibility_is_set_once_and_stays() -> None:
    first = put(make_teacher(), "2025-09-03")
    again = put(first, "2025-10-15")
    removed = remove_induction(again, make_induction().id)
    assert removed.ect_first_eligible_at == first.ect_first_eligible_at
    assert removed.inductions == ()


def test_recorded_anew_an_induction_replaces_itself() -> None:
    teacher = put(put(make_teacher()), finished_on=day("2025-10-01"))
    assert [span(one) for one in teacher.inductions] == [days("2025-09-03", "2025-10-01")]


@pytest.mark.parametrize(
    ("induction", "refusals"),
    [
        pytest.param({"started_on": day("2025-10-15")}, [], id="begins today"),
        pytest.param(
            {"started_on": day("2025-10-16")},
            [(NotAllowedNowError, "started_on")],
            id="begins tomorrow",
        ),
        pytest.param({"finished_on": day("2025-10-15")}, [], id="ends today"),
        pytest.param(
            {"finished_on": day("2025-10-16")},
            [(NotAllowedNowError, "finished_on")],
            id="ends tomorrow",
        ),
        pytest.param({"finished_on": day("2025-09-03")}, [], id="one day"),
        pytest.param(
            {"finished_on": day("2025-09-02")},
            [(InvalidMemberError, "finished_on")],
            id="ends before it begins",
        ),
        pytest.param({"outcome": PASSED}, [(NotAllowedNowError, "outcome")], id="still running"),
        pytest.param(
            {"started_on": day("2025-10-16"), "finished_on": day("2025-10-17"), "outcome": PASSED},
            [(NotAllowedNowError, "started_on"), (NotAllowedNowError, "finished_on")],
            id="all to come",
        ),
    ],
)
def test_an_induction_lies_in_the_past_and_has_an_end_before_an_outcome(
    induction: dict[str, Any], refusals: list[tuple[type[Exception], str]]
) -> None:
    assert refused(make_teacher(), induction) == refusals


@pytest.mark.parametrize(
    ("other", "refusals"),
    [
        pytest.param(("2025-01-01", "2025-09-02"), [], id="ended the day before"),
        pytest.param(("2025-01-01", "2025-09-03"), [(OverlapError, "started_on")], id="that day"),
        pytest.param(("2025-01-01", None), [(OverlapError, "started_on")], id="running"),
        pytest.param(("2025-10-02", None), [], id="begins the day after"),
        pytest.param(("2025-10-01", None), [(OverlapError, "started_on")], id="begins that day"),
    ],
)
def test_inductions_do_not_overlap(
    other: tuple[str, str | None], refusals: list[tuple[type[Exception], str]]
) -> None:
    start, end = days(*other)
    teacher = make_teacher(inductions=(make_induction("other", started_on=start, finished_on=end),))
    assert refused(teacher, {"finished_on": day("2025-10-01")}) == refusals


def test_there_is_one_outcome() -> None:
    other = make_induction(
        "other", started_on=day("2025-01-01"), finished_on=day("2025-03-01"), outcome=FAILED
    )
    teacher = make_teacher(inductions=(other,))
    induction = {"finished_on": day("2025-10-01"), "outcome": PASSED}
    assert refused(teacher, induction) == [(NotAllowedNowError, "outcome")]


def refused(teacher: Teacher, induction: dict[str, Any]) -> list[tuple[type[Exception], str]]:
    """Return why an induction cannot be recorded on 15 October."""
    try:
        put(teacher, **induction)
    except RefusedError as error:
        return [(type(one), one.member) for one in error.errors]
    return []


@pytest.mark.parametrize("outcome", [PASSED, FAILED])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(("2025-09-01", None), ("2025-09-01", "2025-10-15"), id="open"),
        pytest.param(("2025-10-15", None), ("2025-10-15", "2025-10-15"), id="began today"),
        pytest.param(("2025-10-16", None), None, id="begins tomorrow"),
        pytest.param(("2025-09-01", "2025-10-14"), ("2025-09-01", "2025-10-14"), id="ended"),
        pytest.param(("2025-09-01", "2026-03-31"), ("2025-09-01", "2026-03-31"), id="will end"),
    ],
)
def test_an_outcome_ends_what_is_open_and_drops_what_has_not_begun(
    outcome: InductionOutcome, before: tuple[str, str | None], after: tuple[str, str] | None
) -> None:
    start, end = days(*before)
    teacher = make_teacher(
        school_periods=(make_school_period(started_on=start, finished_on=end),),
        training_periods=(make_training(started_on=start, finished_on=end),),
        mentorships=(make_mentorship(started_on=start, finished_on=end),),
    )
    finished = put(teacher, finished_on=day("2025-10-10"), outcome=outcome)
    for periods in (finished.school_periods, finished.training_periods, finished.mentorships):
        assert [span(one) for one in periods] == ([] if after is None else [days(*after)])


def test_no_mentorship_outlasts_a_stay_that_ends_with_the_induction() -> None:
    teacher = make_teacher(mentorships=(make_mentorship(finished_on=day("2026-03-31")),))
    finished = put(teacher, finished_on=day("2025-10-10"), outcome=PASSED)
    assert [span(one) for one in finished.mentorships] == [days("2025-09-01", "2025-10-15")]


def test_a_mentor_goes_on_mentoring_after_passing() -> None:
    stay = make_school_period("as mentor", role=Role.MENTOR)
    training = make_training("as mentor", role=Role.MENTOR, school_period_id=stay.id)
    teacher = make_teacher(school_periods=(stay,), training_periods=(training,))
    finished = put(teacher, finished_on=day("2025-10-10"), outcome=PASSED)
    assert (finished.school_periods, finished.training_periods) == ((stay,), (training,))


def test_an_outcome_counts_once_and_taken_back_reopens_nothing() -> None:
    finished = put(make_teacher(), finished_on=day("2025-10-10"), outcome=PASSED)
    reopened = put(finished, "2025-10-20")
    assert [one.outcome for one in reopened.inductions] == [None]
    assert reopened.school_periods == finished.school_periods
    registered_again = make_teacher(inductions=finished.inductions)
    same = put(registered_again, "2025-10-20", finished_on=day("2025-10-10"), outcome=PASSED)
    assert [span(one) for one in same.school_periods] == [days("2025-09-01", None)]
