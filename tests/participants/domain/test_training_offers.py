"""New training: its start, cohort, schedule and partnership."""

from dataclasses import replace
from typing import Any

import pytest

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.errors import NotActiveError, UnknownReferenceError
from participants_service.domain.schedules import ScheduleIdentifier, Term, term_of
from participants_service.domain.teachers import (
    ExpressionOfInterest,
    LeavingCut,
    Programme,
    Role,
    SchoolPeriod,
    Teacher,
    TrainingPeriod,
)
from participants_service.domain.training_offers import Placement, provider_led_training
from tests.participants.facts import (
    days,
    make_calendar,
    make_lead_provider,
    make_occasion,
    make_offer,
    span,
)
from tests.participants.people import (
    DELIVERY_PARTNER,
    LARKFIELD,
    day,
    make_cohort,
    make_partnership,
    make_school_period,
    make_teacher,
    make_training,
    moment,
)


def train(
    teacher: Teacher, *, school_start: str, today: str, role: Role = Role.ECT, **offer: Any
) -> tuple[TrainingPeriod, Placement]:
    """Work out the training of somebody who starts at a school."""
    stay = make_school_period("new stay", role=role, started_on=day(school_start))
    return provider_led_training(
        teacher,
        stay,
        make_offer(**offer),
        calendar=make_calendar(),
        occasion=make_occasion(today),
    )


def nobody() -> Teacher:
    """Return somebody without any history."""
    return make_teacher(school_periods=(), training_periods=())


def trained(cohort: int, schedule: str, role: Role = Role.ECT, **overrides: Any) -> Teacher:
    """Return somebody who trained in one cohort before."""
    training = make_training(
        role=role,
        started_on=day(f"{cohort}-09-01"),
        partnership=make_partnership(cohort=cohort),
        schedule=ScheduleIdentifier(schedule),
        **overrides,
    )
    return make_teacher(training_periods=(training,))


@pytest.mark.parametrize(
    ("school_start", "today", "training_start"),
    [
        pytest.param("2025-09-01", "2025-08-31", "2025-09-01", id="registered the day before"),
        pytest.param("2025-09-01", "2025-09-01", "2025-09-01", id="registered that day"),
        pytest.param("2025-09-01", "2025-09-02", "2025-09-02", id="registered the day after"),
        pytest.param("2026-04-20", "2025-09-02", "2026-04-20", id="registered long before"),
    ],
)
def test_training_starts_with_school_or_registration_whichever_is_later(
    school_start: str, today: str, training_start: str
) -> None:
    training, _ = train(nobody(), school_start=school_start, today=today)
    assert span(training) == days(training_start, None)


@pytest.mark.parametrize(
    ("school_start", "today", "cohort", "schedule"),
    [
        pytest.param("2025-05-31", "2025-05-31", 2024, "ecf-standard-april", id="last of May"),
        pytest.param("2025-06-01", "2025-05-31", 2025, "ecf-standard-september", id="1 June"),
        pytest.param("2025-05-31", "2025-06-01", 2025, "ecf-standard-september", id="late"),
        pytest.param("2025-10-31", "2025-06-02", 2025, "ecf-standard-september", id="31 October"),
        pytest.param("2025-11-01", "2025-06-02", 2025, "ecf-standard-january", id="1 November"),
        pytest.param("2026-02-28", "2025-06-02", 2025, "ecf-standard-january", id="28 February"),
        pytest.param("2026-03-01", "2025-06-02", 2025, "ecf-standard-april", id="1 March"),
        pytest.param("2023-09-01", "2025-06-02", 2025, "ecf-standard-september", id="very late"),
        pytest.param("2026-09-01", "2025-06-02", 2026, "ecf-standard-september", id="next year"),
    ],
)
def test_a_first_training_gets_the_cohort_and_term_of_its_first_day(
    school_start: str, today: str, cohort: int, schedule: str
) -> None:
    training, placement = train(nobody(), school_start=school_start, today=today)
    assert (placement.cohort, training.schedule) == (cohort, schedule)
    assert placement.frozen_cohort is None


