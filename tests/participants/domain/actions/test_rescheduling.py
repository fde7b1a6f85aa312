"""Another schedule: which training ends and begins, and what is changed in place."""

from dataclasses import replace
from typing import Any

import pytest

from participants_service.domain.actions.changing_schedule import ChangeSchedule
from participants_service.domain.cohorts import CohortYear
from participants_service.domain.leaving import cancel_leaving, report_leaving
from participants_service.domain.partnerships import DeliveryPartnerId, Partnership
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.teachers import (
    ExpressionOfInterest,
    InductionOutcome,
    Role,
    Teacher,
)
from tests.participants.acting import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    acted,
    in_cohort,
    make_circumstances,
    make_trained,
    seen,
    training_of,
)
from tests.participants.facts import days, span
from tests.participants.people import (
    FENBROOK,
    LARKFIELD,
    day,
    known,
    make_induction,
    make_partnership,
    moment,
)

EXTENDED = ScheduleIdentifier.EXTENDED_SEPTEMBER
APRIL = ScheduleIdentifier.STANDARD_APRIL
REDUCED = ScheduleIdentifier.REDUCED_APRIL


def changed(
    teacher: Teacher,
    schedule: ScheduleIdentifier = EXTENDED,
    cohort: int | None = None,
    today: str = TODAY,
    **circumstances: Any,
) -> Teacher:
    year = None if cohort is None else CohortYear(cohort)
    action = ChangeSchedule(
        role=next(iter({one.role for one in teacher.training_periods})),
        schedule=schedule,
        cohort=year,
    )
    return acted(action, make_circumstances(teacher, today, **circumstances))


@pytest.mark.parametrize(
    ("finished_on", "until", "ends_on"),
    [
        pytest.param(None, None, None, id="open"),
        pytest.param("2026-07-31", None, "2026-07-31", id="training has an end"),
        pytest.param("2026-07-31", "2026-12-31", "2026-07-31", id="training ends first"),
        pytest.param("2026-07-31", "2026-07-31", "2026-07-31", id="both end"),
        pytest.param(TODAY, TODAY, TODAY, id="today is the last day"),
    ],
)
def test_running_training_ends_yesterday_and_goes_on_today(
    finished_on: str | None, until: str | None, ends_on: str | None
) -> None:
    before = make_trained("2025-09-01", finished_on, at_school_until=until)
    after = changed(before)
    old, new = after.training_periods
    assert old == replace(before.training_periods[0], finished_on=day(YESTERDAY))
    assert span(new) == days(TODAY, ends_on)
    assert (new.schedule, new.partnership) == (EXTENDED, old.partnership)
    assert new.school_period_id == old.school_period_id
    assert new.expression_of_interest is None
    assert new.created_at == moment("2025-10-15T12:00:00")
    assert replace(after, training_periods=before.training_periods) == before


@pytest.mark.parametrize("started_on", [TODAY, TOMORROW])
def test_training_that_has_not_run_a_day_is_changed_in_place(started_on: str) -> None:
    before = make_trained(started_on)
    after = changed(before)
    assert after.training_periods == (replace(before.training_periods[0], schedule=EXTENDED),)


def test_a_second_change_on_the_same_day_is_made_in_place() -> None:
    once = changed(make_trained())
    twice = changed(once, APRIL)
    assert twice.training_periods[0] == once.training_periods[0]
    assert twice.training_periods[1:] == (replace(once.training_periods[1], schedule=APRIL),)


def test_a_school_s_interest_follows_the_cohort_in_place_and_ends_with_the_old_training() -> None:
    interest = ExpressionOfInterest(lead_provider_id=LARKFIELD, cohort=CohortYear(2025))
    teacher = make_trained(TODAY, training={"expression_of_interest": interest})
    (training,) = changed(teacher, cohort=2024).training_periods
    assert training.expression_of_interest == replace(interest, cohort=CohortYear(2024))
    teacher = make_trained(training={"expression_of_interest": interest})
    old, new = changed(teacher, cohort=2024).training_periods
    assert (old.expression_of_interest, new.expression_of_interest) == (interest, None)


@pytest.mark.parametrize("finished_on", ["2025-10-10", "2026-01-31", None])
def test_an_ect_who_completed_is_reduced_in_place(finished_on: str | None) -> None:
    induction = make_induction(finished_on=day("2025-10-10"), outcome=InductionOutcome.PASSED)
    before = make_trained("2025-09-01", finished_on, inductions=(induction,))
    after = changed(before, REDUCED)
    assert after.training_periods == (replace(before.training_periods[0], schedule=REDUCED),)


