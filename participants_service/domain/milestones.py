"""Milestones: from when, and until when, a schedule takes each type of declaration."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.schedules import ScheduleIdentifier, ScheduleKind


class DeclarationType(StrEnum):
    """How far somebody's training has come."""

    STARTED = "started"
    RETAINED_1 = "retained-1"
    RETAINED_2 = "retained-2"
    RETAINED_3 = "retained-3"
    RETAINED_4 = "retained-4"
    COMPLETED = "completed"
    EXTENDED_1 = "extended-1"
    EXTENDED_2 = "extended-2"
    EXTENDED_3 = "extended-3"


EXTENDED_ONLY = frozenset(
    {DeclarationType.EXTENDED_1, DeclarationType.EXTENDED_2, DeclarationType.EXTENDED_3}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """The window of one declaration type; no milestone date means that it never closes."""

    cohort: CohortYear
    schedule: ScheduleIdentifier
    declaration_type: DeclarationType
    start_date: date
    milestone_date: date | None = None


def declaration_types(schedule: ScheduleIdentifier) -> tuple[DeclarationType, ...]:
    """Return the types that a schedule takes; only the extended ones take the extended types."""
    return tuple(
        declaration_type
        for declaration_type in DeclarationType
        if declaration_type not in EXTENDED_ONLY or schedule.kind is ScheduleKind.EXTENDED
    )


def shifted(milestones: Iterable[Milestone], *, to: CohortYear) -> tuple[Milestone, ...]:
    """Return the milestones of one cohort as another has them: the same days, whole years later."""
    return tuple(
        replace(
            milestone,
            cohort=to,
            start_date=_years_later(milestone.start_date, to - milestone.cohort),
            milestone_date=(
                None
                if milestone.milestone_date is None
                else _years_later(milestone.milestone_date, to - milestone.cohort)
            ),
        )
        for milestone in milestones
    )


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        # 29 February of a year that has none: the end of the month stays the end of the month.
        return day.replace(year=day.year + years, day=28)
