from datetime import UTC, datetime

import pytest

from trainees_service.domain.identifiers import PlacementId
from trainees_service.domain.placements import Placement, PlacementDraft
from trainees_service.domain.registers import School

NOW = datetime(2026, 11, 24, 10, 12, 3, tzinfo=UTC)
SCHOOL = School(urn="104321", name="Meadow Creek School", town="Fenbrook", postcode="FB1 2CD")
SCHOOLS = {SCHOOL.urn: SCHOOL}

URN = "Urn is invalid"
NAME = "Name can't be blank"
POSTCODE = "Postcode Enter a valid postcode (for example, BN1 1AA)"


@pytest.mark.parametrize(
    ("sent", "problems"),
    [
        ({}, [NAME]),
        ({"urn": "", "name": " ", "postcode": ""}, [NAME]),
        ({"name": "Fenbrook Nursery"}, []),
        ({"name": "Fenbrook Nursery", "postcode": "bn1 1aa"}, []),
        ({"name": "Fenbrook Nursery", "postcode": "BN1"}, [POSTCODE]),
        ({"name": "Fenbrook Nursery", "postcode": 5}, [POSTCODE]),
        ({"urn": "104321"}, []),
        ({"urn": "104321", "name": "", "postcode": "nowhere"}, []),
        ({"urn": "104321", "name": 5, "postcode": {}}, []),
        ({"urn": "999999"}, [NAME]),
        ({"urn": "999999", "name": "Fenbrook Nursery"}, []),
        ({"urn": "900020"}, []),
        ({"urn": "900020", "postcode": "x"}, [POSTCODE]),
        ({"urn": "10432"}, [URN, NAME]),
        ({"urn": "1043210", "name": "Fenbrook Nursery"}, [URN]),
        ({"urn": "10432A", "postcode": "x"}, [URN, NAME, POSTCODE]),
        ({"urn": "104321\n", "name": "Fenbrook Nursery"}, [URN]),
        ({"urn": "\u0661" * 6, "name": "Fenbrook Nursery"}, [URN]),
        ({"urn": 104321}, [URN, NAME]),
        ({"urn": []}, [URN, NAME]),
        ({"name": 5}, ["Name is invalid"]),
        ({"urn": "900020", "name": "a\0"}, ["Name is invalid"]),
    ],
)
def test_a_placement_needs_a_known_school_or_a_name(
    sent: dict[str, object],
    problems: list[str],
) -> None:
    assert list(PlacementDraft.read(sent).problems(SCHOOLS)) == problems


def make_placement(**sent: object) -> Placement:
    draft = PlacementDraft.read(sent)
    return draft.placement(PlacementId("Zp4cD9wEuJ6yLtHk1BvNqM8x"), schools=SCHOOLS, at=NOW)


@pytest.mark.parametrize(
    ("sent", "urn", "name", "address", "postcode"),
    [
        pytest.param(
            {"urn": "104321", "name": "Placement", "postcode": "BN1 1AA"},
            "104321",
            "Meadow Creek School",
            "URN 104321, Fenbrook, FB1 2CD",
            "FB1 2CD",
            id="known school",
        ),
        pytest.param(
            {"urn": "900010"},
            "900010",
            "Not applicable or not available",
            "URN 900010",
            None,
            id="special URN",
        ),
        pytest.param(
            {"urn": "900000", "name": ""},
            "900000",
            "Placement outside England and Wales",
            "URN 900000",
            None,
            id="special URN, blank name",
        ),
        pytest.param(
            {"urn": "900020", "name": "London School", "postcode": "BN1 1AA"},
            "900020",
            "London School",
            "URN 900020, BN1 1AA",
            "BN1 1AA",
            id="special URN and a name",
        ),
        pytest.param(
            {"urn": "999999", "name": "Elsewhere"},
            "999999",
            "Elsewhere",
            "URN 999999",
            None,
            id="unknown school",
        ),
        pytest.param(
            {"name": "Elsewhere", "postcode": "BN1 1AA"},
            None,
            "Elsewhere",
            "BN1 1AA",
            "BN1 1AA",
            id="no URN",
        ),
        pytest.param({"name": "Elsewhere"}, None, "Elsewhere", None, None, id="name alone"),
    ],
)
def test_a_placement_answers_its_school_or_its_own_texts(
    sent: dict[str, object],
    urn: str | None,
    name: str,
    address: str | None,
    postcode: str | None,
) -> None:
    placement = make_placement(**sent)
    assert placement.urn == urn
    assert placement.name == name
    assert placement.address == address
    assert placement.postcode == postcode
    assert placement.created_at == placement.updated_at == NOW


def test_a_linked_placement_keeps_no_texts_of_its_own() -> None:
    placement = make_placement(urn="104321", name="Placement", postcode="BN1 1AA")
    assert placement.school == SCHOOL
    assert (placement.own_urn, placement.own_name, placement.own_postcode) == (None, None, None)


@pytest.mark.parametrize(
    ("town", "postcode", "address"),
    [(None, "FB1 2CD", "URN 1, FB1 2CD"), ("Fenbrook", None, "URN 1, Fenbrook"), ("", "", "URN 1")],
)
def test_an_address_leaves_out_what_the_register_lacks(
    town: str | None,
    postcode: str | None,
    address: str,
) -> None:
    placement = Placement(
        placement_id=PlacementId("Zp4cD9wEuJ6yLtHk1BvNqM8x"),
        school=School(urn="1", name="Fenbrook", town=town, postcode=postcode),
        created_at=NOW,
        updated_at=NOW,
    )
    assert placement.address == address
