"""Partnerships over HTTP: made, corrected, and seen by nobody else."""

import asyncio
from typing import Any

import pytest
import time_machine

from shared.database import Pool
from tests.participants import partnership_refusals as told
from tests.participants.api import NOT_FOUND, Api
from tests.participants.people import (
    DELIVERY_PARTNER,
    FENBROOK,
    LARKFIELD,
    OTTERBURN,
    SALTMARSH,
    known,
    moment,
)
from tests.participants.places import (
    COASTAL,
    PARTNERSHIPS_PATH,
    agree,
    body,
    delivery_partner,
    find,
    made,
    partnership_of,
    refusals,
    replace_partner,
    school,
    school_of,
)
from tests.participants.refusals import Told
from tests.participants.registry import Registry, ect, event, mentor, partnership

IMOGEN = known("Imogen Achterberg")
NOW = "2025-10-15T11:00:00Z"
LATER = "2025-10-15T15:00:00"
BAD_STRUCTURE = (
    400,
    "Bad request",
    "Correct json data structure required. See API docs for reference.",
)


async def test_a_new_partnership(registry: Registry, larkfield: Api) -> None:
    await registry.apply(
        school(
            induction_tutor_name="Priya Oduya",
            primary_contact_email="office@fenbrook-academy.example",
            secondary_contact_email="head@fenbrook-academy.example",
        )
    )
    one = made(await agree(larkfield))
    assert one["attributes"] == {
        "cohort": "2025",
        "urn": "900417",
        "school_id": str(FENBROOK.id),
        "delivery_partner_id": str(DELIVERY_PARTNER),
        "delivery_partner_name": "Fenland Teaching Hub",
        "induction_tutor_name": "Priya Oduya",
        "induction_tutor_email": "office@fenbrook-academy.example",
        "participants_currently_training": 0,
        "created_at": NOW,
        "updated_at": NOW,
    }
    assert await partnership_of(larkfield, one["id"]) == one["attributes"]
    assert (await school_of(larkfield))["in_partnership"] is True


