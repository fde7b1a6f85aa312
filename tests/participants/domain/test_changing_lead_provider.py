"""Another lead provider: what becomes of the training, and what the old and the new one see."""

from dataclasses import replace
from typing import Any

import pytest

from participants_service.domain.changing_lead_provider import change_lead_provider
from participants_service.domain.cohorts import CohortYear
from participants_service.domain.errors import (
    DomainError,
    NotActiveError,
    NotAllowedNowError,
    OverlapError,
    SameProviderError,
)
from participants_service.domain.leaving import cancel_leaving, report_leaving
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.teachers import (
    ExpressionOfInterest,
    MentorFundingEnd,
    MentorIneligibilityReason,
    Programme,
    Role,
    Teacher,
    TrainingPeriod,
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
    SALTMARSH,
    day,
    make_partnership,
    make_school_period,
    make_teacher,
    make_training,
    moment,
)

TODAY = "2025-10-15"
Trainings = list[tuple[LeadProviderId | None, str, str | None]]


def change(
    teacher: Teacher,
    today: str = TODAY,
    *,
    to: LeadProviderId = OTTERBURN,
    stay: int = 0,
    **offer: Any,
) -> Teacher:
    """Let the school of a stay name another lead provider."""
    return change_lead_provider(
        teacher,
        teacher.school_periods[stay],
        make_offer(to, **offer),
        calendar=make_calendar(),
        occasion=make_occasion(today),
    )


def interest(lead_provider_id: LeadProviderId = LARKFIELD, cohort: int = 2025) -> dict[str, Any]:
    """Return what makes training wait for a partnership."""
    return {
        "partnership": None,
        "expression_of_interest": ExpressionOfInterest(
            lead_provider_id=lead_provider_id, cohort=CohortYear(cohort)
        ),
    }


def trainings(teacher: Teacher) -> Trainings:
    """Return who trains when."""
    return [
        (
            one.lead_provider_id,
            one.started_on.isoformat(),
            None if one.finished_on is None else one.finished_on.isoformat(),
        )
        for one in teacher.training_periods
    ]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("partnered", [True, False], ids=["partnered", "not partnered"])
@pytest.mark.parametrize(
    ("starts_on", "confirmed", "trained", "seen", "seen_tomorrow"),
    [
        pytest.param(
            "2025-10-13",
            True,
            [(LARKFIELD, "2025-10-13", "2025-10-14"), (OTTERBURN, TODAY, None)],
            ("left", "active"),
            ("left", "active"),
            id="began before",
        ),
        pytest.param(
            "2025-10-14",
            True,
            [(LARKFIELD, "2025-10-14", "2025-10-14"), (OTTERBURN, TODAY, None)],
            ("left", "active"),
            ("left", "active"),
            id="began yesterday",
        ),
        pytest.param(
            TODAY,
            True,
            [(OTTERBURN, TODAY, None)],
            (None, "active"),
            (None, "active"),
            id="begins today",
        ),
        pytest.param(
            "2025-10-16",
            True,
            [(OTTERBURN, "2025-10-16", None)],
            (None, "joining"),
            (None, "active"),
            id="begins tomorrow",
        ),
        pytest.param(
            "2025-10-14",
            False,
            [(OTTERBURN, TODAY, None)],
            (None, "active"),
            (None, "active"),
            id="began yesterday, unconfirmed",
        ),
        pytest.param(
            TODAY,
            False,
            [(OTTERBURN, TODAY, None)],
            (None, "active"),
            (None, "active"),
            id="begins today, unconfirmed",
        ),
        pytest.param(
            "2025-10-16",
            False,
            [(OTTERBURN, "2025-10-16", None)],
            (None, "joining"),
            (None, "active"),
            id="begins tomorrow, unconfirmed",
        ),
    ],
)
def test_old_and_new_lead_provider(
    starts_on: str,
    confirmed: bool,
    trained: Trainings,
    seen: tuple[str | None, str],
    seen_tomorrow: tuple[str | None, str],
    *,
    partnered: bool,
    role: Role,
) -> None:
    before = make_trained(starts_on, role=role, training={} if confirmed else interest())
    after = change(before, partnerships=None if partnered else ())
    assert trainings(after) == trained
    for today, (old, new) in ((TODAY, seen), (next_day(TODAY), seen_tomorrow)):
        assert statuses(after, today, role) == (old, new if partnered else None)


