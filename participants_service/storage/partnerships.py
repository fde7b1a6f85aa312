"""Partnerships of lead providers with schools."""

from collections.abc import Collection

from participants_service.domain.partnerships import Partnership, PartnershipId
from participants_service.domain.schools import SchoolId
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "partnerships.sql")


async def select_partnerships(
    conn: Connection, *, school_ids: Collection[SchoolId], ids: Collection[PartnershipId]
) -> list[Partnership]:
    """Return all partnerships of these schools, and those with these ids."""
    rows = await SQL.fetch(conn, "select_partnerships", school_ids=list(school_ids), ids=list(ids))
    return [Partnership(**dict(row)) for row in rows]


async def upsert_partnerships(conn: Connection, partnerships: Collection[Partnership]) -> None:
    """Store partnerships, new or with another delivery partner."""
    await SQL.execute(
        conn,
        "upsert_partnerships",
        ids=[one.id for one in partnerships],
        school_ids=[one.school_id for one in partnerships],
        lead_provider_ids=[one.lead_provider_id for one in partnerships],
        delivery_partner_ids=[one.delivery_partner_id for one in partnerships],
        cohorts=[one.cohort for one in partnerships],
        created_at=[one.created_at for one in partnerships],
    )
