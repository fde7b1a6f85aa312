"""Stays at schools with the training and the mentorships that belong to them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from participants_service.domain.errors import WrongRoleError
from participants_service.domain.periods import Cuttable, by_start, contains
from participants_service.domain.schools import SchoolId
from participants_service.domain.teachers import (
    Mentorship,
    Role,
    SchoolPeriod,
    SchoolPeriodId,
    Teacher,
    TrainingPeriod,
)


class Change(Protocol):
    """What happens to a period; None means that it goes."""

    def __call__(self, period: Cuttable, /) -> Cuttable | None:
        """Return the period as it is from now on."""


def stays(
    teacher: Teacher, role: Role, school_id: SchoolId | None = None
) -> tuple[SchoolPeriod, ...]:
    """Return a person's stays in a role, at one school or at all, in the order of their starts."""
    return tuple(
        period
        for period in teacher.school_periods
        if period.role is role and (school_id is None or period.school.id == school_id)
    )


def stays_named(
    teacher: Teacher, role: Role, school_id: SchoolId | None, *, role_member: str = "role"
) -> tuple[SchoolPeriod, ...]:
    """Return somebody's stays in a role, at a school if one is named.

    Refuses who has no such role at all, at `role_member`, and who has it at other schools only.
    """
    if not stays(teacher, role):
        raise WrongRoleError(role_member, "The person has no such role.")
    named = stays(teacher, role, school_id)
    if not named:
        raise WrongRoleError("school_urn", "The person has no such role at this school.")
    return named


def stay_meant(periods: Sequence[SchoolPeriod], today: date) -> SchoolPeriod:
    """Return which of some stays is meant: the current one, else the next, else the last.

    Of several current ones, which only mentors have, it is the one that began last. Raises
    ValueError when there is none at all.
    """
    current = [period for period in periods if contains(period, today)]
    if current:
        return max(current, key=by_start)
    coming = [period for period in periods if period.started_on > today]
    return min(coming, key=by_start) if coming else max(periods, key=by_start)


def with_stay(teacher: Teacher, period: SchoolPeriod) -> Teacher:
    """Return the person with a stay that is new, or in the place of what was known of it."""
    return replace(teacher, school_periods=_with(teacher.school_periods, period))


def with_training(teacher: Teacher, training: TrainingPeriod) -> Teacher:
    """Return the person with training that is new, or in the place of what was known of it."""
    return replace(teacher, training_periods=_with(teacher.training_periods, training))


def with_mentorship(teacher: Teacher, mentorship: Mentorship) -> Teacher:
    """Return the ECT with a mentorship, new or in the place of what was known of it."""
    return replace(teacher, mentorships=_with(teacher.mentorships, mentorship))


def within_stays(teacher: Teacher, stay_ids: Collection[SchoolPeriodId], change: Change) -> Teacher:
    """Return the person after a change to everything that belongs to some stays, and to these."""
    return replace(
        teacher,
        school_periods=_changed(
            teacher.school_periods, change, lambda period: period.id in stay_ids
        ),
        training_periods=_changed(
            teacher.training_periods, change, lambda period: period.school_period_id in stay_ids
        ),
        mentorships=_changed(
            teacher.mentorships, change, lambda period: period.ect_school_period_id in stay_ids
        ),
    )


def mentored_from(
    mentees: Iterable[Teacher], stay_ids: Collection[SchoolPeriodId], change: Change
) -> tuple[Teacher, ...]:
    """Return the ECTs after a change to the mentorships that belong to some stays of a mentor."""
    return tuple(
        replace(
            mentee,
            mentorships=_changed(
                mentee.mentorships,
                change,
                lambda period: period.mentor_school_period_id in stay_ids,
            ),
        )
        for mentee in mentees
    )


def _changed(
    periods: tuple[Cuttable, ...], change: Change, concerned: Callable[[Cuttable], bool]
) -> tuple[Cuttable, ...]:
    changed = (change(period) if concerned(period) else period for period in periods)
    return tuple(period for period in changed if period is not None)


def _with(periods: tuple[Cuttable, ...], period: Cuttable) -> tuple[Cuttable, ...]:
    kept = [period]
    kept += [other for other in periods if other.id != period.id]
    return tuple(sorted(kept, key=by_start))
