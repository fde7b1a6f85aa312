"""Lead providers and the cohorts in which they are active."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.partnerships import LeadProvider, LeadProviderId
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "lead_providers.sql")

ActiveCohort = tuple[LeadProviderId, CohortYear]


async def select_lead_providers(conn: Connection) -> dict[LeadProviderId, LeadProvider]:
    """Return all lead providers by their ids."""
    rows = await SQL.fetch(conn, "select_lead_providers")
    return {
        row["id"]: LeadProvider(
            id=row["id"],
            name=row["name"],
            cohorts=frozenset(row["cohorts"]),
            created_at=row["created_at"],
        )
        for row in rows
    }


async def select_lead_provider_ids(conn: Connection) -> list[LeadProviderId]:
    """Return the ids of all lead providers, in their order."""
    return [row["id"] for row in await SQL.fetch(conn, "select_lead_provider_ids")]


async def select_lead_provider_name(conn: Connection, lead_provider_id: UUID) -> str | None:
    """Return a lead provider's name; None if there is no such lead provider."""
    name: str | None = await SQL.fetchval(conn, "select_lead_provider_name", id=lead_provider_id)
    return name


async def count_lead_providers_due(conn: Connection, *, today: date) -> int:
    """Return how many lead providers have views that the calendar has overtaken."""
    count: int = await SQL.fetchval(conn, "count_lead_providers_due", today=today)
    return count


async def upsert_lead_providers(conn: Connection, lead_providers: Collection[LeadProvider]) -> None:
    """Store lead providers, and the cohorts that they have become active in."""
    await SQL.execute(
        conn,
        "upsert_lead_providers",
        ids=[one.id for one in lead_providers],
        names=[one.name for one in lead_providers],
        created_at=[one.created_at for one in lead_providers],
    )
    active = [(one.id, cohort) for one in lead_providers for cohort in sorted(one.cohorts)]
    await SQL.execute(conn, "insert_active_lead_providers", **_active(active))


async def delete_active_lead_providers(conn: Connection, active: Collection[ActiveCohort]) -> None:
    """End the activity of lead providers in cohorts."""
    await SQL.execute(conn, "delete_active_lead_providers", **_active(active))


def _active(active: Collection[ActiveCohort]) -> dict[str, object]:
    return {
        "lead_provider_ids": [lead_provider_id for lead_provider_id, _ in active],
        "cohorts": [cohort for _, cohort in active],
    }