def test_training_that_changes_hands_stays_the_same_training() -> None:
    before = make_trained("2025-10-16", training={"schedule": ScheduleIdentifier.EXTENDED_JANUARY})
    (training,) = before.training_periods
    (changed,) = change(before).training_periods
    assert changed == replace(
        training, partnership=make_partnership(lead_provider_id=OTTERBURN, cohort=2025)
    )
    (waiting,) = change(before, partnerships=()).training_periods
    assert waiting == replace(training, **interest(OTTERBURN))


def test_who_loses_a_person_never_begun_keeps_seeing_what_was_before() -> None:
    earlier = make_training("earlier", finished_on=day("2025-10-10"))
    before = make_trained("2025-10-16", others=[earlier])
    assert statuses(change(before), TODAY) == ("left", "joining")


def test_back_at_the_first_lead_provider_the_latest_training_is_shown() -> None:
    away = change(make_trained())
    assert trainings(change(away, next_day(TODAY), to=LARKFIELD)) == [
        (LARKFIELD, "2025-09-01", "2025-10-14"),
        (OTTERBURN, TODAY, TODAY),
        (LARKFIELD, "2025-10-16", None),
    ]
    assert trainings(change(away, to=LARKFIELD)) == [
        (LARKFIELD, "2025-09-01", "2025-10-14"),
        (LARKFIELD, TODAY, None),
    ]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("give_up", [deferred, withdrawn])
@pytest.mark.parametrize(
    ("given_up_on", "ended_on"),
    [("2025-10-14", "2025-10-14"), (TODAY, "2025-10-14"), ("2025-10-01", "2025-10-01")],
)
def test_training_that_was_given_up_goes_on_with_another_lead_provider(
    give_up: Any, given_up_on: str, ended_on: str, role: Role
) -> None:
    before = give_up(make_trained(role=role), given_up_on, role=role)
    after = change(before)
    assert trainings(after) == [
        (LARKFIELD, "2025-09-01", ended_on),
        (OTTERBURN, TODAY, None),
    ]
    given_up, _ = after.training_periods
    assert given_up == replace(before.training_periods[0], finished_on=day(ended_on))
    assert statuses(after, TODAY, role) == ("left", "active")


def test_training_lasts_as_long_as_the_stay_and_comes_back_with_it() -> None:
    (leaver,) = report_leaving(
        make_trained(), Role.ECT, FENBROOK.id, day("2026-03-31"), counterparts={}
    )
    changed = change(leaver)
    assert trainings(changed) == [
        (LARKFIELD, "2025-09-01", "2025-10-14"),
        (OTTERBURN, TODAY, "2026-03-31"),
    ]
    (back,) = cancel_leaving(changed, Role.ECT, FENBROOK.id, counterparts={})
    assert trainings(back) == [
        (LARKFIELD, "2025-09-01", "2025-10-14"),
        (OTTERBURN, TODAY, None),
    ]


@pytest.mark.parametrize(
    ("leaves_on", "refused"), [("2025-10-14", True), (TODAY, False), ("2025-10-16", False)]
)
def test_nobody_changes_the_lead_provider_of_who_has_left(leaves_on: str, refused: bool) -> None:
    teacher = make_trained(finished_on=leaves_on, at_school_until=leaves_on)
    if refused:
        assert refusal(teacher) == (NotAllowedNowError, "participant_id")
    else:
        assert trainings(change(teacher))[-1] == (OTTERBURN, TODAY, leaves_on)


@pytest.mark.parametrize("role", Role)
def test_training_begins_where_there_was_none(role: Role) -> None:
    stay = make_school_period(role=role)
    after = change(make_teacher(school_periods=(stay,), training_periods=()))
    assert trainings(after) == [(OTTERBURN, TODAY, None)]
    assert (after.mentor_first_eligible_at is None) is (role is Role.ECT)


