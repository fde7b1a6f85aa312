"""Transfers over HTTP: what is seen of them, by whom, and when it changes."""

from typing import Any

import pytest
import time_machine

from tests.participants.api import PARTICIPANTS_PATH, Api
from tests.participants.derived import (
    joins,
    leaves,
    third_lead_provider,
    transfers,
    transfers_of,
)
from tests.participants.people import (
    FENBROOK,
    MARRAM,
    OTTERBURN,
    SALTMARSH,
    known,
    moment,
)
from tests.participants.registry import Registry, ect, mentor, partnership

IMOGEN = known("Imogen Achterberg")
NAME = "Imogen Achterberg"
NOW = "2025-10-15T11:00:00Z"
LATER = "2025-10-15T12:30:00Z"
AT_SALTMARSH: dict[str, Any] = {"school_urn": SALTMARSH.urn}


async def only_transfer(api: Api) -> dict[str, Any]:
    """Return the only transfer of Imogen."""
    seen = await transfers_of(api, IMOGEN)
    assert seen is not None
    (only,) = seen["transfers"]
    transfer: dict[str, Any] = only
    return transfer


async def updated_at(api: Api) -> str:
    seen = await transfers_of(api, IMOGEN)
    assert seen is not None
    moment_shown: str = seen["updated_at"]
    return moment_shown


async def test_a_transfer_with_everything(registry: Registry, larkfield: Api) -> None:
    await registry.apply(
        partnership(),
        partnership(OTTERBURN, **AT_SALTMARSH),
        ect(ect_training_record_id=known("ECT record")),
        joins(NAME, "2025-10-20", lead_provider_id=OTTERBURN),
    )
    answer = await larkfield.call("GET", f"{PARTICIPANTS_PATH}/{IMOGEN}/transfers")
    assert answer.body == {
        "data": {
            "id": str(IMOGEN),
            "type": "participant-transfer",
            "attributes": {
                "updated_at": NOW,
                "transfers": [
                    {
                        "training_record_id": str(known("ECT record")),
                        "transfer_type": "new_provider",
                        "status": "incomplete",
                        "created_at": "2025-07-02T09:15:44Z",
                        "leaving": {
                            "school_urn": "900417",
                            "provider": "Larkfield Teaching Institute",
                            "date": "2025-10-19",
                        },
                        "joining": {
                            "school_urn": "900533",
                            "provider": "Otterburn Learning",
                            "date": "2025-10-20",
                        },
                    }
                ],
            },
        }
    }
    listed = await larkfield.call("GET", f"{PARTICIPANTS_PATH}/transfers")
    assert listed.body == {"data": [answer.body["data"]]}


async def test_who_goes_nowhere_is_in_no_list(registry: Registry, larkfield: Api) -> None:
    await registry.apply(partnership(), ect())
    assert await transfers_of(larkfield, IMOGEN) is None


