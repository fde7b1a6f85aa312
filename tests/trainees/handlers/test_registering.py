from typing import Any

import time_machine

from tests.trainees.api import TRAINEES_PATH, Api
from tests.trainees.domain.payloads import make_data, make_degree
from tests.trainees.registry import KINGSMERE, Registry, lead_partner_put, school_put
from trainees_service.schemas.examples import REGISTRATION, TRAINEE

PASSING = {"trainee_id", "created_at", "updated_at", "submitted_for_trn_at"}


def without_passing(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record without ids and moments, which differ each time."""
    plain = {name: value for name, value in record.items() if name not in PASSING}
    for nested, own_id in (("placements", "placement_id"), ("degrees", "degree_id")):
        plain[nested] = [
            {name: value for name, value in item.items() if name not in PASSING | {own_id}}
            for item in record[nested]
        ]
    return plain


def somebody(number: int) -> dict[str, object]:
    return make_data(first_names=f"T{chr(97 + number)}", email=f"t{number}@post.example")


async def test_the_documented_example_is_registered_as_documented(
    wexmoor: Api, registry: Registry
) -> None:
    await registry.apply(
        school_put("901001", lead_partner=True),
        school_put(
            "901002", name="Ansel Harbour Primary School", town="Eastwick", postcode="AA2 1QX"
        ),
    )
    registered = await wexmoor.register(REGISTRATION)
    assert list(registered) == list(TRAINEE)
    assert without_passing(registered) == without_passing(TRAINEE)


async def test_a_new_trainee_is_found_where_the_answer_says(wexmoor: Api) -> None:
    answer = await wexmoor.post(make_data())
    assert answer.headers["Location"] == f"{TRAINEES_PATH}/{answer.data['trainee_id']}"
    found = await wexmoor.call("GET", answer.headers["Location"])
    assert found.body == answer.body


async def test_moments_are_those_of_the_registration(
    wexmoor: Api, travel: time_machine.Traveller
) -> None:
    data = make_data(placements_attributes=[{"urn": "900010"}])
    registered = await wexmoor.register(data)
    moments = {
        registered["created_at"],
        registered["updated_at"],
        registered["submitted_for_trn_at"],
        registered["placements"][0]["created_at"],
        registered["degrees"][0]["updated_at"],
    }
    assert moments == {"2026-11-24T10:30:00.000Z"}
    assert registered["slug_sent_to_dqt_at"] is None
    assert registered["trn"] is None
    assert registered["state"] == "submitted_for_trn"


async def test_lead_partners(wexmoor: Api, registry: Registry) -> None:
    await registry.apply(
        school_put("901001", lead_partner=True),
        school_put("901009"),
        lead_partner_put(urn="901051"),
    )
    table: list[tuple[dict[str, str], str | None, str | None]] = [
        ({}, None, None),
        ({"lead_partner_urn": ""}, None, None),
        ({"lead_partner_urn": "901001"}, "901001", None),
        ({"lead_partner_urn": "901009"}, None, None),  # a school that does not lead
        ({"lead_partner_urn": "901051"}, "901051", "10990051"),
        ({"lead_partner_ukprn": "10990051"}, "901051", "10990051"),
        ({"lead_partner_ukprn": "10999999"}, None, None),
        ({"lead_partner_urn": "900010"}, None, None),  # stands for no school
        # The URN decides as soon as it is mentioned.
        ({"lead_partner_urn": "", "lead_partner_ukprn": "10990051"}, None, None),
    ]
    for number, (sent, urn, ukprn) in enumerate(table):
        registered = await wexmoor.register(somebody(number) | sent)
        assert registered["lead_partner_urn"] == urn, sent
        assert registered["lead_partner_ukprn"] == ukprn, sent
        assert registered["lead_partner_not_applicable"] is (urn is None), sent


async def test_a_registered_partner_comes_before_a_school_with_the_same_number(
    wexmoor: Api, registry: Registry
) -> None:
    await registry.apply(
        lead_partner_put(KINGSMERE, urn="901001"), school_put("901001", lead_partner=True)
    )
    registered = await wexmoor.register(make_data(lead_partner_urn="901001"))
    assert registered["lead_partner_ukprn"] == "10990051"


async def test_employing_schools(wexmoor: Api, registry: Registry) -> None:
    await registry.apply(school_put("901001"), school_put("901002", open=False))
    table = [("901001", "901001"), ("901002", "901002"), ("901003", None), (None, None)]
    for number, (sent, urn) in enumerate(table):
        registered = await wexmoor.register(somebody(number) | {"employing_school_urn": sent})
        assert registered["employing_school_urn"] == urn
        assert registered["employing_school_not_applicable"] is (urn is None)


async def test_nested_records_are_answered_in_their_order(wexmoor: Api, registry: Registry) -> None:
    await registry.apply(school_put("901001"))
    registered = await wexmoor.register(
        make_data(
            placements_attributes=[
                {"urn": "900020", "name": "London School"},
                {"urn": "901001", "name": "Placement"},
                {"name": "Les Tilleuls", "postcode": "AA9 9ZZ"},
            ],
            degrees_attributes=[
                make_degree(graduation_year="2022"),
                make_degree(graduation_year=2020, subject="100425"),
                make_degree(graduation_year="2022-07-31", grade="02"),
            ],
        )
    )
    placements = [(p["urn"], p["name"], p["address"]) for p in registered["placements"]]
    assert placements == [
        ("900020", "London School", "URN 900020"),
        ("901001", "Fenbrook Academy", "URN 901001, Fenbrook, AA1 1AA"),
        (None, "Les Tilleuls", "AA9 9ZZ"),
    ]
    degrees = [(d["graduation_year"], d["subject"], d["grade"]) for d in registered["degrees"]]
    assert degrees == [(2020, "100425", "01"), (2022, "100403", "01"), (2022, "100403", "02")]
    assert (await wexmoor.get(registered["trainee_id"])).data == registered


async def test_names_survive_byte_for_byte(wexmoor: Api) -> None:
    names = {
        "first_names": "Zoë̈ Ñandú 李",
        "middle_names": 'O\u2019Neil "the\\quoted"',
        "last_name": "Ørsted-Łuczak \U0001f98a",
        "previous_last_name": "</script>\u2028\t",
    }
    registered = await wexmoor.register(make_data(**names))
    assert {name: registered[name] for name in names} == names
    assert (await wexmoor.get(registered["trainee_id"])).data == registered


async def test_a_placeholder_in_a_text_is_only_text(wexmoor: Api) -> None:
    registered = await wexmoor.register(make_data(provider_trainee_id='"updated_at":"@"'))
    assert registered["provider_trainee_id"] == '"updated_at":"@"'
    assert registered["updated_at"] == "2026-11-24T10:30:00.000Z"


async def test_another_providers_trainee_does_not_exist(wexmoor: Api, saltburn: Api) -> None:
    registered = await wexmoor.register(make_data())
    answer = await saltburn.get(registered["trainee_id"])
    assert answer.status == 404
    assert answer.body == {"errors": [{"error": "NotFound", "message": "Trainee(s) not found"}]}
    assert (await saltburn.register(make_data()))["ukprn"] == "10990002"


async def test_ids_are_compared_exactly(wexmoor: Api) -> None:
    registered = await wexmoor.register(make_data())
    assert (await wexmoor.get(registered["trainee_id"].swapcase())).status == 404


async def test_a_sandbox_request_has_its_own_day(wexmoor: Api) -> None:
    tomorrow = make_data(itt_start_date="2029-09-01", itt_end_date="2030-07-09")
    assert (await wexmoor.post(tomorrow)).status == 422
    registered = await wexmoor.at("2028-10-01T08:00:00Z").register(tomorrow)
    assert registered["submitted_for_trn_at"] == "2028-10-01T08:00:00.000Z"
    assert registered["updated_at"] == "2026-11-24T10:30:00.000Z"
