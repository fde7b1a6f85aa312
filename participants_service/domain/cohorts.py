"""Cohorts: the contract periods under which training is paid for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

CohortYear = NewType("CohortYear", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """A contract period, named by the year in which it starts."""

    year: CohortYear
    started_on: date
    finished_on: date
    enabled: bool
    payments_frozen_at: datetime | None
    uplift_fees_enabled: bool
    mentor_funding_enabled: bool
    detailed_evidence_types_enabled: bool

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.started_on, self.finished_on

    def is_frozen(self, at: datetime) -> bool:
        """Return whether payments for this cohort have stopped by then."""
        return self.payments_frozen_at is not None and self.payments_frozen_at <= at


@dataclass(frozen=True, slots=True, kw_only=True)
class Uplift:
    """Extra funding of a school in a cohort."""

    pupil_premium: bool
    sparsity: bool


def cohort_on(day: date, cohorts: Iterable[Cohort]) -> Cohort | None:
    """Return the cohort to which a day belongs."""
    for cohort in cohorts:
        if cohort.started_on <= day <= cohort.finished_on:
            return cohort
    return None
