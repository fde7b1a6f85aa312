"""Another schedule: what is refused, row by row, and which refusals come together."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from participants_service.domain.actions.changing_schedule import ChangeSchedule
from participants_service.domain.actions.circumstances import UNRECOGNISED
from participants_service.domain.cohorts import CohortYear
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.teachers import (
    InductionOutcome,
    MentorFundingEnd,
    MentorIneligibilityReason,
    Programme,
    Role,
    SchoolPeriodId,
    Teacher,
)
from tests.participants import refusals
from tests.participants.acting import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    deferred,
    in_cohort,
    make_circumstances,
    make_other_training,
    make_trained,
    told,
    withdrawn,
)
from tests.participants.facts import make_calendar
from tests.participants.people import (
    OTTERBURN,
    SALTMARSH,
    day,
    known,
    make_cohort,
    make_induction,
    make_partnership,
    make_school_period,
)
from tests.participants.refusals import Told

STANDARD = ScheduleIdentifier.STANDARD_SEPTEMBER
EXTENDED = ScheduleIdentifier.EXTENDED_SEPTEMBER
REDUCED = ScheduleIdentifier.REDUCED_APRIL
REPLACEMENT = ScheduleIdentifier.REPLACEMENT_APRIL
FUNDING_END = MentorFundingEnd(
    ended_on=day("2025-10-01"), reason=MentorIneligibilityReason.STARTED_NOT_COMPLETED
)


def change(schedule: Any = EXTENDED, cohort: Any = None, role: Role | None = Role.ECT) -> Any:
    return ChangeSchedule(role=role, schedule=schedule, cohort=cohort)


@pytest.mark.parametrize(
    ("action", "role", "problems"),
    [
        pytest.param(change(EXTENDED), Role.ECT, [], id="another one"),
        pytest.param(change(None), Role.ECT, [refusals.NO_SCHEDULE], id="none"),
        pytest.param(change(UNRECOGNISED), Role.ECT, [refusals.OTHER_SCHEDULE], id="unknown"),
        pytest.param(change(STANDARD), Role.ECT, [refusals.SAME_SCHEDULE], id="the same"),
        pytest.param(change(STANDARD, 2025), Role.ECT, [refusals.SAME_SCHEDULE], id="same cohort"),
        pytest.param(change(STANDARD, 2024), Role.ECT, [], id="the same of another cohort"),
        pytest.param(change(REPLACEMENT), Role.ECT, [refusals.NOT_FOR_ECTS], id="replacement"),
        pytest.param(change(REDUCED), Role.ECT, [], id="reduced"),
        pytest.param(
            change(REDUCED, role=Role.MENTOR), Role.MENTOR, [refusals.NOT_FOR_MENTORS], id="mentor"
        ),
        pytest.param(change(REPLACEMENT, role=Role.MENTOR), Role.MENTOR, [], id="mentor replaces"),
    ],
)
def test_the_schedule(action: ChangeSchedule, role: Role, problems: list[Told]) -> None:
    assert told(action, make_circumstances(make_trained(role=role))) == problems


@pytest.mark.parametrize(
    ("cohort", "problems"),
    [(None, [refusals.NO_SCHEDULE]), (2025, [refusals.NO_SCHEDULE]), (2024, [])],
)
def test_the_cohort_must_have_the_schedule(cohort: int | None, problems: list[Told]) -> None:
    calendar = make_calendar()
    lacking = replace(calendar, schedules=calendar.schedules - {(CohortYear(2025), EXTENDED)})
    circumstances = make_circumstances(make_trained(), calendar=lacking)
    assert told(change(EXTENDED, cohort), circumstances) == problems


@pytest.mark.parametrize(
    ("cohort", "years", "problems"),
    [
        pytest.param(2024, [2025, 2024], [], id="partnered"),
        pytest.param(2024, [2025], [refusals.NO_PARTNERSHIP], id="not partnered"),
        pytest.param(2025, [], [], id="the present one needs no other partnership"),
        pytest.param(1999, [2025], [refusals.OTHER_COHORT], id="unknown"),
        pytest.param(UNRECOGNISED, [2025], [refusals.OTHER_COHORT], id="no year"),
        pytest.param(2022, [2022], [refusals.FROZEN], id="frozen"),
        pytest.param(2022, [], [refusals.NO_PARTNERSHIP], id="frozen and not partnered"),
    ],
)
def test_the_cohort(cohort: Any, years: list[int], problems: list[Told]) -> None:
    partnerships = [make_partnership(cohort=year) for year in years]
    circumstances = make_circumstances(make_trained(), partnerships=partnerships)
    assert told(change(EXTENDED, cohort), circumstances) == problems


@pytest.mark.parametrize(
    "partnership",
    [
        make_partnership(cohort=2024, lead_provider_id=OTTERBURN),
        make_partnership(cohort=2024, school=SALTMARSH),
        make_partnership(cohort=2023),
    ],
    ids=["another provider's", "with another school", "of another cohort"],
)
def test_other_partnerships_do_not_help(partnership: Any) -> None:
    circumstances = make_circumstances(make_trained(), partnerships=[partnership])
    assert told(change(EXTENDED, 2024), circumstances) == [refusals.NO_PARTNERSHIP]


@pytest.mark.parametrize(
    ("frozen_year", "target", "problems"),
    [
        pytest.param(None, None, [refusals.FROZEN], id="stay"),
        pytest.param(None, 2022, [refusals.FROZEN], id="stay, in words"),
        pytest.param(None, 2024, [], id="leave"),
        pytest.param(None, 2021, [refusals.FROZEN], id="to another frozen one"),
        pytest.param(2021, 2021, [], id="back to another frozen one"),
        pytest.param(2022, None, [], id="stay where one was before the freeze"),
    ],
)
def test_in_a_frozen_cohort(
    frozen_year: int | None, target: int | None, problems: list[Told]
) -> None:
    teacher = make_trained(training=in_cohort(2022), ect_frozen_cohort=frozen_year)
    assert told(change(EXTENDED, target), make_circumstances(teacher)) == problems


def test_the_frozen_year_of_the_other_role_does_not_count() -> None:
    teacher = make_trained(mentor_frozen_cohort=CohortYear(2022))
    assert told(change(EXTENDED, 2022), make_circumstances(teacher)) == [refusals.FROZEN]
    teacher = make_trained(role=Role.MENTOR, mentor_frozen_cohort=CohortYear(2022))
    action = change(EXTENDED, 2022, role=Role.MENTOR)
    assert told(action, make_circumstances(teacher)) == []


def test_a_cohort_is_frozen_from_its_moment_on() -> None:
    calendar = make_calendar(
        cohorts={
            **make_calendar().cohorts,
            CohortYear(2024): make_cohort(
                2024, payments_frozen_at=make_circumstances(make_trained(), TOMORROW).occasion.at
            ),
        }
    )
    for today, problems in ((TODAY, []), (TOMORROW, [refusals.FROZEN])):
        circumstances = make_circumstances(make_trained(), today, calendar=calendar)
        assert told(change(EXTENDED, 2024), circumstances) == problems


@pytest.mark.parametrize(
    ("teacher", "problems"),
    [
        pytest.param(make_trained(TOMORROW), [], id="starts tomorrow"),
        pytest.param(make_trained(TODAY), [], id="starts today"),
        pytest.param(make_trained(YESTERDAY), [], id="started yesterday"),
        pytest.param(make_trained("2025-09-01", TOMORROW), [], id="leaves tomorrow"),
        pytest.param(make_trained("2025-09-01", TODAY), [], id="leaves today"),
        pytest.param(make_trained("2025-09-01", YESTERDAY), [refusals.LEFT], id="left"),
        pytest.param(deferred(make_trained()), [refusals.LEFT], id="deferred"),
        pytest.param(withdrawn(make_trained()), [refusals.LEFT], id="withdrawn"),
        pytest.param(
            withdrawn(make_trained(), "2025-12-01"),
            [refusals.WITHDRAWN],
            id="withdrawn with an end to come",
        ),
    ],
)
def test_the_person(teacher: Teacher, problems: list[Told]) -> None:
    assert told(change(), make_circumstances(teacher)) == problems


@pytest.mark.parametrize("outcome", InductionOutcome)
@pytest.mark.parametrize(
    ("schedule", "problems"), [(EXTENDED, [refusals.COMPLETED]), (REDUCED, [])]
)
def test_an_ect_who_completed_can_only_be_reduced(
    outcome: InductionOutcome, schedule: ScheduleIdentifier, problems: list[Told]
) -> None:
    induction = make_induction(finished_on=day("2025-10-01"), outcome=outcome)
    teacher = make_trained(inductions=(induction,))
    assert told(change(schedule), make_circumstances(teacher)) == problems


@pytest.mark.parametrize(
    ("members", "problems"),
    [
        pytest.param({"inductions": (make_induction(),)}, [], id="induction runs"),
        pytest.param(
            {"inductions": (make_induction(finished_on=day("2025-10-01")),)}, [], id="broken off"
        ),
        pytest.param(
            {"national_induction_completed_on": day("2025-10-01")}, [], id="only on national record"
        ),
        pytest.param({"mentor_funding_end": FUNDING_END}, [], id="completed as a mentor"),
    ],
)
def test_what_does_not_complete_an_ect(members: dict[str, Any], problems: list[Told]) -> None:
    assert told(change(), make_circumstances(make_trained(**members))) == problems


def test_a_mentor_whose_funding_ended_has_completed() -> None:
    teacher = make_trained(role=Role.MENTOR, mentor_funding_end=FUNDING_END)
    circumstances = make_circumstances(teacher)
    assert told(change(role=Role.MENTOR), circumstances) == [refusals.COMPLETED]
    action = change(REDUCED, role=Role.MENTOR)
    assert told(action, circumstances) == [refusals.NOT_FOR_MENTORS, refusals.COMPLETED]


@pytest.mark.parametrize(
    ("members", "problems"),
    [
        pytest.param({}, [refusals.DUE_ELSEWHERE], id="another provider"),
        pytest.param(
            {"programme": Programme.SCHOOL_LED, "partnership": None, "schedule": None},
            [refusals.DUE_ELSEWHERE],
            id="school-led",
        ),
        pytest.param({"role": Role.MENTOR}, [], id="another role"),
        pytest.param(
            {"school_period_id": SchoolPeriodId(known("stay at Saltmarsh"))},
            [refusals.DUE_ELSEWHERE],
            id="another school",
        ),
    ],
)
def test_who_is_due_elsewhere_stays_as_they_are(
    members: dict[str, Any], problems: list[Told]
) -> None:
    other = make_other_training("2025-11-01", **members)
    teacher = make_trained("2025-09-01", "2025-10-31", others=[other])
    elsewhere = make_school_period("stay at Saltmarsh", school=SALTMARSH, started_on=day(TOMORROW))
    teacher = replace(teacher, school_periods=(*teacher.school_periods, elsewhere))
    assert told(change(), make_circumstances(teacher)) == problems


def test_whom_they_are_due_with_may_change_it_before() -> None:
    other = make_other_training("2025-11-01")
    teacher = make_trained("2025-09-01", "2025-10-31", others=[other])
    assert told(change(), make_circumstances(teacher, by=OTTERBURN)) == []


@dataclass(frozen=True)
class Declared:
    """A declaration that stands under one schedule only."""

    schedule: ScheduleIdentifier

    def stands_under(self, cohort: CohortYear, schedule: ScheduleIdentifier) -> bool:
        return schedule is self.schedule


@pytest.mark.parametrize(
    ("started_on", "schedules", "problems"),
    [
        (YESTERDAY, [STANDARD], []),
        (TODAY, [STANDARD], [refusals.DECLARED_TODAY]),
        (TOMORROW, [STANDARD], [refusals.DECLARED_TODAY]),
        (TODAY, [EXTENDED, STANDARD], [refusals.DECLARED_TODAY]),
        (TODAY, [EXTENDED], []),
        (TODAY, [], []),
    ],
)
def test_declarations_keep_training_that_would_be_changed_in_place(
    started_on: str, schedules: list[ScheduleIdentifier], problems: list[Told]
) -> None:
    declarations = [Declared(schedule) for schedule in schedules]
    circumstances = make_circumstances(make_trained(started_on), declarations=declarations)
    assert told(change(EXTENDED), circumstances) == problems


GONE = make_trained("2025-09-01", YESTERDAY)


@pytest.mark.parametrize(
    ("action", "problems"),
    [
        pytest.param(change(None), [refusals.NO_SCHEDULE, refusals.LEFT], id="schedule, person"),
        pytest.param(
            change(EXTENDED, 1999), [refusals.OTHER_COHORT, refusals.LEFT], id="cohort, person"
        ),
        pytest.param(
            change(REPLACEMENT, 2022),
            [refusals.NOT_FOR_ECTS, refusals.FROZEN, refusals.LEFT],
            id="all three",
        ),
        pytest.param(
            change(REPLACEMENT, 1999),
            [refusals.NOT_FOR_ECTS, refusals.OTHER_COHORT, refusals.LEFT],
            id="an unknown cohort lets the schedule be judged by its kind",
        ),
        pytest.param(
            change(None, 1999),
            [refusals.NO_SCHEDULE, refusals.OTHER_COHORT, refusals.LEFT],
            id="no schedule of an unknown cohort",
        ),
        pytest.param(
            change(UNRECOGNISED, UNRECOGNISED),
            [refusals.OTHER_SCHEDULE, refusals.OTHER_COHORT, refusals.LEFT],
            id="both unknown",
        ),
    ],
)
def test_problems_with_schedule_cohort_and_person_come_together(
    action: ChangeSchedule, problems: list[Told]
) -> None:
    assert told(action, make_circumstances(GONE)) == problems


@pytest.mark.parametrize(
    ("role", "problem"), [(None, refusals.NO_COURSE), (Role.MENTOR, refusals.OTHER_COURSE)]
)
@pytest.mark.parametrize(
    ("schedule", "cohort", "others"),
    [
        (EXTENDED, None, []),
        (STANDARD, 2025, []),
        (REPLACEMENT, 2022, []),
        (None, None, [refusals.NO_SCHEDULE]),
        (UNRECOGNISED, None, [refusals.OTHER_SCHEDULE]),
        (REDUCED, 2024, [refusals.NO_SCHEDULE]),
        (EXTENDED, 1999, [refusals.OTHER_COHORT]),
        (UNRECOGNISED, UNRECOGNISED, [refusals.OTHER_SCHEDULE, refusals.OTHER_COHORT]),
    ],
)
def test_without_an_enrolment_only_schedule_and_cohort_as_such_are_looked_at(
    role: Role | None, problem: Told, schedule: Any, cohort: Any, others: list[Told]
) -> None:
    calendar = make_calendar()
    lacking = replace(calendar, schedules=calendar.schedules - {(CohortYear(2024), REDUCED)})
    circumstances = make_circumstances(GONE, calendar=lacking)
    assert told(change(schedule, cohort, role), circumstances) == [problem, *others]
