"""What lead providers are told of that was there before them."""

from datetime import datetime

from participants_service.domain.partnerships import LeadProviderId
from participants_service.storage.school_views import SCHOOL_VIEWS
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "newcomers.sql")


async def insert_introduction(
    conn: Connection, lead_provider_id: LeadProviderId, *, changed_at: datetime
) -> None:
    """Write an entry for each school in each cohort into a journal whose head is held."""
    await SQL.execute(
        conn,
        "insert_introduction",
        lead_provider_id=lead_provider_id,
        resource=SCHOOL_VIEWS.resource,
        changed_at=changed_at,
    )
