"""Taking training up again: what is refused and which training begins."""

from dataclasses import replace

import pytest

from participants_service.domain.actions.resuming import Resume
from participants_service.domain.statuses import ParticipantStatus, TrainingStatus
from participants_service.domain.teachers import (
    LeavingCut,
    MentorFundingEnd,
    MentorIneligibilityReason,
    Programme,
    Role,
    SchoolPeriodId,
    Teacher,
    TrainingPeriod,
)
from tests.participants import refusals
from tests.participants.acting import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    acted,
    deferred,
    make_circumstances,
    make_other_training,
    make_trained,
    seen,
    told,
    training_of,
    withdrawn,
)
from tests.participants.facts import days, span
from tests.participants.people import SALTMARSH, day, known, make_school_period, moment
from tests.participants.refusals import Told

RESUME = Resume(role=Role.ECT)
AT_SALTMARSH = SchoolPeriodId(known("stay at Saltmarsh"))
SCHOOL_LED = {"programme": Programme.SCHOOL_LED, "partnership": None, "schedule": None}


@pytest.mark.parametrize(
    ("teacher", "problems"),
    [
        pytest.param(make_trained(), [refusals.ALREADY_ACTIVE], id="active"),
        pytest.param(
            make_trained("2025-09-01", YESTERDAY), [refusals.ALREADY_ACTIVE], id="left by itself"
        ),
        pytest.param(make_trained(TOMORROW), [refusals.ALREADY_ACTIVE], id="joining"),
        pytest.param(deferred(make_trained(), TODAY), [refusals.GIVEN_UP_TODAY], id="today"),
        pytest.param(deferred(make_trained(), YESTERDAY), [], id="yesterday"),
        pytest.param(withdrawn(make_trained(), TODAY), [refusals.GIVEN_UP_TODAY], id="withdrawn"),
        pytest.param(withdrawn(make_trained(), YESTERDAY), [], id="withdrawn yesterday"),
        pytest.param(
            deferred(make_trained("2025-09-01", "2025-09-30"), TODAY),
            [],
            id="ended by the school before it was deferred today",
        ),
    ],
)
def test_what_was_given_up_before_today_can_go_on(teacher: Teacher, problems: list[Told]) -> None:
    assert told(RESUME, make_circumstances(teacher)) == problems


@pytest.mark.parametrize(
    ("until", "problems"),
    [
        (None, []),
        (TOMORROW, []),
        (TODAY, [refusals.NOT_AT_SCHOOL]),
        (YESTERDAY, [refusals.NOT_AT_SCHOOL]),
    ],
)
def test_the_person_has_to_be_at_the_school_until_tomorrow(
    until: str | None, problems: list[Told]
) -> None:
    teacher = deferred(make_trained(at_school_until=until))
    assert told(RESUME, make_circumstances(teacher)) == problems


@pytest.mark.parametrize(
    ("started_on", "finished_on", "problems"),
    [
        pytest.param("2025-10-05", None, [refusals.ACTIVE_ELSEWHERE], id="runs"),
        pytest.param("2025-10-05", TODAY, [refusals.ACTIVE_ELSEWHERE], id="ends today"),
        pytest.param("2025-10-05", YESTERDAY, [], id="ended yesterday"),
        pytest.param(TODAY, None, [refusals.ACTIVE_ELSEWHERE], id="starts today"),
        pytest.param(TOMORROW, None, [refusals.ACTIVE_ELSEWHERE], id="starts tomorrow"),
        pytest.param("2026-03-01", "2026-04-01", [refusals.ACTIVE_ELSEWHERE], id="later"),
    ],
)
@pytest.mark.parametrize("members", [{}, SCHOOL_LED], ids=["other provider", "school-led"])
def test_nobody_is_trained_twice(
    started_on: str, finished_on: str | None, members: dict[str, object], problems: list[Told]
) -> None:
    other = make_other_training(started_on, finished_on, **members)
    teacher = deferred(make_trained(others=[other]))
    assert told(RESUME, make_circumstances(teacher)) == problems