async def test_whoever_waits_is_seen_from_then_on(
    registry: Registry, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    await registry.apply(
        ect(),
        mentor(),
        ect("Has Left"),
        event(
            "participant.leaving_reported",
            participant_id=known("Has Left"),
            role="ect",
            school_urn="900417",
            leaving_on="2025-10-01",
        ),
        ect("Ivy Ivory", lead_provider_id=OTTERBURN),
        ect("At Saltmarsh", school_urn=SALTMARSH.urn),
        ect("Last Year", cohort=2024, schedule_identifier="ecf-standard-september"),
    )
    travel.move_to(moment(LATER))
    one = made(await agree(larkfield))
    assert one["attributes"]["participants_currently_training"] == 2
    seen = [IMOGEN, known("Tobiah Wrenfield"), known("Has Left")]
    assert sorted(await larkfield.ids()) == sorted(map(str, seen))
    attributes = await larkfield.one(IMOGEN)
    assert attributes["updated_at"] == f"{LATER}Z"
    assert attributes["ecf_enrolments"][0]["delivery_partner_id"] == str(DELIVERY_PARTNER)
    assert await otterburn.ids() == []


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"cohort": None}, [told.NO_COHORT, told.NOT_PAIRED]),
        ({"cohort": " "}, [told.NO_COHORT, told.NOT_PAIRED]),
        ({"cohort": False}, [told.NO_COHORT, told.NOT_PAIRED]),
        ({"cohort": [2025]}, [told.NO_COHORT, told.NOT_PAIRED]),
        ({"cohort": "2019"}, [told.UNKNOWN_COHORT, told.NOT_PAIRED]),
        ({"cohort": "2025abc"}, [told.UNKNOWN_COHORT, told.NOT_PAIRED]),
        ({"cohort": 20250000000000000000000}, [told.UNKNOWN_COHORT, told.NOT_PAIRED]),
        ({"cohort": True}, [told.UNKNOWN_COHORT, told.NOT_PAIRED]),
        ({"cohort": "2026"}, [told.FUTURE_COHORT, told.NOT_PAIRED]),
        ({"cohort": 2021}, [told.CLOSED_COHORT]),
        ({"school_id": ""}, [told.NO_SCHOOL]),
        ({"school_id": {}}, [told.NO_SCHOOL]),
        ({"school_id": str(known("nowhere"))}, [told.UNKNOWN_SCHOOL]),
        ({"school_id": "900417"}, [told.UNKNOWN_SCHOOL]),
        ({"school_id": 900417}, [told.UNKNOWN_SCHOOL]),
        ({"school_id": "\0"}, [told.UNKNOWN_SCHOOL]),
        ({"school_id": str(known("Closed School"))}, [told.INELIGIBLE]),
        ({"school_id": str(SALTMARSH.id)}, [told.DUPLICATE]),
        (
            {"school_id": str(SALTMARSH.id), "delivery_partner_id": str(COASTAL)},
            [told.NOT_PAIRED, told.DUPLICATE],
        ),
        ({"school_id": str(known("Own School"))}, [told.SCHOOL_LED]),
        ({"delivery_partner_id": None}, [told.NO_PARTNER]),
        ({"delivery_partner_id": str(known("nobody"))}, [told.UNKNOWN_PARTNER]),
        ({"delivery_partner_id": str(COASTAL)}, [told.NOT_PAIRED]),
        (
            {"cohort": None, "school_id": None, "delivery_partner_id": ""},
            [told.NO_COHORT, told.NO_SCHOOL, told.NO_PARTNER],
        ),
        (
            {"cohort": "x", "school_id": "", "delivery_partner_id": "y"},
            [told.NO_SCHOOL, told.UNKNOWN_COHORT, told.UNKNOWN_PARTNER],
        ),
    ],
)
async def test_every_refusal_in_its_words(
    registry: Registry, larkfield: Api, attributes: dict[str, Any], expected: list[Told]
) -> None:
    await registry.apply(
        school(school_id=known("Closed School"), urn="900600", name="Closed", eligible=False),
        school(school_id=known("Own School"), urn="900601", name="On Its Own"),
        delivery_partner(pairings=[(OTTERBURN, 2025)]),
        partnership(school_urn=SALTMARSH.urn),
        ect("Own Ect", programme="school_led", school_urn="900601"),
    )
    before = await find(larkfield, PARTNERSHIPS_PATH)
    assert refusals(await agree(larkfield, **attributes)) == expected
    assert await find(larkfield, PARTNERSHIPS_PATH) == before


@pytest.mark.parametrize(
    "attributes",
    [
        {"cohort": 2025},
        {"school_id": str(FENBROOK.id).upper(), "delivery_partner_id": DELIVERY_PARTNER.hex},
        {"unknown": "x", "id": str(known("mine"))},
    ],
)
async def test_ways_to_say_the_same(
    registry: Registry, larkfield: Api, attributes: dict[str, Any]
) -> None:
    one = made(await agree(larkfield, **attributes))
    assert one["attributes"]["school_id"] == str(FENBROOK.id)
    assert one["id"] != str(known("mine"))


@pytest.mark.parametrize(
    ("method", "content"),
    [
        ("POST", b""),
        ("POST", b"[]"),
        ("POST", b'{"data":{"attributes":{}}}'),
        ("POST", b'{"data":{"attributes":{"foo":1}}}'),
        ("POST", b'{"data":{"attributes":{"cohort":["2025"],"school_id":{}}}}'),
        ("PUT", b'{"data":{"attributes":{"cohort":"2025"}}}'),
        ("PUT", b'{"data":{"attributes":{"delivery_partner_id":[]}}}'),
    ],
)
async def test_bodies_without_structure(
    registry: Registry, larkfield: Api, method: str, content: bytes
) -> None:
    path = PARTNERSHIPS_PATH if method == "POST" else f"{PARTNERSHIPS_PATH}/{known('unknown')}"
    headers = {"Content-Type": "application/json"}
    answer = await larkfield.call(method, path, data=content, headers=headers)
    assert answer.problem == BAD_STRUCTURE
    answer = await larkfield.call(method, f"{path}?filter=x", data=content, headers=headers)
    assert answer.problem == (400, "Bad parameter", "Filter must be a hash")