@pytest.mark.parametrize(
    ("before", "role", "today", "kept", "frozen"),
    [
        pytest.param(
            2023, Role.ECT, "2025-09-01", (2023, "ecf-extended-january"), None, id="ECT stays"
        ),
        pytest.param(
            2022, Role.ECT, "2025-06-15", (2022, "ecf-extended-january"), None, id="not yet frozen"
        ),
        pytest.param(
            2022, Role.ECT, "2025-06-16", (2024, "ecf-extended-september"), 2022, id="ECT frozen"
        ),
        pytest.param(
            2023, Role.MENTOR, "2025-09-01", (2023, "ecf-extended-january"), None, id="mentor stays"
        ),
        pytest.param(
            2022,
            Role.MENTOR,
            "2025-09-01",
            (2025, "ecf-extended-january"),
            None,
            id="mentor frozen",
        ),
    ],
)
def test_a_second_training_keeps_cohort_and_schedule_unless_frozen(
    before: int, role: Role, today: str, kept: tuple[int, str], frozen: int | None
) -> None:
    teacher = trained(before, "ecf-extended-january", role)
    training, placement = train(teacher, school_start=today, today=today, role=role)
    assert (training.cohort, training.schedule) == kept
    assert placement.frozen_cohort == frozen


@pytest.mark.parametrize(
    ("school_start", "training_start"),
    [
        pytest.param("2024-05-31", "2024-06-01", id="before the cohort"),
        pytest.param("2024-06-02", "2024-06-02", id="within it"),
        pytest.param("2026-01-05", "2026-01-05", id="later"),
    ],
)
def test_after_a_freeze_training_starts_with_school_but_not_before_the_cohort_does(
    school_start: str, training_start: str
) -> None:
    teacher = trained(2021, "ecf-standard-september")
    training, _ = train(teacher, school_start=school_start, today="2025-10-15")
    assert training.started_on == day(training_start)


def test_the_other_role_is_no_earlier_training() -> None:
    teacher = trained(2023, "ecf-extended-january", Role.MENTOR)
    training, _ = train(teacher, school_start="2025-09-01", today="2025-07-01")
    assert (training.cohort, training.schedule) == (2025, "ecf-standard-september")


def test_school_led_training_is_no_earlier_training() -> None:
    school_led = make_training(programme=Programme.SCHOOL_LED, partnership=None, schedule=None)
    training, _ = train(
        make_teacher(training_periods=(school_led,)), school_start="2026-09-01", today="2026-07-01"
    )
    assert (training.cohort, training.schedule) == (2026, "ecf-standard-september")


def test_waiting_training_is_earlier_training() -> None:
    interest = ExpressionOfInterest(lead_provider_id=LARKFIELD, cohort=CohortYear(2024))
    waiting = make_training(
        partnership=None,
        expression_of_interest=interest,
        schedule=ScheduleIdentifier.REDUCED_APRIL,
    )
    training, _ = train(
        make_teacher(training_periods=(waiting,)), school_start="2026-09-01", today="2026-07-01"
    )
    assert (training.cohort, training.schedule) == (2024, "ecf-reduced-april")


def test_of_several_trainings_the_schedule_of_the_last_one_in_the_cohort_is_kept() -> None:
    first, second = (
        make_training(
            name,
            started_on=day(start),
            finished_on=day(end),
            partnership=make_partnership(cohort=cohort),
            schedule=ScheduleIdentifier(schedule),
        )
        for name, start, end, cohort, schedule in (
            ("first", "2024-09-01", "2024-12-31", 2024, "ecf-standard-september"),
            ("second", "2025-01-01", "2025-03-31", 2023, "ecf-extended-april"),
        )
    )
    teacher = make_teacher(training_periods=(first, second))
    training, _ = train(
        teacher, school_start="2025-09-01", today="2025-07-01", cohort=CohortYear(2024)
    )
    assert (training.cohort, training.schedule) == (2024, "ecf-standard-september")


