"""Whom a fact concerns: people found by what belongs to them."""

from collections.abc import Collection
from uuid import UUID

import asyncpg

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.partnerships import LeadProviderId, PartnershipId
from participants_service.domain.schools import SchoolId
from participants_service.domain.teachers import InductionId, ParticipantId
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "teacher_lookups.sql")

Waiting = tuple[SchoolId, LeadProviderId, CohortYear]


async def lock_reference_facts(conn: Connection, *, exclusive: bool) -> None:
    """Keep others from changing reference facts until the end of the transaction.

    Exclusively is for whoever changes them; everybody else relies on them together.
    """
    await SQL.execute(conn, "lock_reference_facts", exclusive=exclusive)


async def select_trn_owners(conn: Connection, trns: Collection[str]) -> dict[str, ParticipantId]:
    """Return who has these TRNs."""
    rows = await SQL.fetch(conn, "select_trn_owners", trns=list(trns))
    return {row["trn"]: row["teacher_id"] for row in rows}


async def select_record_id_owners(
    conn: Connection, record_ids: Collection[UUID]
) -> dict[UUID, ParticipantId]:
    """Return who has, or had before a merge, these training record ids."""
    rows = await SQL.fetch(conn, "select_record_id_owners", record_ids=list(record_ids))
    return {row["record_id"]: row["teacher_id"] for row in rows}


async def select_induction_owners(
    conn: Connection, induction_ids: Collection[InductionId]
) -> dict[InductionId, ParticipantId]:
    """Return whose these inductions are."""
    rows = await SQL.fetch(conn, "select_induction_owners", induction_ids=list(induction_ids))
    return {row["induction_id"]: row["teacher_id"] for row in rows}


async def select_counterparts(
    conn: Connection, ids: Collection[ParticipantId]
) -> set[ParticipantId]:
    """Return the mentors and mentees of these people."""
    return _ids(await SQL.fetch(conn, "select_counterparts", ids=list(ids)))


async def select_survivors(
    conn: Connection, ids: Collection[ParticipantId]
) -> dict[ParticipantId, ParticipantId]:
    """Return as whom those of the people live on who were merged away."""
    rows = await SQL.fetch(conn, "select_survivors", ids=list(ids))
    return {row["id"]: row["survivor_id"] for row in rows}


async def select_waiting(conn: Connection, waiting: Collection[Waiting]) -> set[ParticipantId]:
    """Return whose training waits for one of these partnerships."""
    return _ids(
        await SQL.fetch(
            conn,
            "select_waiting",
            school_ids=[school_id for school_id, _, _ in waiting],
            lead_provider_ids=[lead_provider_id for _, lead_provider_id, _ in waiting],
            cohorts=[cohort for _, _, cohort in waiting],
        )
    )


async def select_seen_at_schools(
    conn: Connection, school_ids: Collection[SchoolId]
) -> set[ParticipantId]:
    """Return whom lead providers are shown at these schools."""
    return _ids(await SQL.fetch(conn, "select_seen_at_schools", school_ids=list(school_ids)))


async def select_moved_by_providers(
    conn: Connection, lead_provider_ids: Collection[LeadProviderId]
) -> set[ParticipantId]:
    """Return whose transfers name one of these lead providers."""
    return _ids(
        await SQL.fetch(
            conn, "select_moved_by_providers", lead_provider_ids=list(lead_provider_ids)
        )
    )


async def select_seen_at_schools_in_cohorts(
    conn: Connection, keys: Collection[tuple[SchoolId, CohortYear]]
) -> set[ParticipantId]:
    """Return whom lead providers are shown at a school in a cohort."""
    return _ids(
        await SQL.fetch(
            conn,
            "select_seen_at_schools_in_cohorts",
            school_ids=[school_id for school_id, _ in keys],
            cohorts=[cohort for _, cohort in keys],
        )
    )


async def select_seen_in_cohorts(
    conn: Connection, cohorts: Collection[CohortYear]
) -> set[ParticipantId]:
    """Return whom lead providers are shown in these cohorts."""
    return _ids(await SQL.fetch(conn, "select_seen_in_cohorts", cohorts=list(cohorts)))


async def select_seen_by_partnerships(
    conn: Connection, partnership_ids: Collection[PartnershipId]
) -> set[ParticipantId]:
    """Return whom lead providers are shown because of these partnerships."""
    return _ids(
        await SQL.fetch(conn, "select_seen_by_partnerships", partnership_ids=list(partnership_ids))
    )


def _ids(rows: list[asyncpg.Record]) -> set[ParticipantId]:
    return {row["id"] for row in rows}
