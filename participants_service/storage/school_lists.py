"""Schools as they are sent: one, or a page of a list, always in one cohort."""

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.listings import DEFAULT_ORDER
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.place_listings import SchoolListing
from participants_service.domain.schools import SchoolId
from participants_service.storage.list_orders import order_values
from participants_service.storage.stored_bodies import BEGINNING
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "school_lists.sql")


async def select_school(
    conn: Connection,
    school_id: SchoolId,
    cohort: CohortYear,
    *,
    lead_provider_id: LeadProviderId,
) -> bytes | None:
    """Return one school in a cohort; None for one that is not listed there."""
    body: bytes | None = await SQL.fetchval(
        conn,
        "select_school",
        school_id=school_id,
        cohort=cohort,
        lead_provider_id=lead_provider_id,
    )
    return body


async def select_page(
    conn: Connection,
    listing: SchoolListing,
    cohort: CohortYear,
    *,
    lead_provider_id: LeadProviderId,
) -> bytes:
    """Return a page, bodies with commas between, by the statement that finds it fastest."""
    if listing.urn is not None:
        return await _select_with_urn(conn, listing, cohort, lead_provider_id)
    values: dict[str, object] = {
        "lead_provider_id": lead_provider_id,
        "cohort": cohort,
        "size": listing.page.size,
        "offset": listing.page.offset,
    }
    statement = "select_page_by_created_at"
    if listing.order != DEFAULT_ORDER or listing.updated_since is not None:
        statement = "select_page_in_any_order"
        values |= order_values(listing.order)
        values["updated_since"] = listing.updated_since or BEGINNING
    bodies: bytes | None = await SQL.fetchval(conn, statement, **values)
    return bodies or b""


async def _select_with_urn(
    conn: Connection, listing: SchoolListing, cohort: CohortYear, lead_provider_id: LeadProviderId
) -> bytes:
    """Return the only record of a list, which is on its first page."""
    if listing.page.number > 1:
        return b""
    body: bytes | None = await SQL.fetchval(
        conn,
        "select_school_with_urn",
        urn=listing.urn,
        cohort=cohort,
        lead_provider_id=lead_provider_id,
        updated_since=listing.updated_since or BEGINNING,
    )
    return body or b""