def test_history_names_its_own_cohort_and_schedule() -> None:
    training, _ = train(
        trained(2021, "ecf-standard-september"),
        school_start="2025-09-01",
        today="2025-07-01",
        cohort=CohortYear(2023),
        schedule=ScheduleIdentifier.REDUCED_JANUARY,
    )
    assert (training.cohort, training.schedule) == (2023, "ecf-reduced-january")
    assert training.started_on == day("2025-09-01")


def test_a_mentor_who_replaces_another_gets_a_replacement_schedule() -> None:
    training, _ = provider_led_training(
        nobody(),
        make_school_period(role=Role.MENTOR),
        make_offer(),
        calendar=make_calendar(),
        occasion=make_occasion("2025-07-01"),
        replacement=True,
    )
    assert training.schedule is ScheduleIdentifier.REPLACEMENT_SEPTEMBER


def test_training_rests_on_the_oldest_partnership_of_the_cohort() -> None:
    newer, older = (
        replace(
            make_partnership(delivery_partner_id=DELIVERY_PARTNER, school=school.school),
            created_at=moment(created_at),
        )
        for school, created_at in (
            (make_school_period(), "2025-06-03T09:00:00"),
            (make_school_period(), "2025-06-02T09:00:00"),
        )
    )
    other_year = make_partnership(cohort=2024)
    training, _ = train(
        nobody(),
        school_start="2025-09-01",
        today="2025-07-01",
        partnerships=(newer, other_year, older),
    )
    assert training.partnership is older
    assert training.expression_of_interest is None


def test_without_a_partnership_in_the_cohort_there_is_only_interest() -> None:
    training, _ = train(
        nobody(),
        school_start="2025-09-01",
        today="2025-07-01",
        partnerships=(make_partnership(cohort=2024),),
    )
    assert training.partnership is None
    assert training.expression_of_interest == ExpressionOfInterest(
        lead_provider_id=LARKFIELD, cohort=CohortYear(2025)
    )


def test_a_lead_provider_has_to_be_active_in_the_cohort() -> None:
    offer = replace(make_offer(), lead_provider=make_lead_provider(cohorts=range(2021, 2025)))
    with pytest.raises(NotActiveError, match="2025") as refused:
        provider_led_training(
            nobody(),
            make_school_period(),
            offer,
            calendar=make_calendar(),
            occasion=make_occasion("2025-07-01"),
        )
    assert refused.value.member == "lead_provider_id"


def test_a_day_outside_all_cohorts_has_none() -> None:
    with pytest.raises(UnknownReferenceError) as refused:
        train(nobody(), school_start="2027-06-01", today="2025-07-01")
    assert refused.value.member == "cohort"


def test_a_cohort_without_the_schedule_is_refused() -> None:
    calendar = make_calendar(
        cohorts={CohortYear(2025): make_cohort(2025)},
        schedules={(CohortYear(2025), ScheduleIdentifier.STANDARD_APRIL)},
    )
    with pytest.raises(UnknownReferenceError) as refused:
        provider_led_training(
            nobody(),
            make_school_period(),
            make_offer(),
            calendar=calendar,
            occasion=make_occasion("2025-07-01"),
        )
    assert refused.value.member == "schedule_identifier"


def test_training_ends_with_a_stay_that_is_going_to_end() -> None:
    stay: SchoolPeriod = make_school_period(
        finished_on=day("2026-03-31"), cut_by_leaving=LeavingCut()
    )
    training, _ = provider_led_training(
        nobody(),
        stay,
        make_offer(),
        calendar=make_calendar(),
        occasion=make_occasion("2025-10-15"),
    )
    assert span(training) == days("2025-10-15", "2026-03-31")
    assert training.cut_by_leaving == LeavingCut()


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_belongs_to_a_term(month: int) -> None:
    term = term_of(day(f"2026-{month:02}-15"))
    assert (
        term
        is {
            **dict.fromkeys((11, 12, 1, 2), Term.JANUARY),
            **dict.fromkeys((3, 4, 5), Term.APRIL),
            **dict.fromkeys((6, 7, 8, 9, 10), Term.SEPTEMBER),
        }[month]
    )
