"""From a lead provider to the school itself and back: the training, and what is seen of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from participants_service.domain.changing_programme import (
    change_to_provider_led,
    change_to_school_led,
)
from participants_service.domain.cohorts import CohortYear
from participants_service.domain.errors import (
    DomainError,
    NotActiveError,
    NotAllowedNowError,
    OverlapError,
    SameProgrammeError,
)
from participants_service.domain.leaving import cancel_leaving, report_leaving
from participants_service.domain.replacements import DeclaredDays
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.teachers import (
    ExpressionOfInterest,
    MentorFundingEnd,
    MentorIneligibilityReason,
    ParticipantId,
    Programme,
    Role,
    Teacher,
)
from tests.participants.acting import deferred, make_trained, withdrawn
from tests.participants.domain.seeing import next_day, statuses
from tests.participants.facts import (
    days,
    make_calendar,
    make_lead_provider,
    make_occasion,
    make_offer,
    span,
)
from tests.participants.people import (
    FENBROOK,
    LARKFIELD,
    OTTERBURN,
    day,
    known,
    make_mentorship,
    make_partnership,
    make_school_period,
    make_teacher,
    make_training,
    moment,
)

TODAY = "2025-10-15"
SCHOOL = Programme.SCHOOL_LED.value
Trained = list[tuple[str, str, str | None]]

SCHOOL_LED: dict[str, Any] = {
    "programme": Programme.SCHOOL_LED,
    "partnership": None,
    "schedule": None,
}
WAITING: dict[str, Any] = {
    "partnership": None,
    "expression_of_interest": ExpressionOfInterest(
        lead_provider_id=LARKFIELD, cohort=CohortYear(2025)
    ),
}


def to_school(teacher: Teacher, today: str = TODAY) -> Teacher:
    """Let the school train the ECT itself."""
    return change_to_school_led(teacher, teacher.school_periods[0], make_occasion(today))


def to_lead_provider(
    teacher: Teacher,
    *mentors: Teacher,
    today: str = TODAY,
    declared_days: DeclaredDays | None = None,
    **offer: Any,
) -> tuple[Teacher, ...]:
    """Let Otterburn train the ECT."""
    return change_to_provider_led(
        teacher,
        teacher.school_periods[0],
        make_offer(OTTERBURN, **offer),
        mentors={one.id: one for one in mentors},
        declared_days=declared_days or {},
        calendar=make_calendar(),
        occasion=make_occasion(today),
    )


def trained(teacher: Teacher) -> Trained:
    """Return which training there is when."""
    return [
        (
            one.programme.value,
            one.started_on.isoformat(),
            None if one.finished_on is None else one.finished_on.isoformat(),
        )
        for one in teacher.training_periods
    ]


@pytest.mark.parametrize(
    ("starts_on", "confirmed", "expected", "seen"),
    [
        pytest.param(
            "2025-10-13",
            True,
            [("provider_led", "2025-10-13", "2025-10-14"), (SCHOOL, TODAY, None)],
            "left",
            id="began before",
        ),
        pytest.param(
            "2025-10-14",
            True,
            [("provider_led", "2025-10-14", "2025-10-14"), (SCHOOL, TODAY, None)],
            "left",
            id="began yesterday",
        ),
        pytest.param(TODAY, True, [(SCHOOL, TODAY, None)], None, id="begins today"),
        pytest.param("2025-10-16", True, [(SCHOOL, TODAY, None)], None, id="begins tomorrow"),
        pytest.param(
            "2025-10-14", False, [(SCHOOL, TODAY, None)], None, id="began yesterday, unconfirmed"
        ),
        pytest.param(TODAY, False, [(SCHOOL, TODAY, None)], None, id="begins today, unconfirmed"),
        pytest.param(
            "2025-10-16", False, [(SCHOOL, TODAY, None)], None, id="begins tomorrow, unconfirmed"
        ),
    ],
)
def test_to_school_led(
    starts_on: str, confirmed: bool, expected: Trained, seen: str | None
) -> None:
    after = to_school(make_trained(starts_on, training={} if confirmed else WAITING))
    assert trained(after) == expected
    for today in (TODAY, next_day(TODAY)):
        assert statuses(after, today) == (seen, None)


def test_before_the_first_day_at_school_it_trains_from_that_day() -> None:
    stay = make_school_period(started_on=day("2025-10-20"))
    after = to_school(make_trained("2025-10-20", school_periods=(stay,)))
    assert trained(after) == [(SCHOOL, "2025-10-20", None)]


def test_there_is_a_first_day_before_which_nothing_can_end() -> None:
    first_day = "0001-01-01"
    stay = make_school_period(started_on=day(first_day))
    after = to_school(make_trained(first_day, school_periods=(stay,)), first_day)
    assert trained(after) == [(SCHOOL, first_day, None)]


def test_who_loses_a_person_never_begun_keeps_seeing_what_was_before() -> None:
    earlier = make_training("earlier", finished_on=day("2025-10-10"))
    after = to_school(make_trained("2025-10-16", others=[earlier]))
    assert statuses(after, TODAY) == ("left", None)


@pytest.mark.parametrize("give_up", [deferred, withdrawn])
@pytest.mark.parametrize("on", ["2025-10-14", TODAY])
def test_the_school_takes_over_what_a_lead_provider_gave_up(give_up: Any, on: str) -> None:
    before = give_up(make_trained(), on)
    after = to_school(before)
    assert trained(after) == [
        ("provider_led", "2025-09-01", "2025-10-14"),
        (SCHOOL, TODAY, None),
    ]
    (given_up, _), (was,) = after.training_periods, before.training_periods
    assert (given_up.deferral, given_up.withdrawal) == (was.deferral, was.withdrawal)


def test_training_by_the_school_lasts_as_long_as_the_stay_and_comes_back_with_it() -> None:
    (leaver,) = report_leaving(
        make_trained(), Role.ECT, FENBROOK.id, day("2026-03-31"), counterparts={}
    )
    changed = to_school(leaver)
    assert trained(changed)[-1] == (SCHOOL, TODAY, "2026-03-31")
    (back,) = cancel_leaving(changed, Role.ECT, FENBROOK.id, counterparts={})
    assert trained(back) == [
        ("provider_led", "2025-09-01", "2025-10-14"),
        (SCHOOL, TODAY, None),
    ]


@pytest.mark.parametrize("partnered", [True, False], ids=["partnered", "not partnered"])
@pytest.mark.parametrize(
    ("starts_on", "expected"),
    [
        pytest.param(
            "2025-10-14",
            [(SCHOOL, "2025-10-14", "2025-10-14"), ("provider_led", TODAY, None)],
            id="began yesterday",
        ),
        pytest.param(TODAY, [("provider_led", TODAY, None)], id="begins today"),
        pytest.param("2025-10-16", [("provider_led", TODAY, None)], id="begins tomorrow"),
    ],
)
def test_to_provider_led(starts_on: str, expected: Trained, *, partnered: bool) -> None:
    (after,) = to_lead_provider(
        make_trained(starts_on, training=SCHOOL_LED), partnerships=None if partnered else ()
    )
    assert trained(after) == expected
    assert after.training_periods[-1].lead_provider_id == OTTERBURN
    assert statuses(after, TODAY) == (None, "active" if partnered else None)


def test_to_provider_led_before_the_first_day_at_school() -> None:
    stay = make_school_period(started_on=day("2025-10-20"))
    (after,) = to_lead_provider(
        make_trained("2025-10-20", training=SCHOOL_LED, school_periods=(stay,))
    )
    assert trained(after) == [("provider_led", "2025-10-20", None)]
    assert statuses(after, TODAY) == (None, "joining")


def test_back_with_a_lead_provider_cohort_and_schedule_are_as_before() -> None:
    before = make_trained(
        training={
            "partnership": make_partnership(cohort=2023),
            "schedule": ScheduleIdentifier.EXTENDED_APRIL,
        }
    )
    (after,) = to_lead_provider(to_school(before), today="2026-01-12")
    last = after.training_periods[-1]
    assert (last.cohort, last.schedule) == (2023, "ecf-extended-april")
    assert trained(after) == [
        ("provider_led", "2025-09-01", "2025-10-14"),
        (SCHOOL, TODAY, "2026-01-11"),
        ("provider_led", "2026-01-12", None),
    ]
    assert statuses(after, "2026-01-12") == ("left", "active")


def test_who_was_never_with_a_lead_provider_begins_in_the_cohort_of_today() -> None:
    (after,) = to_lead_provider(make_trained("2023-09-01", training=SCHOOL_LED), today="2026-01-12")
    last = after.training_periods[-1]
    assert (last.cohort, last.schedule) == (2025, "ecf-standard-january")


@pytest.mark.parametrize(
    ("school_led_from", "starts_on"),
    [
        pytest.param("2025-09-01", TODAY, id="training by the school stays on record"),
        pytest.param(TODAY, "2025-09-01", id="nothing stays"),
    ],
)
def test_a_frozen_cohort_is_left(school_led_from: str, starts_on: str) -> None:
    at_first = make_school_period(
        "first", started_on=day("2022-09-01"), finished_on=day("2025-08-31")
    )
    stay = make_school_period()
    teacher = make_teacher(
        school_periods=(stay, at_first),
        training_periods=(
            make_training(
                "first",
                school_period_id=at_first.id,
                started_on=at_first.started_on,
                finished_on=at_first.finished_on,
                partnership=make_partnership(cohort=2022),
            ),
            make_training("second", started_on=day(school_led_from), **SCHOOL_LED),
        ),
    )
    (after,) = to_lead_provider(teacher)
    last = after.training_periods[-1]
    assert span(last) == days(starts_on, None)
    assert (last.cohort, last.schedule) == (2024, "ecf-extended-september")
    assert after.ect_frozen_cohort == 2022


MENTOR_ID = ParticipantId(known("Tobiah Wrenfield"))
MENTOR_STAY = make_school_period(
    "school period of Tobiah Wrenfield", role=Role.MENTOR, started_on=day("2025-10-10")
)
MENTORED = make_mentorship(
    "Tobiah Wrenfield", mentor_school_period_id=MENTOR_STAY.id, started_on=day("2025-10-10")
)


def make_mentor(**overrides: Any) -> Teacher:
    """Make a mentor at Fenbrook whom nobody has trained."""
    members: dict[str, Any] = {"school_periods": (MENTOR_STAY,), "training_periods": ()}
    return make_teacher("Tobiah Wrenfield", **members | overrides)


def make_mentored(*mentorships: Any) -> Teacher:
    """Make an ECT with mentors, whom the school trains."""
    return make_trained(training=SCHOOL_LED, mentorships=mentorships)


@pytest.mark.parametrize(
    ("mentor_from", "starts_on"),
    [("2025-10-10", TODAY), (TODAY, TODAY), ("2025-10-20", "2025-10-20")],
)
def test_the_mentor_begins_training_with_the_ect(mentor_from: str, starts_on: str) -> None:
    start = day(mentor_from)
    mentor = make_mentor(school_periods=(replace(MENTOR_STAY, started_on=start),))
    ect = make_mentored(replace(MENTORED, started_on=start))
    _, after = to_lead_provider(ect, mentor)
    (training,) = after.training_periods
    assert (training.role, training.lead_provider_id) == (Role.MENTOR, OTTERBURN)
    assert (span(training), training.schedule) == (
        days(starts_on, None),
        "ecf-standard-september",
    )
    assert after.mentor_first_eligible_at == moment(f"{TODAY}T12:00:00")


FUNDING_END = MentorFundingEnd(
    ended_on=day("2024-01-31"), reason=MentorIneligibilityReason.STARTED_NOT_COMPLETED
)


@pytest.mark.parametrize(
    ("mentor", "mentorship"),
    [
        pytest.param(make_mentor(mentor_funding_end=FUNDING_END), MENTORED, id="not funded"),
        pytest.param(
            make_mentor(
                training_periods=(
                    make_training("m", role=Role.MENTOR, finished_on=day("2025-10-11")),
                )
            ),
            MENTORED,
            id="trained before",
        ),
        pytest.param(
            make_mentor(), replace(MENTORED, finished_on=day("2025-10-14")), id="mentor until then"
        ),
        pytest.param(
            make_mentor(school_periods=(replace(MENTOR_STAY, finished_on=day("2025-10-14")),)),
            MENTORED,
            id="has left",
        ),
    ],
)
def test_a_mentor_who_needs_no_training_gets_none(mentor: Teacher, mentorship: Any) -> None:
    _, *others = to_lead_provider(make_mentored(mentorship), mentor)
    assert [one for one in others if one != mentor] == []


def test_a_mentor_is_as_welcome_where_the_lead_provider_is_not_active() -> None:
    before_2025 = make_lead_provider(OTTERBURN, cohorts=range(2021, 2025))
    earlier = make_training(
        "earlier", finished_on=day("2025-09-30"), partnership=make_partnership(cohort=2024)
    )
    ect = make_trained("2025-10-01", training=SCHOOL_LED, others=[earlier], mentorships=(MENTORED,))
    changed, mentor = to_lead_provider(ect, make_mentor(), lead_provider=before_2025)
    assert changed.training_periods[-1].cohort == 2024
    assert mentor == make_mentor()


@pytest.mark.parametrize(
    ("declared", "schedule"),
    [
        pytest.param({}, "ecf-standard-september", id="nothing"),
        pytest.param({"Nia": "2025-08-31"}, "ecf-standard-september", id="the day before"),
        pytest.param({"Nia": "2025-09-01"}, "ecf-replacement-september", id="the first day"),
        pytest.param({"Nia": "2025-10-09"}, "ecf-replacement-september", id="the last day"),
        pytest.param({"Nia": "2025-10-10"}, "ecf-standard-september", id="the day after"),
        pytest.param({"Tobiah Wrenfield": "2025-10-10"}, "ecf-standard-september", id="their own"),
        pytest.param({"Stranger": "2025-09-10"}, "ecf-standard-september", id="of a stranger"),
    ],
)
def test_who_takes_over_from_a_declared_mentor_has_a_replacement_schedule(
    declared: Mapping[str, str], schedule: str
) -> None:
    earlier = make_mentorship("Nia", finished_on=day("2025-10-09"))
    ect = make_mentored(earlier, MENTORED)
    _, mentor = to_lead_provider(
        ect,
        make_mentor(),
        make_teacher("Nia"),
        declared_days={
            ParticipantId(known(name)): [day(declared_on)] for name, declared_on in declared.items()
        },
    )
    assert [one.schedule for one in mentor.training_periods] == [schedule]


def test_a_declared_mentor_to_come_replaces_nobody() -> None:
    later = make_mentorship("Nia", started_on=day("2025-11-03"))
    ect = make_mentored(replace(MENTORED, finished_on=day("2025-11-02")), later)
    _, mentor = to_lead_provider(
        ect,
        make_mentor(),
        make_teacher("Nia"),
        declared_days={ParticipantId(known("Nia")): [day("2025-11-03")]},
    )
    assert mentor.training_periods[0].schedule == "ecf-standard-september"


def refusal(change: Any, teacher: Teacher, **options: Any) -> tuple[type[DomainError], str]:
    """Return why a change is refused."""
    with pytest.raises(DomainError) as refused:
        change(teacher, **options)
    return type(refused.value), refused.value.member


@pytest.mark.parametrize(
    ("change", "teacher"),
    [
        pytest.param(to_school, make_trained(training=SCHOOL_LED), id="school-led"),
        pytest.param(
            to_school, make_trained("2025-10-16", training=SCHOOL_LED), id="school-led tomorrow"
        ),
        pytest.param(to_lead_provider, make_trained(), id="provider-led"),
        pytest.param(to_lead_provider, make_trained(training=WAITING), id="waiting"),
        pytest.param(to_lead_provider, withdrawn(make_trained()), id="withdrawn"),
    ],
)
def test_the_same_programme_is_no_change(change: Any, teacher: Teacher) -> None:
    assert refusal(change, teacher) == (SameProgrammeError, "programme")


@pytest.mark.parametrize("change", [to_school, to_lead_provider])
def test_nobody_changes_the_programme_of_who_has_left(change: Any) -> None:
    teacher = make_trained(finished_on="2025-10-14", at_school_until="2025-10-14")
    assert refusal(change, teacher) == (NotAllowedNowError, "participant_id")


def test_without_any_training_either_programme_may_begin() -> None:
    untrained = make_teacher(training_periods=())
    assert trained(to_school(untrained)) == [(SCHOOL, TODAY, None)]
    assert trained(to_lead_provider(untrained)[0]) == [("provider_led", TODAY, None)]


def test_told_late_it_cannot_undo_what_came_since() -> None:
    later = make_training("later", started_on=day("2025-10-16"))
    teacher = make_trained(finished_on=TODAY, others=[later])
    assert refusal(to_school, teacher) == (OverlapError, "participant_id")


def test_the_new_lead_provider_has_to_be_active_in_the_cohort() -> None:
    before_2025 = make_lead_provider(OTTERBURN, cohorts=range(2021, 2025))
    assert refusal(
        to_lead_provider, make_trained(training=SCHOOL_LED), lead_provider=before_2025
    ) == (NotActiveError, "lead_provider_id")