def test_a_mentor_is_eligible_from_the_first_training_on() -> None:
    after = change(make_trained(role=Role.MENTOR))
    assert after.mentor_first_eligible_at == moment(f"{TODAY}T12:00:00")
    assert change(make_trained()).mentor_first_eligible_at is None


def make_other(**overrides: Any) -> TrainingPeriod:
    """Make training of another lead provider."""
    members: dict[str, Any] = {"partnership": make_partnership(lead_provider_id=OTTERBURN)}
    return make_training("other", **members | overrides)


SCHOOL_LED: dict[str, Any] = {
    "programme": Programme.SCHOOL_LED,
    "partnership": None,
    "schedule": None,
}
FUNDING_END = MentorFundingEnd(
    ended_on=day("2024-01-31"), reason=MentorIneligibilityReason.STARTED_NOT_COMPLETED
)
ELSEWHERE = make_school_period(
    "elsewhere", role=Role.MENTOR, school=SALTMARSH, started_on=day("2025-09-02")
)


def refusal(teacher: Teacher, **options: Any) -> tuple[type[DomainError], str]:
    """Return why a change is refused."""
    with pytest.raises(DomainError) as refused:
        change(teacher, **options)
    return type(refused.value), refused.value.member


@pytest.mark.parametrize("starts_on", ["2025-10-14", TODAY, "2025-10-16"])
@pytest.mark.parametrize("confirmed", [True, False])
def test_the_same_lead_provider_is_no_change(starts_on: str, confirmed: bool) -> None:
    teacher = make_trained(starts_on, training={} if confirmed else interest())
    assert refusal(teacher, to=LARKFIELD) == (SameProviderError, "lead_provider_id")


@pytest.mark.parametrize("give_up", [deferred, withdrawn])
def test_who_gave_training_up_is_still_the_lead_provider(give_up: Any) -> None:
    assert refusal(give_up(make_trained()), to=LARKFIELD) == (
        SameProviderError,
        "lead_provider_id",
    )


@pytest.mark.parametrize(
    ("teacher", "refused"),
    [
        pytest.param(
            make_trained(training=SCHOOL_LED),
            (NotAllowedNowError, "lead_provider_id"),
            id="the school trains",
        ),
        pytest.param(
            make_trained("2025-10-16", training=SCHOOL_LED),
            (NotAllowedNowError, "lead_provider_id"),
            id="the school will train",
        ),
        pytest.param(
            make_trained(role=Role.MENTOR, mentor_funding_end=FUNDING_END),
            (NotAllowedNowError, "participant_id"),
            id="the mentor is not funded",
        ),
        pytest.param(
            make_teacher(
                school_periods=(make_school_period(role=Role.MENTOR), ELSEWHERE),
                training_periods=(
                    make_other(
                        role=Role.MENTOR,
                        school_period_id=ELSEWHERE.id,
                        partnership=make_partnership(school=SALTMARSH),
                    ),
                ),
            ),
            (OverlapError, "participant_id"),
            id="the mentor is trained at another school",
        ),
        pytest.param(
            make_trained(finished_on=TODAY, others=[make_other(started_on=day("2025-10-16"))]),
            (OverlapError, "participant_id"),
            id="told late, training changed since",
        ),
        pytest.param(
            deferred(make_trained("2025-10-16"), "2025-10-20"),
            (OverlapError, "participant_id"),
            id="told late, training was given up since",
        ),
        pytest.param(
            deferred(make_trained(TODAY), "2025-10-20"),
            (OverlapError, "participant_id"),
            id="told late, training of that day was given up since",
        ),
    ],
)
def test_what_cannot_change(teacher: Teacher, refused: tuple[type[DomainError], str]) -> None:
    assert refusal(teacher) == refused


@pytest.mark.parametrize("starts_on", ["2025-10-14", "2025-10-16"])
def test_the_new_lead_provider_has_to_be_active_in_the_cohort(starts_on: str) -> None:
    before_2025 = make_lead_provider(OTTERBURN, cohorts=range(2021, 2025))
    assert refusal(make_trained(starts_on), lead_provider=before_2025) == (
        NotActiveError,
        "lead_provider_id",
    )


