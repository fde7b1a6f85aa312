"""Delivery partners, and the lead providers they work with in each cohort."""

from collections import Counter
from collections.abc import Collection

import asyncpg

from participants_service.domain.partnerships import (
    DeliveryPartner,
    DeliveryPartnerId,
    LeadProviderId,
    Pairing,
)
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "delivery_partners.sql")


async def select_delivery_partners(
    conn: Connection,
) -> dict[DeliveryPartnerId, DeliveryPartner]:
    """Return all delivery partners by their ids."""
    rows = await SQL.fetch(conn, "select_delivery_partners")
    return {row["id"]: DeliveryPartner(**dict(row)) for row in rows}


async def select_pairings(conn: Connection) -> set[Pairing]:
    """Return all pairings."""
    return {_pairing(row) for row in await SQL.fetch(conn, "select_pairings")}


async def select_pairings_in_use(
    conn: Connection,
    lead_provider_ids: Collection[LeadProviderId],
    delivery_partner_ids: Collection[DeliveryPartnerId],
) -> Counter[Pairing]:
    """Return how many partnerships rest on each pairing of these organisations."""
    rows = await SQL.fetch(
        conn,
        "select_pairings_in_use",
        lead_provider_ids=list(lead_provider_ids),
        delivery_partner_ids=list(delivery_partner_ids),
    )
    return Counter({_pairing(row): row["partnerships"] for row in rows})


async def upsert_delivery_partners(
    conn: Connection, delivery_partners: Collection[DeliveryPartner]
) -> None:
    """Store delivery partners in the place of what was known of them."""
    await SQL.execute(
        conn,
        "upsert_delivery_partners",
        ids=[one.id for one in delivery_partners],
        names=[one.name for one in delivery_partners],
        created_at=[one.created_at for one in delivery_partners],
    )


async def insert_pairings(conn: Connection, pairings: Collection[Pairing]) -> None:
    """Store new pairings."""
    await SQL.execute(conn, "insert_pairings", **_columns(pairings))


async def delete_pairings(conn: Connection, pairings: Collection[Pairing]) -> None:
    """Remove pairings."""
    await SQL.execute(conn, "delete_pairings", **_columns(pairings))


def _columns(pairings: Collection[Pairing]) -> dict[str, object]:
    return {
        "lead_provider_ids": [pairing.lead_provider_id for pairing in pairings],
        "delivery_partner_ids": [pairing.delivery_partner_id for pairing in pairings],
        "cohorts": [pairing.cohort for pairing in pairings],
    }


def _pairing(row: asyncpg.Record) -> Pairing:
    return Pairing(row["lead_provider_id"], row["delivery_partner_id"], row["cohort"])
