"""The registers of providers, schools and lead partners."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from shared.database import Connection, load_statements
from trainees_service.domain.identifiers import LeadPartnerId, ProviderId
from trainees_service.domain.register_entries import Provider, SchoolEntry
from trainees_service.domain.registers import LeadPartner, School
from trainees_service.storage.keys import TraineeKey, key_of

SQL = load_statements(__package__, "registers.sql")

# One number for all of it: the registers change rarely and in bulk, and are read by everybody.
REGISTERS_LOCK = 0x7265_6769_7374_6572


async def lock_registers_shared(conn: Connection) -> None:
    """Keep the registers as they are until the end of the transaction."""
    await SQL.fetchval(conn, "lock_registers_shared", key=REGISTERS_LOCK)


async def lock_registers(conn: Connection) -> None:
    """Hold the registers alone until the end of the transaction."""
    await SQL.fetchval(conn, "lock_registers", key=REGISTERS_LOCK)


async def select_ukprns(
    conn: Connection, provider_ids: Collection[ProviderId]
) -> dict[ProviderId, str]:
    """Return the providers' numbers."""
    rows = await SQL.fetch(conn, "select_ukprns", provider_ids=list(provider_ids))
    return {ProviderId(row["provider_id"]): row["ukprn"] for row in rows}


async def select_provider_name(conn: Connection, provider_id: UUID) -> str | None:
    """Return a provider's name; None if there is no such provider."""
    name: str | None = await SQL.fetchval(conn, "select_provider_name", provider_id=provider_id)
    return name


async def select_providers(
    conn: Connection, provider_ids: Collection[ProviderId]
) -> dict[ProviderId, Provider]:
    """Return these providers, as far as they are known."""
    rows = await SQL.fetch(conn, "select_providers", provider_ids=list(provider_ids))
    return {ProviderId(row["provider_id"]): Provider(**row) for row in rows}


async def select_schools(conn: Connection, urns: Collection[str]) -> dict[str, SchoolEntry]:
    """Return these schools, as far as they are known."""
    rows = await SQL.fetch(conn, "select_schools", urns=list(urns))
    return {
        row["urn"]: SchoolEntry(
            school=School(
                urn=row["urn"], name=row["name"], town=row["town"], postcode=row["postcode"]
            ),
            lead_partner=row["lead_partner"],
            open=row["open"],
        )
        for row in rows
    }


async def select_lead_partners(
    conn: Connection,
    lead_partner_ids: Collection[LeadPartnerId],
    *,
    urns: Collection[str],
    ukprns: Collection[str],
) -> dict[LeadPartnerId, LeadPartner]:
    """Return registered lead partners with one of these ids or numbers."""
    rows = await SQL.fetch(
        conn,
        "select_lead_partners",
        lead_partner_ids=list(lead_partner_ids),
        urns=list(urns),
        ukprns=list(ukprns),
    )
    return {LeadPartnerId(row["lead_partner_id"]): _lead_partner(row) for row in rows}


async def upsert_providers(
    conn: Connection, providers: Collection[Provider], created_at: Mapping[ProviderId, datetime]
) -> None:
    """Write providers; `created_at` counts only for those that are new."""
    await SQL.execute(
        conn,
        "upsert_providers",
        provider_ids=[p.provider_id for p in providers],
        names=[p.name for p in providers],
        ukprns=[p.ukprn for p in providers],
        codes=[p.code for p in providers],
        accredited=[p.accredited for p in providers],
        created_at=[created_at[p.provider_id] for p in providers],
    )


async def upsert_schools(
    conn: Connection, schools: Collection[SchoolEntry], created_at: Mapping[str, datetime]
) -> None:
    """Write schools, and those that lead training among the lead partners as well."""
    urns = [s.urn for s in schools]
    await SQL.execute(
        conn,
        "upsert_schools",
        urns=urns,
        names=[s.school.name for s in schools],
        towns=[s.school.town for s in schools],
        postcodes=[s.school.postcode for s in schools],
        lead_partner=[s.lead_partner for s in schools],
        open=[s.open for s in schools],
        created_at=[created_at[s.urn] for s in schools],
    )
    await SQL.execute(conn, "upsert_leading_schools", urns=urns)


async def upsert_lead_partners(
    conn: Connection,
    partners: Collection[LeadPartner],
    created_at: Mapping[LeadPartnerId, datetime],
) -> None:
    """Write lead partners; `created_at` counts only for those that are new."""
    await SQL.execute(
        conn,
        "upsert_lead_partners",
        lead_partner_ids=[p.lead_partner_id for p in partners],
        names=[p.name for p in partners],
        urns=[p.urn for p in partners],
        ukprns=[p.ukprn for p in partners],
        created_at=[created_at[p.lead_partner_id] for p in partners],
    )


async def update_placements_linked(conn: Connection, urns: Collection[str]) -> None:
    """Link placements that named these schools before they were known."""
    await SQL.execute(conn, "update_placements_linked", urns=list(urns))


async def select_trainees_referring(
    conn: Connection,
    *,
    provider_ids: Collection[ProviderId],
    school_urns: Collection[str],
    lead_partner_ids: Collection[LeadPartnerId],
) -> list[TraineeKey]:
    """Return in id order whose records show something of these register entries."""
    rows = await SQL.fetch(
        conn,
        "select_trainees_referring",
        provider_ids=list(provider_ids),
        lead_partner_ids=list(lead_partner_ids),
        school_urns=list(school_urns),
    )
    return [key_of(row) for row in rows]


def _lead_partner(row: asyncpg.Record | Mapping[str, Any]) -> LeadPartner:
    return LeadPartner(
        lead_partner_id=LeadPartnerId(row["lead_partner_id"]),
        name=row["name"],
        urn=row["urn"],
        ukprn=row["ukprn"],
    )
