"""Schools in cohorts: who holds them, what people and partnerships make of them, who they are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.partnerships import LeadProviderId, PartnershipId
from participants_service.domain.school_standings import (
    InductionProgrammeChoice,
    SchoolCohort,
    SchoolStanding,
    TrainingThere,
    induction_programme_choice,
    is_listed,
)
from participants_service.domain.schools import School, SchoolDetails, SchoolId
from participants_service.storage.school_views import SQL
from shared.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStanding:
    """What the views of a school in a cohort say of its standing; nothing if it is not listed.

    `own_views` are the lead providers that have a view apart.
    """

    standing: SchoolStanding | None = None
    own_views: frozenset[LeadProviderId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a school stands in a cohort, and whether lead providers are to see it there."""

    school: SchoolCohort
    standing: SchoolStanding
    is_listed: bool

    def is_news_to(self, stored: StoredStanding) -> bool:
        """Return whether stored views say something else than what is true."""
        return stored.standing != (self.standing if self.is_listed else None)


async def lock_schools(
    conn: Connection,
    *,
    school_ids: Collection[SchoolId],
    partnership_ids: Collection[PartnershipId],
) -> None:
    """Hold these schools, and those of these partnerships, until the end of the transaction."""
    await SQL.fetch(
        conn,
        "lock_schools",
        school_ids=list(school_ids),
        partnership_ids=list(partnership_ids),
    )


async def lock_all_schools(conn: Connection) -> None:
    """Hold every school until the end of the transaction."""
    await SQL.fetch(conn, "lock_all_schools")


async def select_school_cohorts(
    conn: Connection, *, school_ids: Collection[SchoolId], cohorts: Collection[CohortYear]
) -> set[SchoolCohort]:
    """Return these schools in all cohorts, and all schools in these cohorts."""
    rows = await SQL.fetch(
        conn, "select_school_cohorts", school_ids=list(school_ids), cohorts=list(cohorts)
    )
    return {SchoolCohort(row["school_id"], row["cohort"]) for row in rows}


async def select_stored_standings(
    conn: Connection, schools: Collection[SchoolCohort]
) -> dict[SchoolCohort, StoredStanding]:
    """Return what the views of these schools say of their standing."""
    rows = await SQL.fetch(conn, "select_stored_standings", **_schools(schools))
    return {SchoolCohort(row["school_id"], row["cohort"]): _stored(row) for row in rows}


async def select_standings(conn: Connection, schools: Collection[SchoolCohort]) -> list[Standing]:
    """Return where these schools stand in these cohorts, as far as both are there."""
    rows = await SQL.fetch(conn, "select_standings", **_schools(schools))
    return [_standing(row) for row in rows]


async def select_school_details(
    conn: Connection, ids: Collection[SchoolId]
) -> dict[SchoolId, tuple[SchoolDetails, datetime]]:
    """Return what is seen of these schools themselves, with the moments of their creation."""
    rows = await SQL.fetch(conn, "select_school_details", ids=list(ids))
    return {
        row["id"]: (
            SchoolDetails(
                school=School(id=row["id"], urn=row["urn"]),
                name=row["name"],
                eligible=row["eligible"],
                induction_tutor_name=row["induction_tutor_name"],
                induction_tutor_email=row["induction_tutor_email"],
                primary_contact_email=row["primary_contact_email"],
                secondary_contact_email=row["secondary_contact_email"],
            ),
            row["created_at"],
        )
        for row in rows
    }


def _schools(schools: Collection[SchoolCohort]) -> dict[str, list[object]]:
    return {
        "school_ids": [school.school_id for school in schools],
        "cohorts": [school.cohort for school in schools],
    }


def _stored(row: asyncpg.Record) -> StoredStanding:
    if row["choice"] is None:
        return StoredStanding(own_views=frozenset(row["own_views"]))
    standing = SchoolStanding(
        in_partnership=row["in_partnership"],
        choice=InductionProgrammeChoice(row["choice"]),
        interested_in=frozenset(row["interested_in"]),
    )
    return StoredStanding(standing=standing, own_views=frozenset(row["own_views"]))


def _standing(row: asyncpg.Record) -> Standing:
    training = TrainingThere(mentors=row["mentors"], ects=row["ects"], led_ects=row["led_ects"])
    standing = SchoolStanding(
        in_partnership=row["in_partnership"],
        choice=induction_programme_choice(training),
        interested_in=frozenset((*row["partners"], *row["named"])),
    )
    return Standing(
        school=SchoolCohort(row["school_id"], row["cohort"]),
        standing=standing,
        is_listed=is_listed(standing, eligible=row["eligible"]),
    )
