"""A registration that should not have been, before and after somebody was billed for it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from participants_service.domain.errors import NotAllowedNowError
from participants_service.domain.registered_in_error import undo_registration
from participants_service.domain.teachers import (
    Mentorship,
    Role,
    SchoolPeriod,
    Teacher,
    TrainingPeriod,
)
from tests.participants.acting import deferred, make_trained
from tests.participants.domain.seeing import next_day, statuses
from tests.participants.facts import days, span
from tests.participants.people import (
    OTTERBURN,
    SALTMARSH,
    day,
    known,
    make_induction,
    make_mentorship,
    make_partnership,
    make_school_period,
    make_teacher,
    make_training,
    moment,
)

TODAY = "2025-10-15"
MENTOR_STAY = make_school_period("school period of Tobiah Wrenfield", role=Role.MENTOR)
MENTORED = make_mentorship("Tobiah Wrenfield", mentor_school_period_id=MENTOR_STAY.id)


def undo(
    teacher: Teacher, *mentees: Teacher, billed: bool = False, stay: int = 0, today: str = TODAY
) -> tuple[Teacher, ...]:
    """Take back a stay."""
    return undo_registration(
        teacher,
        teacher.school_periods[stay],
        mentees=mentees,
        has_billable_declarations=billed,
        today=day(today),
    )


def spans(
    periods: Sequence[SchoolPeriod | TrainingPeriod | Mentorship],
) -> list[tuple[date, date | None]]:
    """Return both ends of each period."""
    return [span(period) for period in periods]


@pytest.mark.parametrize("starts_on", ["2025-10-14", TODAY, "2025-10-16"])
@pytest.mark.parametrize("role", Role)
def test_nobody_sees_who_should_not_have_been_registered(starts_on: str, role: Role) -> None:
    mentorships = (MENTORED,) if role is Role.ECT else ()
    teacher = make_trained(starts_on, role=role, corrected_name="Imo A.", mentorships=mentorships)
    assert statuses(teacher, TODAY, role) != (None, None)
    (undone,) = undo(teacher)
    assert statuses(undone, TODAY, role) == (None, None)
    assert undone == Teacher(
        id=teacher.id,
        ect_record_id=teacher.ect_record_id,
        mentor_record_id=teacher.mentor_record_id,
        created_at=teacher.created_at,
    )


def test_what_is_known_from_elsewhere_stays() -> None:
    elsewhere = make_school_period(
        "elsewhere", school=SALTMARSH, started_on=day("2024-09-01"), finished_on=day("2025-08-31")
    )
    there = make_training(
        "elsewhere",
        school_period_id=elsewhere.id,
        started_on=elsewhere.started_on,
        finished_on=elsewhere.finished_on,
        partnership=make_partnership(lead_provider_id=OTTERBURN, school=SALTMARSH),
    )
    teacher = make_teacher(
        school_periods=(make_school_period(), elsewhere), training_periods=(make_training(), there)
    )
    (undone,) = undo(teacher)
    assert undone == replace(teacher, school_periods=(elsewhere,), training_periods=(there,))
    assert statuses(undone, TODAY) == (None, "left")


def test_the_other_role_stays() -> None:
    teacher = make_teacher(school_periods=(make_school_period(), MENTOR_STAY))
    (undone,) = undo(teacher)
    assert undone == replace(teacher, school_periods=(MENTOR_STAY,), training_periods=())


def test_who_has_an_induction_keeps_the_name() -> None:
    teacher = make_teacher(
        inductions=(make_induction(),), ect_first_eligible_at=moment("2025-09-12T14:00:00")
    )
    (undone,) = undo(teacher)
    assert undone == replace(teacher, school_periods=(), training_periods=())


def test_mentees_are_without_a_mentor_who_never_was_there() -> None:
    mentor = make_teacher("Tobiah Wrenfield", school_periods=(MENTOR_STAY,), training_periods=())
    another = make_mentorship("Nia", started_on=day("2025-12-01"))
    mentee = make_teacher(mentorships=(MENTORED, another))
    _, parted = undo(mentor, mentee)
    assert parted == replace(mentee, mentorships=(another,))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "today", "tomorrow"),
    [
        pytest.param("2025-10-14", TODAY, "leaving", "left", id="began yesterday"),
        pytest.param(TODAY, TODAY, "leaving", "left", id="begins today"),
        pytest.param("2025-10-16", "2025-10-16", "leaving", "leaving", id="begins tomorrow"),
    ],
)
def test_what_was_billed_ends_today_or_on_its_first_day(
    starts_on: str, ends_on: str, today: str, tomorrow: str
) -> None:
    start = day(starts_on)
    teacher = make_teacher(
        school_periods=(make_school_period(started_on=start),),
        training_periods=(make_training(started_on=start),),
        mentorships=(replace(MENTORED, started_on=start),),
    )
    (ended,) = undo(teacher, billed=True)
    for periods in (ended.school_periods, ended.training_periods, ended.mentorships):
        assert spans(periods) == [days(starts_on, ends_on)]
    assert (ended.first_name, ended.trn) == (teacher.first_name, teacher.trn)
    assert statuses(ended, TODAY) == (today, None)
    assert statuses(ended, next_day(TODAY)) == (tomorrow, None)


def test_a_billed_mentor_looks_after_mentees_until_today() -> None:
    mentor = make_trained(role=Role.MENTOR)
    mentorship = replace(MENTORED, mentor_school_period_id=mentor.school_periods[0].id)
    ended, mentee = undo(mentor, make_teacher(mentorships=(mentorship,)), billed=True)
    assert spans(mentee.mentorships) == [days("2025-09-01", TODAY)]
    assert spans(ended.training_periods) == [days("2025-09-01", TODAY)]
    assert spans(mentee.training_periods) == [days("2025-09-01", None)]


def test_what_was_billed_and_had_ended_stays_as_it_is() -> None:
    teacher = deferred(make_trained())
    (ended,) = undo(teacher, billed=True)
    assert ended.training_periods == teacher.training_periods


@pytest.mark.parametrize(
    ("leaves_on", "refused"), [("2025-10-14", True), (TODAY, True), ("2025-10-16", False)]
)
def test_a_stay_that_is_over_and_was_billed_cannot_be_taken_back(
    leaves_on: str, refused: bool
) -> None:
    teacher = make_trained(finished_on=leaves_on, at_school_until=leaves_on)
    if refused:
        with pytest.raises(NotAllowedNowError) as error:
            undo(teacher, billed=True)
        assert error.value.member == "school_urn"
    else:
        assert spans(undo(teacher, billed=True)[0].school_periods) == [days("2025-09-01", TODAY)]


def test_a_stay_that_is_over_and_was_not_billed_goes_too() -> None:
    teacher = make_trained(finished_on="2025-09-30", at_school_until="2025-09-30")
    assert undo(teacher)[0].school_periods == ()


def test_only_one_of_two_stays_goes() -> None:
    earlier = make_school_period("earlier", finished_on=day("2025-09-12"))
    later = make_school_period("later", started_on=day("2025-09-22"))
    teacher = make_teacher(
        school_periods=(earlier, later),
        training_periods=(
            make_training("earlier", school_period_id=earlier.id, finished_on=day("2025-09-12")),
            make_training("later", school_period_id=later.id, started_on=day("2025-09-22")),
        ),
    )
    (undone,) = undo(teacher, stay=1)
    assert undone.school_periods == (earlier,)
    assert [one.id for one in undone.training_periods] == [known("earlier")]
    assert statuses(undone, TODAY) == ("left", None)
