"""Schedules and milestones: those that are there, and those of a new cohort."""

from collections import Counter
from itertools import pairwise

import pytest

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.milestones import (
    DeclarationType,
    Milestone,
    declaration_types,
    shifted,
)
from participants_service.domain.schedules import (
    ScheduleIdentifier,
    ScheduleKind,
    Term,
    schedule_of,
)
from participants_service.reference_data import first_cohorts, first_milestones
from tests.participants.people import day, moment

STANDARD = ScheduleIdentifier.STANDARD_SEPTEMBER


def test_every_identifier_is_a_kind_and_a_term() -> None:
    assert {schedule_of(kind, term) for kind in ScheduleKind for term in Term} == set(
        ScheduleIdentifier
    )
    for identifier in ScheduleIdentifier:
        assert schedule_of(identifier.kind, identifier.term) is identifier


def test_the_first_cohorts_follow_each_other_without_a_gap() -> None:
    cohorts = first_cohorts()
    assert [one.year for one in cohorts] == list(range(2021, 2027))
    for before, after in pairwise(cohorts):
        assert (after.started_on - before.finished_on).days == 1


@pytest.mark.parametrize(
    ("year", "frozen_from"), [(2021, "2024-06-17T23:00:00"), (2022, "2025-06-15T23:00:00")]
)
def test_a_cohort_is_frozen_from_midnight_in_london(year: int, frozen_from: str) -> None:
    (cohort,) = (one for one in first_cohorts() if one.year == year)
    assert cohort.is_frozen(moment(frozen_from))
    assert not cohort.is_frozen(moment(frozen_from.replace("00:00", "59:59").replace("23:", "22:")))


def test_there_is_a_milestone_for_every_type_a_schedule_takes() -> None:
    counts = Counter((one.cohort, one.schedule) for one in first_milestones())
    assert len(counts) == 72
    for (_, schedule), count in counts.items():
        assert count == (9 if schedule.kind is ScheduleKind.EXTENDED else 6)
        assert count == len(declaration_types(schedule))


@pytest.mark.parametrize(
    ("cohort", "schedule", "declaration_type", "opens", "closes"),
    [
        (2021, STANDARD, "started", "2021-09-01", "2021-11-30"),
        (2021, STANDARD, "retained-1", "2021-09-01", "2022-01-31"),
        (2024, STANDARD, "started", "2024-06-01", "2024-12-31"),
        (2024, STANDARD, "completed", "2026-04-01", "2026-07-31"),
        (2025, STANDARD, "completed", "2025-06-01", None),
        (2023, ScheduleIdentifier.EXTENDED_APRIL, "extended-3", "2024-04-01", None),
    ],
)
def test_some_milestones(
    cohort: int,
    schedule: ScheduleIdentifier,
    declaration_type: str,
    opens: str,
    closes: str | None,
) -> None:
    assert milestone(cohort, schedule, declaration_type, opens, closes) in first_milestones()


@pytest.mark.parametrize(
    ("to", "opens", "closes"),
    [
        (2024, "2025-09-01", "2026-02-28"),
        (2027, "2028-09-01", "2029-02-28"),
        (2026, "2027-09-01", "2028-02-29"),
    ],
)
def test_a_new_cohort_has_the_same_days_whole_years_later(to: int, opens: str, closes: str) -> None:
    before = milestone(2022, STANDARD, "started", "2023-09-01", "2024-02-29")
    expected = milestone(to, STANDARD, "started", opens, closes)
    assert shifted([before], to=CohortYear(to)) == (expected,)


def milestone(
    cohort: int,
    schedule: ScheduleIdentifier,
    declaration_type: str,
    *window: str | None,
) -> Milestone:
    """Make a milestone with its two days."""
    opens, closes = window
    return Milestone(
        cohort=CohortYear(cohort),
        schedule=schedule,
        declaration_type=DeclarationType(declaration_type),
        start_date=day(opens or ""),
        milestone_date=day(closes) if closes else None,
    )