def in_cohort(year: int, role: Role = Role.ECT, starts_on: str | None = None) -> Teacher:
    """Return somebody who trains in a cohort since its September, or from a day on."""
    start = starts_on or f"{year}-09-01"
    return make_teacher(
        school_periods=(make_school_period(role=role, started_on=day(f"{year}-09-01")),),
        training_periods=(
            make_training(
                role=role,
                started_on=day(start),
                partnership=make_partnership(cohort=year),
                schedule=ScheduleIdentifier.STANDARD_APRIL,
            ),
        ),
    )


@pytest.mark.parametrize(
    ("teacher", "today", "cohort", "schedule", "frozen"),
    [
        pytest.param(
            in_cohort(2023), TODAY, 2023, "ecf-standard-april", None, id="the same cohort"
        ),
        pytest.param(
            in_cohort(2022), "2025-06-15", 2022, "ecf-standard-april", None, id="not yet frozen"
        ),
        pytest.param(
            in_cohort(2022), "2025-06-16", 2024, "ecf-extended-september", 2022, id="frozen"
        ),
        pytest.param(
            in_cohort(2022, starts_on="2025-11-03"),
            TODAY,
            2024,
            "ecf-extended-september",
            2022,
            id="frozen, changes hands",
        ),
        pytest.param(
            in_cohort(2023, Role.MENTOR),
            TODAY,
            2023,
            "ecf-standard-april",
            None,
            id="mentor, the same cohort",
        ),
        pytest.param(
            in_cohort(2022, Role.MENTOR),
            TODAY,
            2025,
            "ecf-standard-april",
            None,
            id="mentor, frozen",
        ),
    ],
)
def test_cohort_and_schedule_go_on_unless_the_cohort_is_frozen(
    teacher: Teacher, today: str, cohort: int, schedule: str, frozen: int | None
) -> None:
    after = change(teacher, today)
    last = after.training_periods[-1]
    assert (last.lead_provider_id, last.cohort, last.schedule) == (OTTERBURN, cohort, schedule)
    assert last.partnership == make_partnership(lead_provider_id=OTTERBURN, cohort=cohort)
    assert (after.ect_frozen_cohort, after.mentor_frozen_cohort) == (frozen, None)


@pytest.mark.parametrize(
    ("at_school_from", "confirmed", "starts_on"),
    [
        pytest.param("2024-09-01", True, TODAY, id="training stays on record"),
        pytest.param("2024-09-01", False, "2024-09-01", id="nothing stays"),
        pytest.param("2023-09-01", False, "2024-06-01", id="nothing stays, before the cohort"),
    ],
)
def test_out_of_a_frozen_cohort_training_reaches_back_where_none_is_kept(
    at_school_from: str, confirmed: bool, starts_on: str
) -> None:
    frozen = {"partnership": make_partnership(cohort=2022)} if confirmed else interest(cohort=2022)
    after = change(
        make_trained(
            at_school_from,
            training=frozen,
            school_periods=(make_school_period(started_on=day(at_school_from)),),
        )
    )
    last = after.training_periods[-1]
    assert span(last) == days(starts_on, None)
    assert (last.cohort, after.ect_frozen_cohort) == (2024, 2022)
    assert len(after.training_periods) == (2 if confirmed else 1)


def test_training_at_the_next_school_does_not_decide_about_this_one() -> None:
    next_stay = make_school_period("next", school=SALTMARSH, started_on=day("2026-01-05"))
    here = make_trained(at_school_until="2026-01-04", finished_on="2026-01-04")
    there = make_training(
        "next",
        school_period_id=next_stay.id,
        started_on=next_stay.started_on,
        partnership=make_partnership(school=SALTMARSH, cohort=2024),
    )
    teacher = replace(
        here,
        school_periods=(*here.school_periods, next_stay),
        training_periods=(*here.training_periods, there),
    )
    *_, changed, kept = change(teacher).training_periods
    assert (changed.cohort, span(changed)) == (2025, days(TODAY, "2026-01-04"))
    assert kept == there


def test_ids_are_known_from_the_event() -> None:
    first, second = change(make_trained()), change(make_trained())
    assert first == second
