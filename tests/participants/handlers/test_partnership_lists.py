"""Pages, order and filters of partnerships over HTTP."""

import pytest
import time_machine

from tests.participants.api import Api
from tests.participants.people import LARKFIELD, OTTERBURN, SALTMARSH, known, moment
from tests.participants.places import COASTAL, PARTNERSHIPS_PATH, delivery_partner, find
from tests.participants.registry import Registry, ect, partnership

BAD_DATE = (400, "Bad request", "The filter '#/updated_since' must be a valid ISO 8601 date")
BAD_PAGE = (
    400,
    "Bad request",
    "The '#/page[page]' and '#/page[per_page]' parameter values must be a valid positive number",
)
HUB = str(known("Fenland Teaching Hub"))


def id_of(cohort: int, urn: str = "900417", lead_provider: object = LARKFIELD) -> str:
    return str(known(f"partnership {lead_provider} {urn} {cohort}"))


A, B, C, D = id_of(2023), id_of(2024), id_of(2025), id_of(2025, SALTMARSH.urn)
IN_ORDER = [A, B, C, D]


@pytest.fixture
async def four(registry: Registry) -> None:
    """Four partnerships of Larkfield, of which the third is with another hub, and one other."""
    await registry.apply(
        delivery_partner(),
        partnership(cohort=2023, at="2025-07-01T09:00:00Z"),
        partnership(cohort=2024, at="2025-07-02T09:00:00Z"),
        partnership(cohort=2025, at="2025-07-03T09:00:00Z", delivery_partner_id=COASTAL),
        partnership(cohort=2025, at="2025-07-04T09:00:00Z", school_urn=SALTMARSH.urn),
        partnership(OTTERBURN, cohort=2025),
    )


async def ids(api: Api, query: str = "") -> list[str]:
    return [one["id"] for one in await find(api, PARTNERSHIPS_PATH, query)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", IN_ORDER),
        ("filter[cohort]=2025", [C, D]),
        ("filter[cohort]=2023,2024", [A, B]),
        ("filter[cohort]=2024,%202025", [B]),
        ("filter[cohort][]=2023&filter[cohort][]=2025", [A, C, D]),
        ("filter[cohort]=1999", []),
        ("filter[cohort]=x", []),
        ("filter[cohort]=", IN_ORDER),
        (f"filter[delivery_partner_id]={COASTAL}", [C]),
        (f"filter[delivery_partner_id]={COASTAL},{HUB}", IN_ORDER),
        (f"filter[delivery_partner_id][]={COASTAL}", [C]),
        (f"filter[delivery_partner_id]=x,{COASTAL.hex.upper()}", [C]),
        ("filter[delivery_partner_id]=x", []),
        ("filter[delivery_partner_id]=", IN_ORDER),
        (f"filter[delivery_partner_id]={HUB}&filter[cohort]=2025", [D]),
        ("sort=-created_at", IN_ORDER[::-1]),
        ("sort=-created_at&filter[cohort]=2025", [D, C]),
        ("sort=trn", IN_ORDER),
        ("page[per_page]=3", [A, B, C]),
        ("page[per_page]=3&page[page]=2", [D]),
        ("page[per_page]=3&page[page]=3", []),
        ("page[per_page]=99999", IN_ORDER),
        ("sort=-created_at&page[per_page]=3&page[page]=2", [A]),
    ],
)
@pytest.mark.usefixtures("four")
async def test_filters_order_and_pages(
    larkfield: Api, otterburn: Api, query: str, found: list[str]
) -> None:
    assert await ids(larkfield, query) == found
    theirs = id_of(2025, lead_provider=OTTERBURN)
    assert set(await ids(otterburn, query)) <= {theirs}


@pytest.mark.usefixtures("four")
async def test_what_changed_since(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    travel.move_to(moment("2025-10-15T15:00:00"))
    await registry.apply(ect(at="2025-10-15T14:00:00Z"))
    travel.move_to(moment("2025-10-15T16:00:00"))
    await registry.apply(partnership(cohort=2023, delivery_partner_id=COASTAL))
    since = "filter[updated_since]=2025-10-15T15:00:00Z"
    assert await ids(larkfield, since) == [A, C]
    assert await ids(larkfield, f"{since}&sort=-updated_at") == [A, C]
    assert await ids(larkfield, f"{since}&sort=updated_at") == [C, A]
    assert await ids(larkfield, f"{since}&filter[cohort]=2025") == [C]
    assert await ids(larkfield, "sort=-updated_at,-created_at") == [A, C, D, B]
    assert await ids(larkfield, f"filter[delivery_partner_id]={COASTAL}") == [A, C]
    assert await ids(larkfield, "filter[updated_since]=2025-10-15T16:00:01Z") == []
    assert await ids(otterburn, since) == []


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("filter[updated_since]=yesterday", BAD_DATE),
        ("filter[updated_since]=yesterday&page[page]=0", BAD_DATE),
        ("page[page]=0", BAD_PAGE),
        ("page[per_page]=-1", BAD_PAGE),
        ("page=2", BAD_PAGE),
        ("filter=2025&page[page]=0", (400, "Bad parameter", "Filter must be a hash")),
    ],
)
@pytest.mark.usefixtures("four")
async def test_what_cannot_be_read(
    larkfield: Api, query: str, problem: tuple[int, str, str]
) -> None:
    assert (await larkfield.call("GET", f"{PARTNERSHIPS_PATH}?{query}")).problem == problem
