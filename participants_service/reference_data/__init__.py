"""The cohorts, schedules and milestones that are there from the start.

The files say no more than they must: a schedule with an opening day takes all declarations of its
kind from that day on; one without has dated windows in the file of milestones.
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from importlib.resources import files

from participants_service.domain.cohorts import Cohort, CohortYear
from participants_service.domain.milestones import DeclarationType, Milestone, declaration_types
from participants_service.domain.schedules import ScheduleIdentifier


def first_cohorts() -> tuple[Cohort, ...]:
    """Return the cohorts of the years 2021 to 2026."""
    return tuple(
        Cohort(
            year=CohortYear(int(row["year"])),
            started_on=date.fromisoformat(row["started_on"]),
            finished_on=date.fromisoformat(row["finished_on"]),
            enabled=row["enabled"] == "yes",
            payments_frozen_at=_moment(row["payments_frozen_at"]),
            uplift_fees_enabled=row["uplift_fees"] == "yes",
            mentor_funding_enabled=row["mentor_funding"] == "yes",
            detailed_evidence_types_enabled=row["detailed_evidence_types"] == "yes",
        )
        for row in _rows("cohorts.csv")
    )


def first_milestones() -> tuple[Milestone, ...]:
    """Return the milestones of all schedules of those cohorts."""
    open_ended = (
        Milestone(
            cohort=CohortYear(int(row["cohort"])),
            schedule=ScheduleIdentifier(row["schedule"]),
            declaration_type=declaration_type,
            start_date=date.fromisoformat(row["opens_on"]),
        )
        for row in _rows("schedules.csv")
        if row["opens_on"]
        for declaration_type in declaration_types(ScheduleIdentifier(row["schedule"]))
    )
    dated = (
        Milestone(
            cohort=CohortYear(int(row["cohort"])),
            schedule=ScheduleIdentifier(row["schedule"]),
            declaration_type=DeclarationType(row["declaration_type"]),
            start_date=date.fromisoformat(row["opens_on"]),
            milestone_date=date.fromisoformat(row["closes_on"]),
        )
        for row in _rows("milestones.csv")
    )
    return (*open_ended, *dated)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with files(__package__).joinpath(name).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
