"""Which cohort, schedule and partnership new training gets."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from participants_service.domain.cohorts import Cohort, CohortYear, cohort_on
from participants_service.domain.errors import NotActiveError, UnknownReferenceError
from participants_service.domain.occasions import Occasion
from participants_service.domain.partnerships import LeadProvider, Partnership, oldest
from participants_service.domain.periods import end_without_leaving, left_on
from participants_service.domain.schedules import (
    ScheduleIdentifier,
    ScheduleKind,
    schedule_of,
    term_of,
)
from participants_service.domain.teachers import (
    ExpressionOfInterest,
    Programme,
    Role,
    SchoolPeriod,
    Teacher,
    TrainingPeriod,
    TrainingPeriodId,
)

# Where ECTs go on whose cohort is no longer paid for, and when that cohort began.
COHORT_AFTER_FREEZE = CohortYear(2024)
SCHEDULE_AFTER_FREEZE = ScheduleIdentifier.EXTENDED_SEPTEMBER
FIRST_DAY_AFTER_FREEZE = date(2024, 6, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The cohorts there are, and the schedules in them."""

    cohorts: Mapping[CohortYear, Cohort]
    schedules: AbstractSet[tuple[CohortYear, ScheduleIdentifier]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A lead provider that a school names, with its partnerships there in all cohorts.

    Cohort and schedule are named only to load history; otherwise the rules choose them.
    """

    lead_provider: LeadProvider
    partnerships: Sequence[Partnership]
    cohort: CohortYear | None = None
    schedule: ScheduleIdentifier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """When training starts and in which cohort and schedule; `frozen_cohort` is the one left."""

    started_on: date
    cohort: CohortYear
    schedule: ScheduleIdentifier
    frozen_cohort: CohortYear | None = None


def provider_led_training(
    teacher: Teacher,
    school_period: SchoolPeriod,
    offer: Offer,
    *,
    calendar: Calendar,
    occasion: Occasion,
    replacement: bool = False,
) -> tuple[TrainingPeriod, Placement]:
    """Return training with the lead provider on offer, for as long as the person is at the school.

    It rests on the partnership if there is one for school and cohort, and otherwise on no more
    than the school's interest, which the lead provider does not see.
    """
    placement = place(
        teacher,
        school_period,
        offer,
        calendar=calendar,
        occasion=occasion,
        replacement=replacement,
    )
    if placement.cohort not in offer.lead_provider.cohorts:
        raise NotActiveError(
            "lead_provider_id", f"The lead provider is not active in cohort {placement.cohort}."
        )
    partnership = oldest(offer.partnerships, placement.cohort)
    interest = ExpressionOfInterest(
        lead_provider_id=offer.lead_provider.id, cohort=placement.cohort
    )
    training = TrainingPeriod(
        id=TrainingPeriodId(occasion.new_id(f"{school_period.role} training")),
        role=school_period.role,
        school_period_id=school_period.id,
        programme=Programme.PROVIDER_LED,
        started_on=placement.started_on,
        finished_on=end_without_leaving(school_period),
        partnership=partnership,
        expression_of_interest=interest if partnership is None else None,
        schedule=placement.schedule,
        created_at=occasion.at,
    )
    return left_on(training, school_period.finished_on), placement


def school_led_training(school_period: SchoolPeriod, occasion: Occasion) -> TrainingPeriod:
    """Return training by the school itself, for as long as the ECT is there."""
    training = TrainingPeriod(
        id=TrainingPeriodId(occasion.new_id("ect training")),
        role=Role.ECT,
        school_period_id=school_period.id,
        programme=Programme.SCHOOL_LED,
        started_on=max(school_period.started_on, occasion.today),
        finished_on=end_without_leaving(school_period),
        created_at=occasion.at,
    )
    return left_on(training, school_period.finished_on)


def place(
    teacher: Teacher,
    school_period: SchoolPeriod,
    offer: Offer,
    *,
    calendar: Calendar,
    occasion: Occasion,
    replacement: bool = False,
) -> Placement:
    """Choose cohort and schedule of new training.

    Somebody who trained before keeps cohort and schedule. When the old cohort is frozen, an ECT
    moves to the cohort set aside for that; a mentor begins anew. Whoever begins now or later gets
    the cohort of the first day of training, which is never before the current cohort.
    """
    started_on = max(school_period.started_on, occasion.today)
    earlier = [
        training
        for training in teacher.training_periods
        if training.role is school_period.role and training.programme is Programme.PROVIDER_LED
    ]
    last = max(earlier, key=lambda training: training.started_on, default=None)
    cohort, frozen_cohort = offer.cohort, None
    schedule = offer.schedule
    if cohort is None and last is not None and last.cohort is not None:
        cohort = last.cohort
        if calendar.cohorts[cohort].is_frozen(occasion.at):
            if school_period.role is Role.ECT:
                frozen_cohort, cohort = cohort, COHORT_AFTER_FREEZE
                schedule = schedule or SCHEDULE_AFTER_FREEZE
                started_on = max(school_period.started_on, FIRST_DAY_AFTER_FREEZE)
            else:
                cohort = None
    if cohort is None:
        cohort = _cohort_of(started_on, calendar)
    if schedule is None:
        schedule = _kept_schedule(earlier, cohort) or schedule_of(
            ScheduleKind.REPLACEMENT if replacement else ScheduleKind.STANDARD,
            term_of(started_on),
        )
    if (cohort, schedule) not in calendar.schedules:
        raise UnknownReferenceError(
            "schedule_identifier", f"Cohort {cohort} has no schedule {schedule}."
        )
    return Placement(
        started_on=started_on, cohort=cohort, schedule=schedule, frozen_cohort=frozen_cohort
    )


def _cohort_of(day: date, calendar: Calendar) -> CohortYear:
    cohort = cohort_on(day, calendar.cohorts.values())
    if cohort is None:
        raise UnknownReferenceError("cohort", f"No cohort contains {day}.")
    return cohort.year


def _kept_schedule(
    earlier: Sequence[TrainingPeriod], cohort: CohortYear
) -> ScheduleIdentifier | None:
    """Return the last schedule within a cohort, else the last one at all."""
    last = max(
        earlier,
        key=lambda training: (training.cohort == cohort, training.started_on),
        default=None,
    )
    return None if last is None else last.schedule