@pytest.mark.parametrize(
    ("until", "spans"),
    [
        pytest.param(None, [("2025-09-01", "2025-10-10"), (TODAY, None)], id="still at school"),
        pytest.param("2025-10-10", [("2025-09-01", "2025-10-10")], id="no longer at school"),
    ],
)
def test_who_completed_on_the_national_record_goes_on_only_where_they_still_are(
    until: str | None, spans: list[tuple[str, str | None]]
) -> None:
    teacher = make_trained(
        "2025-09-01",
        "2025-10-10",
        at_school_until=until,
        national_induction_completed_on=day("2025-10-10"),
    )
    after = changed(teacher)
    assert [span(one) for one in after.training_periods] == [days(*ends) for ends in spans]
    assert training_of(after).schedule is EXTENDED


def partnerships_of_2024(*partners: str) -> list[Partnership]:
    return [
        replace(
            make_partnership(cohort=2024, delivery_partner_id=DeliveryPartnerId(known(partner))),
            created_at=moment(f"2024-06-0{number}T09:00:00"),
        )
        for number, partner in enumerate(partners, start=1)
    ]


@pytest.mark.parametrize(
    ("partners", "chosen"),
    [
        (["Hill"], "Hill"),
        (["Hill", "Vale"], "Vale"),
        (["Fenland Teaching Hub", "Hill", "Vale"], "Fenland Teaching Hub"),
        (["Hill", "Fenland Teaching Hub", "Vale"], "Fenland Teaching Hub"),
    ],
)
def test_the_delivery_partner_stays_if_it_can_else_the_latest_partnership_counts(
    partners: list[str], chosen: str
) -> None:
    partnerships = partnerships_of_2024(*partners)
    after = changed(make_trained(), cohort=2024, partnerships=partnerships[::-1])
    enrolment = seen(after)
    assert (enrolment.cohort, enrolment.delivery_partner_id) == (2024, known(chosen))


def test_a_change_within_the_cohort_keeps_the_partnership_whatever_others_there_are() -> None:
    newer = make_partnership(delivery_partner_id=DeliveryPartnerId(known("Hill")))
    after = changed(make_trained(), partnerships=[newer])
    assert training_of(after).partnership == make_partnership()


@pytest.mark.parametrize("role", Role)
def test_leaving_a_frozen_cohort_is_noted_until_one_is_back(role: Role) -> None:
    teacher = make_trained(role=role, training=in_cohort(2022))
    there = changed(teacher, EXTENDED, 2024)
    assert seen(there, role=role).changed_cohort_after_payments_frozen
    assert there.ect_frozen_cohort == (2022 if role is Role.ECT else None)
    assert there.mentor_frozen_cohort == (2022 if role is Role.MENTOR else None)
    back = changed(there, EXTENDED, 2022, TOMORROW)
    assert not seen(back, TOMORROW, role=role).changed_cohort_after_payments_frozen
    assert seen(back, TOMORROW, role=role).cohort == 2022


@pytest.mark.parametrize(
    ("before", "target", "after"),
    [
        pytest.param((2025, None), 2024, None, id="between open ones"),
        pytest.param((2024, 2022), 2023, 2022, id="between open ones, once frozen"),
        pytest.param((2022, None), 2025, 2022, id="out"),
        pytest.param((2024, 2021), 2021, None, id="back in"),
        pytest.param((2022, 2021), 2021, None, id="from a frozen one back into another"),
        pytest.param((2022, 2022), None, 2022, id="within"),
    ],
)
def test_the_frozen_year(
    before: tuple[int, int | None], target: int | None, after: int | None
) -> None:
    year, frozen_year = before
    teacher = make_trained(training=in_cohort(year), ect_frozen_cohort=frozen_year)
    assert changed(teacher, EXTENDED, target).ect_frozen_cohort == after


def test_a_leaving_that_is_taken_back_lets_the_new_training_go_on() -> None:
    teacher = make_trained()
    (leaving,) = report_leaving(teacher, Role.ECT, FENBROOK.id, day("2025-12-01"), counterparts={})
    rescheduled = changed(leaving)
    assert [span(one) for one in rescheduled.training_periods] == [
        days("2025-09-01", YESTERDAY),
        days(TODAY, "2025-12-01"),
    ]
    (staying,) = cancel_leaving(rescheduled, Role.ECT, FENBROOK.id, counterparts={})
    assert [span(one) for one in staying.training_periods] == [
        days("2025-09-01", YESTERDAY),
        days(TODAY, None),
    ]
