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
class Standing:
    """Where a school stands in a cohort, and what its stored views say of that.

    `stored` is None as long as the school is not listed; `own_views` are the lead providers that
    have a view apart.
    """

    school: SchoolCohort
    is_listed: bool
    now: SchoolStanding
    stored: SchoolStanding | None
    own_views: frozenset[LeadProviderId]

    @property
    def is_news(self) -> bool:
        """Whether stored views say something else than what is true."""
        return self.stored != (self.now if self.is_listed else None)


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


async def select_standings(conn: Connection, schools: Collection[SchoolCohort]) -> list[Standing]:
    """Return where these schools stand in these cohorts, as far as both are there."""
    rows = await SQL.fetch(
        conn,
        "select_standings",
        school_ids=[school.school_id for school in schools],
        cohorts=[school.cohort for school in schools],
    )
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


def _standing(row: asyncpg.Record) -> Standing:
    training = TrainingThere(mentors=row["mentors"], ects=row["ects"], led_ects=row["led_ects"])
    now = SchoolStanding(
        in_partnership=row["in_partnership"],
        choice=induction_programme_choice(training),
        interested_in=frozenset((*row["partners"], *row["named"])),
    )
    stored = None
    if row["is_stored"]:
        stored = SchoolStanding(
            in_partnership=row["stored_in_partnership"],
            choice=InductionProgrammeChoice(row["stored_choice"]),
            interested_in=frozenset(row["stored_interested_in"]),
        )
    return Standing(
        school=SchoolCohort(row["school_id"], row["cohort"]),
        is_listed=is_listed(now, eligible=row["eligible"]),
        now=now,
        stored=stored,
        own_views=frozenset(row["own_views"]),
    )
