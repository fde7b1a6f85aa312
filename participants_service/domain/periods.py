"""Periods of whole days: both ends belong to them, and without an end they go on."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Protocol, TypeAlias, TypeVar
from uuid import UUID

from participants_service.domain.teachers import (
    InductionPeriod,
    LeavingCut,
    Mentorship,
    SchoolPeriod,
    TrainingPeriod,
)


class Period(Protocol):
    """Anything with a first and perhaps a last day."""

    @property
    def started_on(self) -> date:
        """The first day."""

    @property
    def finished_on(self) -> date | None:
        """The last day, if there is one."""


# The periods that a leaving report can cut short.
Cuttable = TypeVar("Cuttable", SchoolPeriod, TrainingPeriod, Mentorship)

Order: TypeAlias = tuple[date, UUID]


def by_start(period: SchoolPeriod | TrainingPeriod | Mentorship | InductionPeriod) -> Order:
    """Return what puts periods in order, the same one whatever order they come in."""
    return period.started_on, period.id


def contains(period: Period, day: date) -> bool:
    """Return whether a day belongs to a period."""
    return period.started_on <= day and not ended_before(period, day)


def ended_before(period: Period, day: date) -> bool:
    """Return whether a period is over on a day."""
    return period.finished_on is not None and period.finished_on < day


def overlap(one: Period, other: Period) -> bool:
    """Return whether two periods share a day."""
    return not ended_before(one, other.started_on) and not ended_before(other, one.started_on)


def any_overlap(ones: Iterable[Period], others: Iterable[Period]) -> bool:
    """Return whether a period among the first shares a day with one among the others."""
    others = list(others)
    return any(overlap(one, other) for one in ones for other in others)


def earliest_end(ends: Iterable[date | None]) -> date | None:
    """Return the earliest end; an open one comes after all others."""
    return min((end for end in ends if end is not None), default=None)


def end_without_leaving(period: SchoolPeriod | TrainingPeriod | Mentorship) -> date | None:
    """Return the end that a period has, or had before somebody reported a leaving."""
    cut = period.cut_by_leaving
    return period.finished_on if cut is None else cut.finished_on


def ended_by(period: Cuttable, last_day: date) -> Cuttable | None:
    """Return a period that is over after `last_day`; None if it would not even have begun."""
    if period.started_on > last_day:
        return None
    if period.finished_on is not None and period.finished_on <= last_day:
        return period
    return replace(period, finished_on=last_day, cut_by_leaving=None)


def left_on(period: Cuttable, end: date | None) -> Cuttable:
    """Return a period with the end that leavings leave it, remembering what it had without them."""
    uncut = end_without_leaving(period)
    if end is None or (uncut is not None and uncut <= end):
        return replace(period, finished_on=uncut, cut_by_leaving=None)
    return replace(period, finished_on=end, cut_by_leaving=LeavingCut(finished_on=uncut))
