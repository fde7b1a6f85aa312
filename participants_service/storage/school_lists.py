"""Schools as they are sent: one, or a page of a list, always in one cohort."""

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.listings import SortKey
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.place_listings import SchoolListing
from participants_service.domain.school_standings import SchoolCohort
from participants_service.storage.list_pages import (
    ALONG_AN_INDEX,
    BEGINNING,
    NOTHING_THERE,
    StoredPage,
    any_order_values,
    page_values,
    place_values,
    stored_page,
)
from participants_service.storage.stored_bodies import (
    StoredBody,
    ViewVersion,
    stored_body,
    view_version,
)
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "school_lists.sql")


async def select_one(
    conn: Connection, school: SchoolCohort, *, lead_provider_id: LeadProviderId
) -> StoredBody | None:
    """Return one school in a cohort; None for one that is not listed there."""
    row = await SQL.fetchrow(
        conn,
        "select_one",
        school_id=school.school_id,
        cohort=school.cohort,
        lead_provider_id=lead_provider_id,
    )
    return stored_body(row)


async def select_version(
    conn: Connection, school: SchoolCohort, *, lead_provider_id: LeadProviderId
) -> ViewVersion | None:
    """Return which version of a school in a cohort is seen; None if it is not listed there."""
    row = await SQL.fetchrow(
        conn,
        "select_version",
        school_id=school.school_id,
        cohort=school.cohort,
        lead_provider_id=lead_provider_id,
    )
    return view_version(row)


async def select_page(
    conn: Connection, listing: SchoolListing, *, lead_provider_id: LeadProviderId
) -> StoredPage:
    """Return a page by the statement that finds it fastest; empty if there is no such cohort."""
    cohort = listing.cohort
    if cohort is None:
        return NOTHING_THERE
    if listing.urn is not None:
        return await _select_with_urn(conn, listing, cohort, lead_provider_id)
    values: dict[str, object] = {
        "lead_provider_id": lead_provider_id,
        "cohort": cohort,
        **page_values(listing),
    }
    since, name = listing.updated_since, ALONG_AN_INDEX.get(listing.page_order)
    by_change = listing.page_order[0].key is SortKey.UPDATED_AT
    if name is None or (since is not None and not by_change):
        statement = "select_page_in_any_order"
        values |= {**any_order_values(listing), "updated_since": since or BEGINNING}
    else:
        statement = f"select_page_by_{name}"
        values |= place_values(listing, since=since)
        if by_change and listing.page_order[0].descending:
            values["updated_since"] = since or BEGINNING
    return stored_page(await SQL.fetchrow(conn, statement, **values))


async def _select_with_urn(
    conn: Connection, listing: SchoolListing, cohort: CohortYear, lead_provider_id: LeadProviderId
) -> StoredPage:
    """Return the only record of a list, which is on its first page and has nothing behind it."""
    is_first = listing.page.number == 1 and listing.after is None
    row = await SQL.fetchrow(
        conn,
        "select_school_with_urn",
        urn=listing.urn if is_first else None,
        cohort=cohort,
        lead_provider_id=lead_provider_id,
        updated_since=listing.updated_since or BEGINNING,
    )
    return stored_page(row)
