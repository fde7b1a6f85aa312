"""What lead providers see of delivery partners, as stored, and the facts it is made from."""

from collections.abc import Iterable

from participants_service.domain.partnerships import DeliveryPartner, DeliveryPartnerId
from participants_service.domain.places import SeenDeliveryPartner
from participants_service.storage.view_tables import ViewTable
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "delivery_partner_views.sql")

DELIVERY_PARTNER_VIEWS = ViewTable("delivery-partner", SQL, columns=("cohorts",))


async def select_seen_delivery_partners(
    conn: Connection, ids: Iterable[DeliveryPartnerId]
) -> list[SeenDeliveryPartner]:
    """Return what each lead provider sees of these delivery partners that is paired with them."""
    rows = await SQL.fetch(conn, "select_delivery_partner_facts", ids=list(ids))
    return [
        SeenDeliveryPartner(
            lead_provider_id=row["lead_provider_id"],
            delivery_partner=DeliveryPartner(
                id=row["id"], name=row["name"], created_at=row["created_at"]
            ),
            cohorts=tuple(row["cohorts"]),
        )
        for row in rows
    ]
