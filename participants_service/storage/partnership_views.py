"""What lead providers see of their partnerships, as stored, and the facts it is made from."""

from collections.abc import Collection, Iterable
from datetime import date

import asyncpg

from participants_service.domain.current_training import TrainingSpan
from participants_service.domain.partnerships import (
    DeliveryPartnerId,
    LeadProviderId,
    Partnership,
    PartnershipId,
)
from participants_service.domain.places import PartnershipFacts
from participants_service.domain.schools import School, SchoolDetails, SchoolId
from participants_service.storage.view_tables import ViewTable
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "partnership_views.sql")

PARTNERSHIP_VIEWS = ViewTable("partnership", SQL, columns=("cohort", "delivery_partner_id"))


async def select_partnership_facts(
    conn: Connection, ids: Iterable[PartnershipId]
) -> list[PartnershipFacts]:
    """Return everything that is seen of these partnerships."""
    return [_facts(row) for row in await SQL.fetch(conn, "select_partnership_facts", ids=list(ids))]


async def select_partnerships_of(
    conn: Connection,
    *,
    school_ids: Collection[SchoolId],
    delivery_partner_ids: Collection[DeliveryPartnerId],
) -> set[PartnershipId]:
    """Return the partnerships of these schools and of these delivery partners."""
    rows = await SQL.fetch(
        conn,
        "select_partnerships_of",
        school_ids=list(school_ids),
        delivery_partner_ids=list(delivery_partner_ids),
    )
    return {row["id"] for row in rows}


async def select_due(conn: Connection, *, today: date, at_most: int) -> list[PartnershipId]:
    """Return partnerships whose view has to change by itself, in the order of their ids."""
    return _ids(await SQL.fetch(conn, "select_due", today=today, at_most=at_most))


async def count_due(conn: Connection, *, today: date) -> int:
    """Return of how many partnerships the view has to change by itself."""
    count: int = await SQL.fetchval(conn, "count_due", today=today)
    return count


async def select_due_of_provider(
    conn: Connection, lead_provider_id: LeadProviderId, *, today: date, at_most: int
) -> list[PartnershipId]:
    """Return partnerships of one lead provider whose view has to change by itself."""
    return _ids(
        await SQL.fetch(
            conn,
            "select_due_of_provider",
            lead_provider_id=lead_provider_id,
            today=today,
            at_most=at_most,
        )
    )


def _ids(rows: list[asyncpg.Record]) -> list[PartnershipId]:
    return [row["id"] for row in rows]


def _facts(row: asyncpg.Record) -> PartnershipFacts:
    return PartnershipFacts(
        partnership=Partnership(
            id=row["id"],
            school_id=row["school_id"],
            lead_provider_id=row["lead_provider_id"],
            delivery_partner_id=row["delivery_partner_id"],
            cohort=row["cohort"],
            created_at=row["created_at"],
        ),
        school=SchoolDetails(
            school=School(id=row["school_id"], urn=row["urn"]),
            name=row["name"],
            eligible=row["eligible"],
            induction_tutor_name=row["induction_tutor_name"],
            induction_tutor_email=row["induction_tutor_email"],
            primary_contact_email=row["primary_contact_email"],
            secondary_contact_email=row["secondary_contact_email"],
        ),
        delivery_partner_name=row["delivery_partner_name"],
        spans=_spans(row),
    )


def _spans(row: asyncpg.Record) -> tuple[TrainingSpan, ...]:
    if row["started_on"] is None:
        return ()
    return tuple(
        TrainingSpan(started_on=started_on, finished_on=finished_on, periods=periods)
        for started_on, finished_on, periods in zip(
            row["started_on"], row["finished_on"], row["periods"], strict=True
        )
    )