async def test_of_many_at_once_one_is_made(
    registry: Registry, larkfield: Api, participants_pool: Pool
) -> None:
    await registry.apply(ect())
    answers = await asyncio.gather(*(agree(larkfield) for _ in range(6)))
    refused = [refusals(answer) for answer in answers if answer.status != 200]
    assert refused == [[told.DUPLICATE]] * 5
    assert len(await find(larkfield, PARTNERSHIPS_PATH)) == 1
    assert await participants_pool.fetchval("SELECT count(*) FROM partnerships") == 1
    assert await larkfield.sees(IMOGEN)


async def test_two_lead_providers_at_once(
    registry: Registry, larkfield: Api, otterburn: Api
) -> None:
    await registry.apply(ect(), ect("Ivy Ivory", lead_provider_id=OTTERBURN))
    for answer in await asyncio.gather(agree(larkfield), agree(otterburn)):
        assert answer.status == 200
    assert await larkfield.ids() == [str(IMOGEN)]
    assert await otterburn.ids() == [str(known("Ivy Ivory"))]


async def test_nobody_who_registers_meanwhile_is_left_waiting(
    registry: Registry, larkfield: Api
) -> None:
    names = [f"Ash Number{number}" for number in range(5)]
    answer, _ = await asyncio.gather(
        agree(larkfield), asyncio.gather(*(registry.apply(ect(name)) for name in names))
    )
    one = made(answer)
    assert sorted(await larkfield.ids()) == sorted(str(known(name)) for name in names)
    shown = await partnership_of(larkfield, one["id"])
    assert shown["participants_currently_training"] == 5


@pytest.fixture
async def agreed(registry: Registry, larkfield: Api) -> str:
    """Larkfield's partnership with Fenbrook, in which Imogen trains; another hub is paired too."""
    await registry.apply(delivery_partner(), ect())
    partnership_id: str = made(await agree(larkfield))["id"]
    return partnership_id


async def test_another_delivery_partner(
    agreed: str, larkfield: Api, otterburn: Api, travel: time_machine.Traveller
) -> None:
    before = await partnership_of(larkfield, agreed)
    travel.move_to(moment(LATER))
    one = made(await replace_partner(larkfield, agreed))
    assert one["id"] == agreed
    assert one["attributes"] == before | {
        "delivery_partner_id": str(COASTAL),
        "delivery_partner_name": "Coastal Teaching Hub",
        "updated_at": f"{LATER}Z",
    }
    assert await partnership_of(larkfield, agreed) == one["attributes"]
    attributes = await larkfield.one(IMOGEN)
    assert attributes["ecf_enrolments"][0]["delivery_partner_id"] == str(COASTAL)
    assert attributes["updated_at"] == f"{LATER}Z"
    assert await find(otterburn, PARTNERSHIPS_PATH) == []


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (None, [told.NO_PARTNER]),
        ("", [told.NO_PARTNER]),
        ("nobody", [told.UNKNOWN_PARTNER]),
        (5, [told.UNKNOWN_PARTNER]),
        (known("nobody"), [told.UNKNOWN_PARTNER]),
        (known("Otterburn's Hub"), [told.NOT_PAIRED]),
        (known("Last Year's Hub"), [told.NOT_PAIRED]),
        (DELIVERY_PARTNER, [told.ALREADY_WITH]),
        (COASTAL, [told.ALREADY_WITH]),
    ],
)
async def test_every_refusal_of_a_delivery_partner(
    registry: Registry, larkfield: Api, agreed: str, wanted: object, expected: list[Told]
) -> None:
    await registry.apply(
        delivery_partner(known("Otterburn's Hub"), "Theirs", pairings=[(OTTERBURN, 2025)]),
        delivery_partner(known("Last Year's Hub"), "Ours", pairings=[(LARKFIELD, 2024)]),
        partnership(partnership_id=known("by hand"), delivery_partner_id=COASTAL),
    )
    before = await partnership_of(larkfield, agreed)
    assert refusals(await replace_partner(larkfield, agreed, wanted)) == expected
    assert await partnership_of(larkfield, agreed) == before