@pytest.mark.parametrize("role", Role)
def test_training_in_the_same_role_at_another_school_counts_too(role: Role) -> None:
    elsewhere = make_school_period("stay at Saltmarsh", role=role, school=SALTMARSH)
    other = make_other_training("2025-10-05", role=role, school_period_id=AT_SALTMARSH)
    teacher = deferred(make_trained(role=role, others=[other]), role=role)
    teacher = replace(teacher, school_periods=(*teacher.school_periods, elsewhere))
    circumstances = make_circumstances(teacher)
    assert told(Resume(role=role), circumstances) == [refusals.ACTIVE_ELSEWHERE]


def test_training_in_the_other_role_does_not() -> None:
    mentoring = make_school_period("stay at Saltmarsh", role=Role.MENTOR, school=SALTMARSH)
    other = make_other_training("2025-10-05", role=Role.MENTOR, school_period_id=AT_SALTMARSH)
    teacher = deferred(make_trained(others=[other]))
    teacher = replace(teacher, school_periods=(*teacher.school_periods, mentoring))
    assert told(RESUME, make_circumstances(teacher)) == []


@pytest.mark.parametrize(
    ("other", "until", "problem"),
    [
        pytest.param(None, TODAY, refusals.GIVEN_UP_TODAY, id="today goes before the school"),
        pytest.param(
            make_other_training(TODAY), None, refusals.ACTIVE_ELSEWHERE, id="others go before today"
        ),
        pytest.param(
            make_other_training(TOMORROW), TODAY, refusals.GIVEN_UP_TODAY, id="what comes goes last"
        ),
    ],
)
def test_only_the_first_problem_is_told(
    other: TrainingPeriod | None, until: str | None, problem: Told
) -> None:
    others = [] if other is None else [other]
    teacher = deferred(make_trained(at_school_until=until, others=others), TODAY)
    assert told(RESUME, make_circumstances(teacher)) == [problem]


@pytest.mark.parametrize(
    ("role", "problem"), [(None, refusals.NO_COURSE), (Role.MENTOR, refusals.OTHER_COURSE)]
)
def test_without_an_enrolment_nothing_else_is_looked_at(role: Role | None, problem: Told) -> None:
    assert told(Resume(role=role), make_circumstances(make_trained())) == [problem]


@pytest.mark.parametrize(
    ("until", "status"),
    [(None, ParticipantStatus.ACTIVE), ("2026-07-31", ParticipantStatus.LEAVING)],
)
def test_training_begins_today_for_as_long_as_the_stay(
    until: str | None, status: ParticipantStatus
) -> None:
    before = deferred(make_trained(at_school_until=until))
    after = acted(RESUME, make_circumstances(before))
    old, new = after.training_periods
    assert (old,) == before.training_periods
    assert span(new) == days(TODAY, until)
    assert (new.partnership, new.schedule) == (old.partnership, old.schedule)
    assert new.expression_of_interest is None
    assert new.created_at == moment("2025-10-15T12:00:00")
    enrolment = seen(after)
    assert enrolment.training_status is TrainingStatus.ACTIVE
    assert enrolment.participant_status is status
    assert (enrolment.deferral, enrolment.withdrawal) == (None, None)


def test_a_reported_leaving_cuts_the_new_training_as_it_cut_the_stay() -> None:
    teacher = deferred(make_trained(at_school_until="2025-12-01"))
    stay = replace(teacher.school_periods[0], cut_by_leaving=LeavingCut())
    teacher = replace(teacher, school_periods=(stay,))
    training = training_of(acted(RESUME, make_circumstances(teacher)))
    assert span(training) == days(TODAY, "2025-12-01")
    assert training.cut_by_leaving == LeavingCut()


def test_the_same_occasion_begins_the_same_training() -> None:
    circumstances = make_circumstances(deferred(make_trained()))
    assert RESUME.effect(circumstances) == RESUME.effect(circumstances)


@pytest.mark.parametrize("funding_ended", [False, True])
def test_a_mentor_whose_training_begins_becomes_eligible_unless_funding_has_ended(
    funding_ended: bool,
) -> None:
    end = MentorFundingEnd(
        ended_on=day("2025-09-20"), reason=MentorIneligibilityReason.STARTED_NOT_COMPLETED
    )
    teacher = deferred(
        make_trained(role=Role.MENTOR, mentor_funding_end=end if funding_ended else None),
        role=Role.MENTOR,
    )
    after = acted(Resume(role=Role.MENTOR), make_circumstances(teacher))
    assert (after.mentor_first_eligible_at is None) is funding_ended
