"""Cohorts with their schedules and milestones."""

from collections.abc import Sequence
from dataclasses import asdict

from participants_service.domain.cohorts import Cohort, CohortYear
from participants_service.domain.milestones import DeclarationType, Milestone
from participants_service.domain.schedules import ScheduleIdentifier
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "cohorts.sql")


async def select_cohorts(conn: Connection) -> dict[CohortYear, Cohort]:
    """Return all cohorts by their year, oldest first."""
    rows = await SQL.fetch(conn, "select_cohorts")
    return {row["year"]: Cohort(**dict(row)) for row in rows}


async def select_schedules(conn: Connection) -> set[tuple[CohortYear, ScheduleIdentifier]]:
    """Return which schedules there are in which cohort."""
    rows = await SQL.fetch(conn, "select_schedules")
    return {(row["cohort"], ScheduleIdentifier(row["identifier"])) for row in rows}


async def select_milestones(conn: Connection, cohort: CohortYear) -> tuple[Milestone, ...]:
    """Return the milestones of all schedules of a cohort."""
    rows = await SQL.fetch(conn, "select_milestones", cohort=cohort)
    return tuple(
        Milestone(
            cohort=cohort,
            schedule=ScheduleIdentifier(row["schedule_identifier"]),
            declaration_type=DeclarationType(row["declaration_type"]),
            start_date=row["start_date"],
            milestone_date=row["milestone_date"],
        )
        for row in rows
    )


async def upsert_cohort(conn: Connection, cohort: Cohort) -> None:
    """Store a cohort in the place of what was known of its year."""
    await SQL.execute(conn, "upsert_cohort", **asdict(cohort))


async def insert_milestones(
    conn: Connection, cohort: CohortYear, milestones: Sequence[Milestone]
) -> None:
    """Give a cohort the schedules that the milestones belong to, and the milestones."""
    identifiers = sorted({milestone.schedule for milestone in milestones})
    await SQL.execute(conn, "insert_schedules", cohort=cohort, identifiers=identifiers)
    await SQL.execute(
        conn,
        "insert_milestones",
        cohort=cohort,
        schedules=[milestone.schedule for milestone in milestones],
        declaration_types=[milestone.declaration_type for milestone in milestones],
        start_dates=[milestone.start_date for milestone in milestones],
        milestone_dates=[milestone.milestone_date for milestone in milestones],
    )
