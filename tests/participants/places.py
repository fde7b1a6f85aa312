"""Partnerships, schools and delivery partners, as the registry and lead providers speak of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tests.participants.api import Answer, Api
from tests.participants.people import DELIVERY_PARTNER, FENBROOK, LARKFIELD, OTTERBURN, known
from tests.participants.registry import COHORTS, REPORTED_AT, event

PARTNERSHIPS_PATH = "/api/v3/partnerships"
SCHOOLS_PATH = "/api/v3/schools"
DELIVERY_PARTNERS_PATH = "/api/v3/delivery-partners"

COASTAL = known("Coastal Teaching Hub")


def school(at: str = REPORTED_AT, **members: Any) -> dict[str, Any]:
    """Make the event of a school, by default Fenbrook as it is."""
    data = {
        "school_id": FENBROOK.id,
        "urn": FENBROOK.urn,
        "name": "Fenbrook Academy",
        "eligible": True,
    }
    return event("school.put", at, **data | members)


def delivery_partner(
    delivery_partner_id: UUID | str = COASTAL,
    name: str = "Coastal Teaching Hub",
    *,
    at: str = REPORTED_AT,
    pairings: Sequence[tuple[UUID, int]] | None = None,
) -> dict[str, Any]:
    """Make the event of a delivery partner, by default paired with both in all cohorts."""
    if pairings is None:
        pairings = [(one, cohort) for one in (LARKFIELD, OTTERBURN) for cohort in COHORTS]
    return event(
        "delivery_partner.put",
        at,
        delivery_partner_id=delivery_partner_id,
        name=name,
        pairings=[
            {"lead_provider_id": str(lead_provider_id), "cohort": cohort}
            for lead_provider_id, cohort in pairings
        ],
    )


def cohort(year: int, at: str = REPORTED_AT, **members: Any) -> dict[str, Any]:
    """Make the event of a cohort, by default as such cohorts are."""
    data = {
        "year": year,
        "started_on": f"{year}-06-01",
        "finished_on": f"{year + 1}-05-31",
        "enabled": True,
        "uplift_fees_enabled": year <= 2024,
        "mentor_funding_enabled": year >= 2025,
        "detailed_evidence_types_enabled": year >= 2025,
    }
    return event("cohort.put", at, **data | members)


async def agree(api: Api, **attributes: Any) -> Answer:
    """Ask for a partnership, by default with Fenbrook for 2025."""
    members = {
        "cohort": "2025",
        "school_id": str(FENBROOK.id),
        "delivery_partner_id": str(DELIVERY_PARTNER),
    } | attributes
    return await api.call("POST", PARTNERSHIPS_PATH, json=body(**members))


async def replace_partner(
    api: Api, partnership_id: object, delivery_partner_id: object = COASTAL
) -> Answer:
    """Ask for another delivery partner."""
    given = (
        str(delivery_partner_id) if isinstance(delivery_partner_id, UUID) else delivery_partner_id
    )
    path = f"{PARTNERSHIPS_PATH}/{partnership_id}"
    return await api.call("PUT", path, json=body(delivery_partner_id=given))


def body(**attributes: Any) -> dict[str, Any]:
    """Return attributes in their envelope."""
    return {"data": {"type": "partnership", "attributes": attributes}}


def refusals(answer: Answer) -> list[tuple[str, str]]:
    """Return title and detail of every problem."""
    assert answer.status == 422, answer
    return [(problem["title"], problem["detail"]) for problem in answer.body["errors"]]


def made(answer: Answer) -> dict[str, Any]:
    """Return what a successful request answered."""
    assert answer.status == 200, answer
    resource: dict[str, Any] = answer.body["data"]
    return resource


async def find(api: Api, path: str, query: str = "") -> list[dict[str, Any]]:
    """Return the records that a query finds in a list."""
    answer = await api.call("GET", f"{path}?{query}")
    assert answer.status == 200, answer
    records: list[dict[str, Any]] = answer.body["data"]
    return records


async def partnership_of(api: Api, partnership_id: object) -> dict[str, Any]:
    """Return the attributes of a partnership; one and list must agree."""
    one = made(await api.call("GET", f"{PARTNERSHIPS_PATH}/{partnership_id}"))
    assert one in await find(api, PARTNERSHIPS_PATH)
    attributes: dict[str, Any] = one["attributes"]
    return attributes


async def school_of(
    api: Api, cohort: int = 2025, school_id: object = FENBROOK.id
) -> dict[str, Any]:
    """Return the attributes of a school in a cohort; one and list must agree."""
    query = f"filter[cohort]={cohort}"
    one = made(await api.call("GET", f"{SCHOOLS_PATH}/{school_id}?{query}"))
    for orders in ("", "&sort=-updated_at", f"&filter[urn]={one['attributes']['urn']}"):
        assert one in await find(api, SCHOOLS_PATH, query + orders)
    attributes: dict[str, Any] = one["attributes"]
    return attributes


async def delivery_partner_of(
    api: Api, delivery_partner_id: object = DELIVERY_PARTNER
) -> dict[str, Any]:
    """Return the attributes of a delivery partner; one and list must agree."""
    one = made(await api.call("GET", f"{DELIVERY_PARTNERS_PATH}/{delivery_partner_id}"))
    assert one in await find(api, DELIVERY_PARTNERS_PATH)
    attributes: dict[str, Any] = one["attributes"]
    return attributes
