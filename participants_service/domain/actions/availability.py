"""Which actions would be let through, and on which day at the earliest."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from participants_service.domain.actions.changing_schedule import ChangeSchedule
from participants_service.domain.actions.circumstances import (
    Action,
    ActionName,
    Circumstances,
    refusal,
)
from participants_service.domain.actions.deferring import Defer
from participants_service.domain.actions.problems import Problem
from participants_service.domain.actions.resuming import Resume
from participants_service.domain.actions.withdrawing import Withdraw, withdrawal_reasons
from participants_service.domain.calendar import day_after
from participants_service.domain.cohorts import CohortYear
from participants_service.domain.occasions import Occasion
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.teachers import (
    DeferralReason,
    ParticipantId,
    Role,
    SchoolPeriod,
    Teacher,
    TrainingPeriod,
    WithdrawalReason,
)

# What a day would be like on which nothing else had happened.
OccasionOn: TypeAlias = Callable[[date], Occasion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A cohort, and the schedules in it to which training can change."""

    cohort: CohortYear
    schedules: tuple[ScheduleIdentifier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What would be answered to an action that is well formed.

    `problems` and `available_from`, which is a day on which the calendar alone has cleared them
    all, are those of a refusal. Reasons are what a deferral or withdrawal would take, targets what
    a change of schedule would.
    """

    action: ActionName
    allowed: bool
    problems: tuple[Problem, ...] = ()
    available_from: date | None = None
    reasons: tuple[DeferralReason | WithdrawalReason, ...] = ()
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentActions:
    """The verdicts on all actions with one enrolment."""

    role: Role
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailableActions:
    """The verdicts on all actions with a participant, the ECT's first."""

    participant_id: ParticipantId
    enrolments: tuple[EnrolmentActions, ...]


def available_actions(circumstances: Circumstances, occasion_on: OccasionOn) -> AvailableActions:
    """Ask the rules of every action about every enrolment that the lead provider sees."""
    return AvailableActions(
        participant_id=circumstances.teacher.id,
        enrolments=tuple(
            EnrolmentActions(role=role, verdicts=_verdicts(role, circumstances, occasion_on))
            for role in Role
            if circumstances.training(role) is not None
        ),
    )


def _verdicts(
    role: Role, circumstances: Circumstances, occasion_on: OccasionOn
) -> tuple[Verdict, ...]:
    """Try every action, with a reason that suits everybody where one has to be given."""
    defer = Defer(role=role, reason=DeferralReason.OTHER)
    withdraw = Withdraw(role=role, reason=WithdrawalReason.OTHER)
    return (
        _verdict(defer, circumstances, occasion_on, reasons=tuple(DeferralReason)),
        _verdict(Resume(role=role), circumstances, occasion_on),
        _verdict(withdraw, circumstances, occasion_on, reasons=withdrawal_reasons(role)),
        _verdict_on_change(role, circumstances, occasion_on),
    )


def _verdict(
    action: Action,
    circumstances: Circumstances,
    occasion_on: OccasionOn,
    *,
    reasons: tuple[DeferralReason | WithdrawalReason, ...] = (),
) -> Verdict:
    problems = refusal(action, circumstances)
    return Verdict(
        action=action.name,
        allowed=not problems,
        problems=problems,
        available_from=_first_day(action, circumstances, occasion_on) if problems else None,
        reasons=reasons,
    )


def _verdict_on_change(
    role: Role, circumstances: Circumstances, occasion_on: OccasionOn
) -> Verdict:
    """Try every schedule; when none will do, tell what stands in the way of the closest one."""
    changes = [*_conceivable_changes(role, circumstances)]
    refusals = {change: refusal(change, circumstances) for change in changes}
    possible = [change for change in changes if not refusals[change]]
    if not possible:
        closest = min(changes, key=lambda change: len(refusals[change]))
        return _verdict(closest, circumstances, occasion_on)
    return Verdict(action=ActionName.CHANGE_SCHEDULE, allowed=True, targets=_targets(possible))


def _conceivable_changes(role: Role, circumstances: Circumstances) -> Iterator[ChangeSchedule]:
    """Yield a change to every schedule there is, those of the present cohort first."""
    training = circumstances.training(role)
    present = None if training is None else training.cohort
    cohorts = sorted(circumstances.calendar.cohorts, key=lambda cohort: (cohort != present, cohort))
    for cohort in cohorts:
        for schedule in ScheduleIdentifier:
            yield ChangeSchedule(role=role, schedule=schedule, cohort=cohort)


def _targets(changes: Sequence[ChangeSchedule]) -> tuple[Target, ...]:
    by_cohort: dict[CohortYear, list[ScheduleIdentifier]] = {}
    for change in changes:
        if isinstance(change.cohort, int) and isinstance(change.schedule, ScheduleIdentifier):
            by_cohort.setdefault(change.cohort, []).append(change.schedule)
    return tuple(
        Target(cohort=cohort, schedules=tuple(schedules))
        for cohort, schedules in sorted(by_cohort.items())
    )


def _first_day(
    action: Action, circumstances: Circumstances, occasion_on: OccasionOn
) -> date | None:
    """Return the first day to come on which the same action would pass if nothing else happened."""
    today = circumstances.occasion.today
    for day in sorted(set(_turning_days(circumstances.teacher))):
        if day > today:
            then = replace(circumstances, occasion=occasion_on(day))
            if not any(action.problems(then)):
                return day
    return None


def _turning_days(teacher: Teacher) -> Iterator[date]:
    """Yield every day on which a comparison with today may come out differently."""
    periods: tuple[SchoolPeriod | TrainingPeriod, ...] = (
        *teacher.school_periods,
        *teacher.training_periods,
    )
    for period in periods:
        for day in (period.started_on, period.finished_on):
            if day is not None:
                yield day
                if (next_day := day_after(day)) is not None:
                    yield next_day
