"""The record of what lead providers did with partnerships."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from participants_service.domain.partnerships import (
    DeliveryPartnerId,
    LeadProviderId,
    PartnershipId,
)
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "partnership_actions.sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnershipAction:
    """Who made a partnership, or gave it another delivery partner than the previous one.

    `acted_at` is when it counts from; a sandbox request can say when that is. `recorded_at` is the
    time of the world.
    """

    id: UUID
    partnership_id: PartnershipId
    lead_provider_id: LeadProviderId
    delivery_partner_id: DeliveryPartnerId
    previous_partner_id: DeliveryPartnerId | None
    acted_at: datetime
    recorded_at: datetime


async def insert_partnership_action(conn: Connection, action: PartnershipAction) -> None:
    """Record an action."""
    name = "create" if action.previous_partner_id is None else "replace-delivery-partner"
    await SQL.execute(conn, "insert_partnership_action", action=name, **asdict(action))


async def select_partnership_actions(
    conn: Connection, partnership_id: PartnershipId
) -> list[PartnershipAction]:
    """Return everything that was done with a partnership, oldest first."""
    rows = await SQL.fetch(conn, "select_partnership_actions", partnership_id=partnership_id)
    return [PartnershipAction(**dict(row)) for row in rows]
