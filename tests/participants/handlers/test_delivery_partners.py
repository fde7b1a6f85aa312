"""Delivery partners over HTTP: only those that work with the caller, in the caller's cohorts."""

import pytest
import time_machine

from shared.database import Pool
from tests.participants.api import NOT_FOUND, Api
from tests.participants.people import DELIVERY_PARTNER, LARKFIELD, OTTERBURN, known, moment
from tests.participants.places import (
    COASTAL,
    DELIVERY_PARTNERS_PATH,
    delivery_partner,
    delivery_partner_of,
    find,
    made,
)
from tests.participants.registry import Registry, partnership

HUBS = [known(f"Hub {number}") for number in range(3)]


async def ids(api: Api, query: str = "") -> list[str]:
    return [one["id"] for one in await find(api, DELIVERY_PARTNERS_PATH, query)]


@pytest.fixture
async def hubs(registry: Registry) -> None:
    """Three more: one of both, one of Larkfield's alone, one of Otterburn's alone."""
    for number, pairings in enumerate(
        (
            [(LARKFIELD, 2025), (LARKFIELD, 2023), (OTTERBURN, 2024)],
            [(LARKFIELD, 2024)],
            [(OTTERBURN, 2025)],
        )
    ):
        await registry.apply(
            delivery_partner(
                HUBS[number],
                f"Hub {number}",
                at=f"2025-07-0{number + 3}T09:00:00Z",
                pairings=pairings,
            )
        )


@pytest.mark.usefixtures("hubs")
async def test_each_lead_provider_sees_its_own_pairings(larkfield: Api, otterburn: Api) -> None:
    assert await delivery_partner_of(larkfield, HUBS[0]) == {
        "name": "Hub 0",
        "created_at": "2025-07-03T09:00:00Z",
        "updated_at": "2025-10-15T11:00:00Z",
        "cohort": ["2023", "2025"],
    }
    assert (await delivery_partner_of(otterburn, HUBS[0]))["cohort"] == ["2024"]
    usual = str(DELIVERY_PARTNER)
    assert await ids(larkfield) == [usual, str(HUBS[0]), str(HUBS[1])]
    assert await ids(otterburn) == [usual, str(HUBS[0]), str(HUBS[2])]
    for api, hub in ((larkfield, HUBS[2]), (otterburn, HUBS[1]), (larkfield, "1")):
        answer = await api.call("GET", f"{DELIVERY_PARTNERS_PATH}/{hub}")
        assert answer.problem == NOT_FOUND


@pytest.mark.parametrize(
    ("cohort", "found"),
    [
        ("2024", [HUBS[1]]),
        ("2025", [HUBS[0]]),
        ("2023,2024", [HUBS[0], HUBS[1]]),
        ("2024,%202025", [HUBS[1]]),
        ("", [HUBS[0], HUBS[1]]),
        ("x", None),
    ],
)
@pytest.mark.usefixtures("hubs")
async def test_the_pairing_itself_is_in_the_cohort(
    larkfield: Api, cohort: str, found: list[object] | None
) -> None:
    expected = [] if found is None else [str(one) for one in (DELIVERY_PARTNER, *found)]
    assert await ids(larkfield, f"filter[cohort]={cohort}") == expected


@pytest.mark.usefixtures("hubs")
async def test_order_and_pages(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    travel.move_to(moment("2025-10-15T15:00:00"))
    await registry.apply(delivery_partner(HUBS[0], "Renamed", pairings=[(LARKFIELD, 2025)]))
    in_order = [str(one) for one in (DELIVERY_PARTNER, HUBS[0], HUBS[1])]
    assert await ids(larkfield, "sort=created_at") == in_order
    assert await ids(larkfield, "sort=-created_at") == in_order[::-1]
    assert (await ids(larkfield, "sort=-updated_at"))[0] == str(HUBS[0])
    assert await ids(larkfield, "page[per_page]=2") == in_order[:2]
    assert await ids(larkfield, "page[per_page]=2&page[page]=2") == in_order[2:]
    # There is no such filter here, so it is ignored whatever it says.
    assert await ids(larkfield, "filter[updated_since]=nonsense") == in_order
    answer = await larkfield.call("GET", f"{DELIVERY_PARTNERS_PATH}?page[page]=0")
    assert answer.status == 400


async def test_the_last_pairing_takes_the_delivery_partner_along(
    registry: Registry, larkfield: Api, otterburn: Api, participants_pool: Pool
) -> None:
    await registry.apply(delivery_partner())
    await registry.apply(delivery_partner(pairings=[(OTTERBURN, 2025)]))
    answer = await larkfield.call("GET", f"{DELIVERY_PARTNERS_PATH}/{COASTAL}")
    assert answer.problem == NOT_FOUND
    assert (await delivery_partner_of(otterburn, COASTAL))["cohort"] == ["2025"]
    row = await participants_pool.fetchrow(
        "SELECT provider_id, resource_id FROM changes WHERE op = 'access_ended'"
    )
    assert tuple(row or ()) == (LARKFIELD, str(COASTAL))


async def test_a_pairing_with_partnerships_stays(registry: Registry, larkfield: Api) -> None:
    await registry.apply(partnership())
    (result,) = await registry.feed(
        delivery_partner(DELIVERY_PARTNER, "Fenland Teaching Hub", pairings=[(OTTERBURN, 2025)])
    )
    assert result["status"] == "rejected"
    one = made(await larkfield.call("GET", f"{DELIVERY_PARTNERS_PATH}/{DELIVERY_PARTNER}"))
    assert one["attributes"]["cohort"] == ["2021", "2022", "2023", "2024", "2025"]