async def test_first_a_departure_then_a_school_then_a_partnership(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(partnership(), ect(), leaves(NAME, "2025-10-25"))
    left = await only_transfer(larkfield)
    assert (left["transfer_type"], left["joining"]) == ("unknown", None)
    assert left["leaving"]["date"] == "2025-10-25"

    travel.move_to(moment("2025-10-15T12:00:00"))
    await registry.apply(joins(NAME, "2025-11-04", lead_provider_id=OTTERBURN))
    joining = await only_transfer(larkfield)
    assert joining["transfer_type"] == "new_provider"
    assert joining["joining"] == {"school_urn": "900533", "provider": None, "date": "2025-11-04"}
    assert await updated_at(larkfield) == "2025-10-15T12:00:00Z"
    assert await transfers_of(otterburn, IMOGEN) is None

    travel.move_to(moment(LATER[:-1]))
    await registry.apply(partnership(OTTERBURN, **AT_SALTMARSH))
    confirmed = await only_transfer(larkfield)
    assert confirmed["joining"]["provider"] == "Otterburn Learning"
    assert await only_transfer(otterburn) == confirmed
    assert (await updated_at(larkfield), await updated_at(otterburn)) == (LATER, LATER)


async def test_the_same_provider_at_another_school(registry: Registry, larkfield: Api) -> None:
    await registry.apply(
        partnership(), partnership(**AT_SALTMARSH), ect(), joins(NAME, "2025-10-10")
    )
    transfer = await only_transfer(larkfield)
    assert (transfer["transfer_type"], transfer["status"]) == ("new_school", "complete")


async def test_ects_and_mentors_alike(registry: Registry, larkfield: Api) -> None:
    await registry.apply(
        partnership(),
        mentor(NAME, mentor_training_record_id=known("mentor record")),
        ect("Ben Birch", ect_training_record_id=known("ECT record")),
        leaves(NAME, "2025-10-31", role="mentor"),
        leaves("Ben Birch", "2025-10-31"),
    )
    (moved,) = (await transfers(larkfield))[IMOGEN]["transfers"]
    assert moved["training_record_id"] == str(known("mentor record"))
    assert set(await transfers(larkfield)) == {IMOGEN, known("Ben Birch")}


async def test_both_roles_of_one_person_are_in_one_record(
    registry: Registry, larkfield: Api, otterburn: Api
) -> None:
    """Each move is for its own lead providers, though the person is the same."""
    await registry.apply(
        partnership(),
        partnership(OTTERBURN),
        ect(
            ect_training_record_id=known("ECT record"),
            mentor_training_record_id=known("mentor record"),
        ),
        mentor(NAME, lead_provider_id=OTTERBURN),
        leaves(NAME, "2025-10-20"),
        leaves(NAME, "2025-10-25", role="mentor"),
    )
    for api, record in ((larkfield, "ECT record"), (otterburn, "mentor record")):
        assert (await only_transfer(api))["training_record_id"] == str(known(record))


async def test_three_lead_providers_and_a_chain_of_moves(
    registry: Registry, larkfield: Api, otterburn: Api, marram: Api
) -> None:
    """From Larkfield to Otterburn and on to a school that trains by itself; Marram is nobody."""
    await registry.apply(
        *third_lead_provider(),
        partnership(),
        partnership(OTTERBURN, **AT_SALTMARSH),
        partnership(MARRAM, school_urn="900618"),
        ect(),
        ect("Of Marram", school_urn="900618", lead_provider_id=MARRAM),
        joins(NAME, "2025-10-06", lead_provider_id=OTTERBURN),
        ect(
            NAME,
            at="2025-10-02T09:00:00Z",
            started_on="2025-11-03",
            school_urn="900618",
            programme="school_led",
        ),
    )
    seen = {}
    for name, api in (("larkfield", larkfield), ("otterburn", otterburn), ("marram", marram)):
        shown = await transfers_of(api, IMOGEN)
        seen[name] = (
            []
            if shown is None
            else [
                (one["leaving"]["school_urn"], one["joining"]["school_urn"], one["transfer_type"])
                for one in shown["transfers"]
            ]
        )
    first, second = ("900417", "900533", "new_provider"), ("900533", "900618", "new_provider")
    assert seen == {"larkfield": [first], "otterburn": [first, second], "marram": []}
    assert await transfers(marram) == {}


async def test_the_old_school_is_the_one_that_is_left(registry: Registry, larkfield: Api) -> None:
    """A training that ended before the departure gives the day."""
    await registry.apply(partnership(), ect(), leaves(NAME, "2025-10-25"))
    answer = await larkfield.call(
        "PUT",
        f"{PARTICIPANTS_PATH}/{IMOGEN}/defer",
        json={
            "data": {
                "type": "participant-defer",
                "attributes": {"reason": "other", "course_identifier": "ecf-induction"},
            }
        },
    )
    assert answer.status == 200, answer
    transfer = await only_transfer(larkfield)
    assert transfer["leaving"]["date"] == "2025-10-15"
    assert transfer["leaving"]["school_urn"] == FENBROOK.urn
    assert transfer["status"] == "complete"


@pytest.mark.parametrize(
    ("instant", "status", "moved_at"),
    [
        pytest.param("2025-10-15T20:00:00Z", "incomplete", NOW, id="later today"),
        pytest.param("2025-11-02T23:59:59Z", "incomplete", NOW, id="the last second"),
        pytest.param("2025-11-03", "complete", "2025-11-03T00:00:00Z", id="that day"),
        pytest.param("2026-07-01T12:00:00Z", "complete", "2025-11-03T00:00:00Z", id="long after"),
        pytest.param("2024-01-01", "incomplete", NOW, id="the past"),
    ],
)
async def test_a_sandbox_answers_as_of_its_instant(
    registry: Registry,
    larkfield: Api,
    otterburn: Api,
    *,
    instant: str,
    status: str,
    moved_at: str,
) -> None:
    await registry.apply(
        partnership(),
        partnership(**AT_SALTMARSH),
        ect(),
        ect("Ben Birch"),
        leaves("Ben Birch", "2025-10-01"),
        joins(NAME, "2025-11-03"),
    )
    then = larkfield.at(instant)
    assert (await only_transfer(then))["status"] == status
    assert await updated_at(then) == moved_at
    is_found = IMOGEN in await transfers(then, "filter[updated_since]=2025-11-03")
    assert is_found is (status == "complete")
    assert await transfers(otterburn.at(instant)) == {}
    assert (await only_transfer(larkfield))["status"] == "incomplete"
