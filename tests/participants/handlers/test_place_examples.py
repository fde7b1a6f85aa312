"""The examples of the contract, to the second."""

from typing import Any

import pytest
import time_machine

from tests.participants.api import Api
from tests.participants.people import LARKFIELD, moment
from tests.participants.places import (
    DELIVERY_PARTNERS_PATH,
    PARTNERSHIPS_PATH,
    SCHOOLS_PATH,
    delivery_partner,
    made,
    school,
)
from tests.participants.registry import Registry, ect, event

HARROWGATE = "0c9d8e7f-6a5b-4c3d-9e2f-1a0b9c8d7e6f"
WEXCOMBE = "d4c3b2a1-0f9e-4d8c-b7a6-5e4d3c2b1a09"
MARLOW_VALE = "91ab3c5d-6e2f-4a70-8b14-c5d6e7f80913"
OPENED = "2023-05-11T07:40:00Z"

REQUEST = {
    "data": {
        "type": "partnership",
        "attributes": {
            "cohort": "2025",
            "school_id": HARROWGATE,
            "delivery_partner_id": MARLOW_VALE,
        },
    }
}


@pytest.fixture
async def partnership_id(
    new_registry: Registry, larkfield: Api, travel: time_machine.Traveller
) -> str:
    """Everything that happens in the examples; afterwards it is the night of 2 September."""
    travel.move_to(moment("2025-05-20T09:10:00"))
    await new_registry.apply(
        event(
            "lead_provider.put",
            "2021-04-30T12:00:00Z",
            lead_provider_id=LARKFIELD,
            name="Northfold Teaching Network",
            cohorts=[2024, 2025],
        ),
        delivery_partner(
            MARLOW_VALE,
            "Marlow Vale Hub",
            at="2021-04-30T12:00:00Z",
            pairings=[(LARKFIELD, 2025), (LARKFIELD, 2024)],
        ),
    )
    travel.move_to(moment("2025-06-01T01:00:12"))
    await new_registry.apply(
        school(
            OPENED,
            school_id=HARROWGATE,
            urn="190412",
            name="Harrowgate Primary",
            induction_tutor_name="Priya Oduya",
            induction_tutor_email="p.oduya@harrowgate-primary.example",
        ),
        school(
            OPENED,
            school_id=WEXCOMBE,
            urn="190555",
            name="Wexcombe High",
            induction_tutor_name="Nobody's Business",
        ),
    )
    travel.move_to(moment("2025-06-18T10:00:00"))
    answer = await larkfield.call("POST", PARTNERSHIPS_PATH, json=REQUEST)
    made_id: str = made(answer)["id"]
    assert answer.body == {"data": partnership(made_id, 0, "2025-06-18T10:00:00Z")}
    travel.move_to(moment("2025-09-01T13:22:45"))
    await new_registry.apply(
        *(
            ect(name, at="2025-09-01T13:00:00Z", school_urn="190412", started_on="2025-09-02")
            for name in ("Ada Ash", "Ben Birch", "Cai Cedar")
        )
    )
    travel.move_to(moment("2025-09-02T00:01:03"))
    return made_id


def partnership(partnership_id: str, training: int, updated_at: str) -> dict[str, Any]:
    """Return the partnership as the contract shows it."""
    return {
        "id": partnership_id,
        "type": "partnership",
        "attributes": {
            "cohort": "2025",
            "urn": "190412",
            "school_id": HARROWGATE,
            "delivery_partner_id": MARLOW_VALE,
            "delivery_partner_name": "Marlow Vale Hub",
            "induction_tutor_name": "Priya Oduya",
            "induction_tutor_email": "p.oduya@harrowgate-primary.example",
            "participants_currently_training": training,
            "created_at": "2025-06-18T10:00:00Z",
            "updated_at": updated_at,
        },
    }


async def test_the_partnership(larkfield: Api, partnership_id: str) -> None:
    expected = partnership(partnership_id, 3, "2025-09-02T00:01:03Z")
    answer = await larkfield.call("GET", f"{PARTNERSHIPS_PATH}/{partnership_id}")
    assert answer.body == {"data": expected}
    assert list(answer.body["data"]["attributes"]) == list(expected["attributes"])
    assert (await larkfield.call("GET", PARTNERSHIPS_PATH)).body == {"data": [expected]}


@pytest.mark.usefixtures("partnership_id")
async def test_schools(larkfield: Api) -> None:
    answer = await larkfield.call("GET", f"{SCHOOLS_PATH}?filter[cohort]=2025")
    expected = {
        "data": [
            {
                "id": HARROWGATE,
                "type": "school",
                "attributes": {
                    "name": "Harrowgate Primary",
                    "urn": "190412",
                    "cohort": "2025",
                    "in_partnership": True,
                    "induction_programme_choice": "provider_led",
                    "expression_of_interest": True,
                    "induction_tutor_name": "Priya Oduya",
                    "induction_tutor_email": "p.oduya@harrowgate-primary.example",
                    "created_at": OPENED,
                    "updated_at": "2025-09-01T13:22:45Z",
                },
            },
            {
                "id": WEXCOMBE,
                "type": "school",
                "attributes": {
                    "name": "Wexcombe High",
                    "urn": "190555",
                    "cohort": "2025",
                    "in_partnership": False,
                    "induction_programme_choice": "not_yet_known",
                    "expression_of_interest": False,
                    "induction_tutor_name": None,
                    "induction_tutor_email": None,
                    "created_at": OPENED,
                    "updated_at": "2025-06-01T01:00:12Z",
                },
            },
        ]
    }
    assert answer.body == expected
    for shown, wanted in zip(answer.body["data"], expected["data"], strict=True):
        assert list(shown["attributes"]) == list(wanted["attributes"])
        one = await larkfield.call("GET", f"{SCHOOLS_PATH}/{shown['id']}?filter[cohort]=2025")
        assert one.body == {"data": wanted}


@pytest.mark.usefixtures("partnership_id")
async def test_the_delivery_partner(larkfield: Api) -> None:
    answer = await larkfield.call("GET", f"{DELIVERY_PARTNERS_PATH}/{MARLOW_VALE}")
    expected = {
        "id": MARLOW_VALE,
        "type": "delivery-partner",
        "attributes": {
            "name": "Marlow Vale Hub",
            "created_at": "2021-04-30T12:00:00Z",
            "updated_at": "2025-05-20T09:10:00Z",
            "cohort": ["2024", "2025"],
        },
    }
    assert answer.body == {"data": expected}
    assert list(answer.body["data"]["attributes"]) == list(expected["attributes"])
    assert (await larkfield.call("GET", DELIVERY_PARTNERS_PATH)).body == {"data": [expected]}


@pytest.mark.usefixtures("partnership_id")
async def test_a_school_without_the_filter(larkfield: Api) -> None:
    answer = await larkfield.call("GET", f"{SCHOOLS_PATH}/{HARROWGATE}")
    assert answer.status == 400
    assert answer.body == {
        "errors": [
            {
                "title": "Bad parameter",
                "detail": "The filter '#/cohort' must be included in your request",
            }
        ]
    }
