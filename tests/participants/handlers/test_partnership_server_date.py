"""Partnerships for requests with a clock of their own, in a sandbox."""

import pytest
import time_machine

from tests.participants import partnership_refusals as told
from tests.participants.api import NOT_FOUND, Api
from tests.participants.people import LARKFIELD, OTTERBURN, known, moment
from tests.participants.places import (
    PARTNERSHIPS_PATH,
    agree,
    cohort,
    delivery_partner,
    find,
    made,
    partnership_of,
    refusals,
)
from tests.participants.registry import COHORTS, Registry, ect, event, partnership

PARTNERSHIP = known(f"partnership {LARKFIELD} 900417 2025")
NOW = "2025-10-15T11:00:00Z"


@pytest.fixture
async def comes_and_goes(registry: Registry) -> None:
    """One ECT who stays, and one who joins on 1 November and leaves on 1 May."""
    await registry.apply(
        partnership(),
        partnership(cohort=2024),
        ect("Stays On"),
        ect(started_on="2025-11-01"),
        event(
            "participant.leaving_reported",
            "2025-07-03T09:00:00Z",
            participant_id=known("Imogen Achterberg"),
            role="ect",
            school_urn="900417",
            leaving_on="2026-05-01",
        ),
    )


@pytest.mark.parametrize(
    ("instant", "number", "updated_at"),
    [
        pytest.param("2025-10-15T20:00:00Z", 1, NOW, id="later today"),
        pytest.param("2025-10-31T23:59:59Z", 1, NOW, id="the last second"),
        pytest.param("2025-11-01", 2, "2025-11-01T00:00:00Z", id="that day"),
        pytest.param("2026-05-01T22:59:59Z", 2, "2025-11-01T00:00:00Z", id="the last day"),
        pytest.param("2026-05-01T23:00:00Z", 1, "2026-05-01T23:00:00Z", id="summer midnight"),
        pytest.param("2027-01-01", 1, "2026-05-01T23:00:00Z", id="long after"),
        pytest.param("2025-08-31T12:00:00Z", 0, NOW, id="the past"),
    ],
)
@pytest.mark.usefixtures("comes_and_goes")
async def test_the_number_is_as_of_the_instant(
    larkfield: Api, otterburn: Api, instant: str, number: int, updated_at: str
) -> None:
    before = await partnership_of(larkfield, PARTNERSHIP)
    shown = await partnership_of(larkfield.at(instant), PARTNERSHIP)
    assert shown["participants_currently_training"] == number
    assert shown["updated_at"] == updated_at
    found = await find(
        larkfield.at(instant), PARTNERSHIPS_PATH, "filter[cohort]=2025&sort=-updated_at"
    )
    assert [one["attributes"] for one in found] == [shown]
    assert await partnership_of(larkfield, PARTNERSHIP) == before
    answer = await otterburn.at(instant).call("GET", f"{PARTNERSHIPS_PATH}/{PARTNERSHIP}")
    assert answer.problem == NOT_FOUND


@pytest.mark.usefixtures("comes_and_goes")
async def test_changes_until_the_instant_are_found(larkfield: Api) -> None:
    later = larkfield.at("2026-06-01T00:00:00Z")
    found = await find(later, PARTNERSHIPS_PATH, "filter[updated_since]=2026-05-01T23:00:00Z")
    assert [one["id"] for one in found] == [str(PARTNERSHIP)]
    assert await find(later, PARTNERSHIPS_PATH, "filter[updated_since]=2026-05-02") == []


async def test_a_partnership_is_made_as_of_the_instant(
    registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(
        event("lead_provider.put", lead_provider_id=LARKFIELD, name="L", cohorts=[*COHORTS, 2026]),
        cohort(2026),
        delivery_partner(
            known("Fenland Teaching Hub"),
            "Fenland Teaching Hub",
            pairings=[(LARKFIELD, 2026), (OTTERBURN, 2025)],
        ),
    )
    travel.move_to(moment("2025-10-15T15:00:00"))
    assert refusals(await agree(larkfield, cohort="2026")) == [told.FUTURE_COHORT]
    too_early = await agree(larkfield.at("2026-05-31T22:59:59Z"), cohort="2026")
    assert refusals(too_early) == [told.FUTURE_COHORT]
    one = made(await agree(larkfield.at("2026-05-31T23:00:00Z"), cohort="2026"))
    assert one["attributes"]["created_at"] == "2026-05-31T23:00:00Z"
    assert one["attributes"]["updated_at"] == "2025-10-15T15:00:00Z"
    assert await partnership_of(larkfield, one["id"]) == one["attributes"]
