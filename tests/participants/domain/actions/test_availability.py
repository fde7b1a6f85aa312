"""What is allowed when: the whole table, and the day from which it will be."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from participants_service.domain.actions.availability import (
    AvailableActions,
    Verdict,
    available_actions,
)
from participants_service.domain.actions.changing_schedule import ChangeSchedule
from participants_service.domain.actions.circumstances import ActionName, refusal
from participants_service.domain.actions.deferring import Defer
from participants_service.domain.actions.resuming import Resume
from participants_service.domain.actions.withdrawing import Withdraw
from participants_service.domain.cohorts import CohortYear
from participants_service.domain.schedules import ScheduleIdentifier, ScheduleKind
from participants_service.domain.teachers import (
    DeferralReason,
    InductionOutcome,
    MentorFundingEnd,
    MentorIneligibilityReason,
    Role,
    Teacher,
    WithdrawalReason,
)
from tests.participants import refusals
from tests.participants.acting import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    acted,
    deferred,
    in_cohort,
    make_circumstances,
    make_other_training,
    make_trained,
    withdrawn,
)
from tests.participants.facts import make_calendar, make_occasion
from tests.participants.people import day, make_induction, make_partnership, make_school_period
from tests.participants.refusals import Told

DEFER, RESUME, WITHDRAW, CHANGE = (
    ActionName.DEFER,
    ActionName.RESUME,
    ActionName.WITHDRAW,
    ActionName.CHANGE_SCHEDULE,
)
PASSED = make_induction(finished_on=day("2025-10-01"), outcome=InductionOutcome.PASSED)
FUNDING_END = MentorFundingEnd(
    ended_on=day("2025-10-01"), reason=MentorIneligibilityReason.COMPLETED_DURING_EARLY_ROLL_OUT
)


def ask(teacher: Teacher, today: str = TODAY, **circumstances: Any) -> AvailableActions:
    return available_actions(
        make_circumstances(teacher, today, **circumstances),
        lambda on: make_occasion(on.isoformat()),
    )


def verdicts(teacher: Teacher, **circumstances: Any) -> Mapping[ActionName, Verdict]:
    (enrolment,) = ask(teacher, **circumstances).enrolments
    return {verdict.action: verdict for verdict in enrolment.verdicts}


@pytest.mark.parametrize(
    ("teacher", "allowed"),
    [
        pytest.param(make_trained(TOMORROW), {CHANGE}, id="joining"),
        pytest.param(make_trained(YESTERDAY), {DEFER, WITHDRAW, CHANGE}, id="since yesterday"),
        pytest.param(make_trained(TODAY), {CHANGE}, id="since today"),
        pytest.param(make_trained("2025-09-01", TOMORROW), {DEFER, WITHDRAW, CHANGE}, id="leaving"),
        pytest.param(make_trained("2025-09-01", YESTERDAY), {DEFER, WITHDRAW}, id="left"),
        pytest.param(
            make_trained(inductions=(PASSED,)), {DEFER, WITHDRAW, CHANGE}, id="ECT completed"
        ),
        pytest.param(
            make_trained(role=Role.MENTOR, mentor_funding_end=FUNDING_END),
            {DEFER, WITHDRAW},
            id="mentor completed",
        ),
        pytest.param(deferred(make_trained()), {RESUME, WITHDRAW}, id="deferred"),
        pytest.param(deferred(make_trained(), TODAY), {WITHDRAW}, id="deferred today"),
        pytest.param(withdrawn(make_trained()), {RESUME}, id="withdrawn"),
        pytest.param(
            withdrawn(make_trained(at_school_until="2025-10-10")), set(), id="gone from the school"
        ),
    ],
)
def test_what_is_allowed_when(teacher: Teacher, allowed: set[ActionName]) -> None:
    found = verdicts(teacher)
    assert {action for action, verdict in found.items() if verdict.allowed} == allowed
    for verdict in found.values():
        assert verdict.allowed is (verdict.problems == ())
        assert not (verdict.allowed and verdict.available_from)


def test_an_ect_who_completed_can_be_offered_reduced_schedules_only() -> None:
    targets = verdicts(make_trained(inductions=(PASSED,)))[CHANGE].targets
    schedules = {schedule for target in targets for schedule in target.schedules}
    assert {schedule.kind for schedule in schedules} == {ScheduleKind.REDUCED}


def test_every_schedule_that_can_be_chosen_is_offered() -> None:
    partnerships = [make_partnership(cohort=2024), make_partnership(cohort=2022)]
    found = verdicts(make_trained(), partnerships=partnerships)[CHANGE].targets
    of_ects = [one for one in ScheduleIdentifier if one.kind is not ScheduleKind.REPLACEMENT]
    assert [(target.cohort, list(target.schedules)) for target in found] == [
        (2024, of_ects),
        (2025, [one for one in of_ects if one is not ScheduleIdentifier.STANDARD_SEPTEMBER]),
    ]


def test_reasons_are_those_of_the_role() -> None:
    for role, number in ((Role.ECT, 5), (Role.MENTOR, 6)):
        found = verdicts(make_trained(role=role))
        assert found[DEFER].reasons == tuple(DeferralReason)
        assert len(found[WITHDRAW].reasons) == number
        assert found[RESUME].reasons == ()


@pytest.mark.parametrize(
    ("teacher", "action", "problem", "available_from"),
    [
        pytest.param(make_trained(TODAY), DEFER, refusals.TOMORROW, TOMORROW, id="started today"),
        pytest.param(
            make_trained("2025-11-03"),
            WITHDRAW,
            refusals.NOT_YET_WITHDRAW,
            "2025-11-04",
            id="later",
        ),
        pytest.param(
            deferred(make_trained(), TODAY), RESUME, refusals.GIVEN_UP_TODAY, TOMORROW, id="today"
        ),
        pytest.param(
            deferred(make_trained(at_school_until=TOMORROW), TODAY),
            RESUME,
            refusals.GIVEN_UP_TODAY,
            None,
            id="the school period ends first",
        ),
        pytest.param(
            deferred(make_trained(others=[make_other_training("2025-10-05", "2025-12-19")])),
            RESUME,
            refusals.ACTIVE_ELSEWHERE,
            "2025-12-20",
            id="until the other training ends",
        ),
        pytest.param(
            deferred(make_trained(others=[make_other_training("2025-10-05")])),
            RESUME,
            refusals.ACTIVE_ELSEWHERE,
            None,
            id="the other training is open",
        ),
        pytest.param(make_trained(), RESUME, refusals.ALREADY_ACTIVE, None, id="active"),
        pytest.param(deferred(make_trained()), DEFER, refusals.ALREADY_DEFERRED, None, id="twice"),
        pytest.param(deferred(make_trained()), CHANGE, refusals.LEFT, None, id="left"),
    ],
)
def test_the_first_day_on_which_the_calendar_lets_it_through(
    teacher: Teacher, action: ActionName, problem: Told, available_from: str | None
) -> None:
    verdict = verdicts(teacher)[action]
    assert [(one.title, one.detail) for one in verdict.problems] == [problem]
    assert verdict.available_from == (None if available_from is None else day(available_from))


@pytest.mark.parametrize(
    ("teacher", "problem"),
    [
        pytest.param(make_trained(training=in_cohort(2022)), refusals.FROZEN, id="frozen"),
        pytest.param(
            make_trained("2025-09-01", "2025-10-31", others=[make_other_training("2025-11-01")]),
            refusals.DUE_ELSEWHERE,
            id="due elsewhere",
        ),
    ],
)
def test_when_no_schedule_will_do_the_closest_one_says_why(teacher: Teacher, problem: Told) -> None:
    verdict = verdicts(teacher, partnerships=[])[CHANGE]
    assert [(one.title, one.detail) for one in verdict.problems] == [problem]
    assert verdict.targets == ()


def test_both_enrolments_are_judged_by_themselves_the_ect_s_first() -> None:
    mentoring = make_school_period("mentoring", role=Role.MENTOR)
    other = make_other_training(
        TODAY,
        role=Role.MENTOR,
        school_period_id=mentoring.id,
        partnership=make_partnership(),
    )
    teacher = make_trained(others=[other])
    teacher = replace(teacher, school_periods=(*teacher.school_periods, mentoring))
    enrolments = ask(teacher).enrolments
    assert [one.role for one in enrolments] == [Role.ECT, Role.MENTOR]
    assert [one.verdicts[0].allowed for one in enrolments] == [True, False]
    only_mentor = replace(
        teacher, training_periods=tuple(one for one in teacher.training_periods if one == other)
    )
    assert [one.role for one in ask(only_mentor).enrolments] == [Role.MENTOR]


def test_a_day_is_found_on_which_the_action_passes_and_none_before() -> None:
    teacher = deferred(make_trained(others=[make_other_training("2025-10-05", "2025-12-19")]))
    found = verdicts(teacher)[RESUME].available_from
    assert found is not None
    days = [date.fromordinal(found.toordinal() - ahead) for ahead in (1, 2, 30)]
    action = Resume(role=Role.ECT)
    assert all(refusal(action, make_circumstances(teacher, one.isoformat())) for one in days)
    acted(action, make_circumstances(teacher, found.isoformat()))


def test_what_is_asked_about_is_what_is_done() -> None:
    calendar = make_calendar()
    teacher = make_trained(training=in_cohort(2022))
    circumstances = make_circumstances(teacher)
    found = verdicts(teacher)[CHANGE].targets
    offered = {(target.cohort, schedule) for target in found for schedule in target.schedules}
    for cohort in calendar.cohorts:
        for schedule in ScheduleIdentifier:
            action = ChangeSchedule(role=Role.ECT, schedule=schedule, cohort=CohortYear(cohort))
            assert (refusal(action, circumstances) == ()) is ((cohort, schedule) in offered)
    for reason in verdicts(teacher)[DEFER].reasons:
        assert isinstance(reason, DeferralReason)
        assert refusal(Defer(role=Role.ECT, reason=reason), circumstances) == ()
    for reason in verdicts(teacher)[WITHDRAW].reasons:
        assert isinstance(reason, WithdrawalReason)
        assert refusal(Withdraw(role=Role.ECT, reason=reason), circumstances) == ()