async def test_a_closed_cohort_can_be_corrected(registry: Registry, larkfield: Api) -> None:
    closed = partnership(cohort=2021)
    await registry.apply(delivery_partner(), closed)
    answer = await replace_partner(larkfield, closed["data"]["partnership_id"])
    assert made(answer)["attributes"]["delivery_partner_id"] == str(COASTAL)


async def test_nobody_else_sees_or_changes_it(agreed: str, larkfield: Api, otterburn: Api) -> None:
    before = await partnership_of(larkfield, agreed)
    path = f"{PARTNERSHIPS_PATH}/{agreed}"
    assert (await otterburn.call("GET", path)).problem == NOT_FOUND
    assert await find(otterburn, PARTNERSHIPS_PATH) == []
    assert await find(otterburn, PARTNERSHIPS_PATH, "filter[cohort]=2025") == []
    assert (await replace_partner(otterburn, agreed)).problem == NOT_FOUND
    assert (await replace_partner(otterburn, agreed, "nobody")).problem == NOT_FOUND
    empty = await otterburn.call("PUT", path, json=body(cohort="2025"))
    assert empty.problem == BAD_STRUCTURE
    assert await partnership_of(larkfield, agreed) == before
    mine = made(await agree(otterburn))
    assert mine["attributes"]["participants_currently_training"] == 0
    assert len(await find(larkfield, PARTNERSHIPS_PATH)) == 1


@pytest.mark.parametrize("written", ["1", "not-an-id", "%00", str(known("unknown"))])
async def test_what_is_nobody_s_id_is_not_found(
    registry: Registry, larkfield: Api, written: str
) -> None:
    path = f"{PARTNERSHIPS_PATH}/{written}"
    assert (await larkfield.call("GET", path)).problem == NOT_FOUND
    answer = await larkfield.call("PUT", path, json=body(delivery_partner_id=str(COASTAL)))
    assert answer.problem == NOT_FOUND


async def test_ids_are_read_however_they_are_written(agreed: str, larkfield: Api) -> None:
    for written in (agreed.upper(), agreed.replace("-", ""), "{" + agreed + "}"):
        assert made(await larkfield.call("GET", f"{PARTNERSHIPS_PATH}/{written}"))["id"] == agreed


async def test_the_registry_goes_on_from_what_a_lead_provider_made(
    agreed: str, registry: Registry, larkfield: Api
) -> None:
    """A partnership of the API is one like any other: re-pointed, rolled over, never made twice."""
    await registry.apply(partnership(partnership_id=agreed, delivery_partner_id=COASTAL))
    assert (await partnership_of(larkfield, agreed))["delivery_partner_id"] == str(COASTAL)
    (result,) = await registry.feed(
        partnership(partnership_id=known("twice"), delivery_partner_id=COASTAL)
    )
    assert result["status"] == "rejected"
    assert len(await find(larkfield, PARTNERSHIPS_PATH)) == 1


async def test_who_did_what_is_kept(
    agreed: str, larkfield: Api, participants_pool: Pool, travel: time_machine.Traveller
) -> None:
    travel.move_to(moment(LATER))
    await replace_partner(larkfield, agreed)
    await replace_partner(larkfield, agreed)
    rows = await participants_pool.fetch(
        "SELECT partnership_id::text, action, delivery_partner_id, previous_partner_id"
        " FROM partnership_actions ORDER BY recorded_at"
    )
    assert [tuple(row) for row in rows] == [
        (agreed, "create", DELIVERY_PARTNER, None),
        (agreed, "replace-delivery-partner", COASTAL, DELIVERY_PARTNER),
    ]
