"""Cohorts: the contract periods under which training is paid for."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Uplift:
    """Extra funding of a school in a cohort."""

    pupil_premium: bool
    sparsity: bool
