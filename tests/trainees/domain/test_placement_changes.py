from dataclasses import replace

import pytest

from trainees_service.domain.identifiers import PlacementId
from trainees_service.domain.placement_changes import PlacementChange
from trainees_service.domain.placements import Placement, PlacementDraft
from trainees_service.domain.registers import School

from .records import LATER, NOW, OTHER_SCHOOL, SCHOOL, SCHOOLS

URN = "Urn is invalid"
NAME = "Name can't be blank"
POSTCODE = "Postcode Enter a valid postcode (for example, BN1 1AA)"


def make_placement(**sent: object) -> Placement:
    draft = PlacementDraft.read(sent)
    assert list(draft.problems(SCHOOLS)) == []
    return draft.placement(PlacementId("Zp4cD9wEuJ6yLtHk1BvNqM8x"), schools=SCHOOLS, at=NOW)


LINKED = make_placement(urn=SCHOOL.urn)
FREE = make_placement(urn="999999", name="Fenbrook Nursery", postcode="BN1 1AA")
SPECIAL = make_placement(urn="900010")

Texts = tuple[str | None, str | None, str | None]


@pytest.mark.parametrize(
    ("stored", "sent", "linked_to", "texts"),
    [
        pytest.param(
            FREE,
            {"urn": SCHOOL.urn, "name": "Annex", "postcode": "x"},
            SCHOOL,
            (SCHOOL.urn, SCHOOL.name, SCHOOL.postcode),
            id="free text, known URN",
        ),
        pytest.param(
            LINKED,
            {"urn": OTHER_SCHOOL.urn},
            OTHER_SCHOOL,
            (OTHER_SCHOOL.urn, OTHER_SCHOOL.name, OTHER_SCHOOL.postcode),
            id="linked, another known URN",
        ),
        pytest.param(
            FREE,
            {"name": "Fenbrook Infants"},
            None,
            ("999999", "Fenbrook Infants", "BN1 1AA"),
            id="free text, name",
        ),
        pytest.param(
            FREE,
            {"postcode": ""},
            None,
            ("999999", "Fenbrook Nursery", None),
            id="free text, postcode cleared",
        ),
        pytest.param(
            FREE,
            {"urn": ""},
            None,
            (None, "Fenbrook Nursery", "BN1 1AA"),
            id="free text, URN cleared",
        ),
        pytest.param(
            FREE,
            {"urn": "888888"},
            None,
            ("888888", "Fenbrook Nursery", "BN1 1AA"),
            id="free text, another unknown URN",
        ),
        pytest.param(
            FREE,
            {"urn": "900020"},
            None,
            ("900020", "Fenbrook Nursery", "BN1 1AA"),
            id="free text, special URN",
        ),
        pytest.param(
            FREE,
            {"urn": "900020", "name": ""},
            None,
            ("900020", "Establishment does not have a URN", "BN1 1AA"),
            id="free text, special URN without a name",
        ),
        pytest.param(
            LINKED,
            {"urn": "999999"},
            None,
            ("999999", SCHOOL.name, SCHOOL.postcode),
            id="linked, unknown URN",
        ),
        pytest.param(
            LINKED,
            {"name": "Annex"},
            None,
            (SCHOOL.urn, "Annex", SCHOOL.postcode),
            id="linked, name",
        ),
        pytest.param(
            LINKED,
            {"postcode": "BN1 1AA"},
            None,
            (SCHOOL.urn, SCHOOL.name, "BN1 1AA"),
            id="linked, postcode",
        ),
        pytest.param(
            LINKED,
            {"urn": ""},
            None,
            (None, SCHOOL.name, SCHOOL.postcode),
            id="linked, URN cleared",
        ),
        pytest.param(
            LINKED,
            {"urn": "900010"},
            None,
            ("900010", "Not applicable or not available", None),
            id="linked, special URN",
        ),
        pytest.param(
            LINKED,
            {"urn": "900020", "name": "Forest School"},
            None,
            ("900020", "Forest School", None),
            id="linked, special URN and a name",
        ),
        pytest.param(
            SPECIAL,
            {"urn": "900030"},
            None,
            ("900030", "Not available", None),
            id="from one special URN to another",
        ),
        pytest.param(
            SPECIAL,
            {"urn": "999999"},
            None,
            ("999999", "Not applicable or not available", None),
            id="from a special URN to an unknown one",
        ),
    ],
)
def test_what_is_sent_is_laid_over_the_placement(
    stored: Placement, sent: dict[str, object], linked_to: School | None, texts: Texts
) -> None:
    change = PlacementChange.read(sent, placement=stored)
    assert change.problems(SCHOOLS) == ()
    placement = change.changed(schools=SCHOOLS, at=LATER)
    assert placement.school == linked_to
    assert (placement.urn, placement.name, placement.postcode) == texts
    assert (placement.placement_id, placement.created_at) == (stored.placement_id, NOW)
    assert placement.updated_at == LATER
    if linked_to is not None:
        own = (placement.own_urn, placement.own_name, placement.own_postcode)
        assert own == (None, None, None)


@pytest.mark.parametrize(
    ("stored", "sent"),
    [
        (LINKED, {}),
        (LINKED, {"urn": None, "name": None, "postcode": None}),
        (LINKED, {"urn": SCHOOL.urn, "name": "x", "postcode": "y"}),
        (LINKED, {"town": "Fenbrook", "address": "URN 1"}),
        (FREE, {}),
        (FREE, {"urn": None, "postcode": None}),
        (FREE, {"urn": "999999", "name": "Fenbrook Nursery", "postcode": "BN1 1AA"}),
        (SPECIAL, {"urn": "900010"}),
        (SPECIAL, {"urn": "900010", "name": ""}),
    ],
)
def test_a_change_that_changes_nothing_leaves_the_placement(
    stored: Placement, sent: dict[str, object]
) -> None:
    change = PlacementChange.read(sent, placement=stored)
    assert change.problems(SCHOOLS) == ()
    assert change.changed(schools=SCHOOLS, at=LATER) is stored


@pytest.mark.parametrize(
    ("stored", "sent", "problems"),
    [
        (FREE, {"name": ""}, (NAME,)),
        (FREE, {"name": " ", "postcode": "x"}, (NAME, POSTCODE)),
        (FREE, {"urn": "10432"}, (URN,)),
        (FREE, {"urn": []}, (URN,)),
        (FREE, {"urn": "12", "name": "", "postcode": "x"}, (URN, NAME, POSTCODE)),
        (FREE, {"name": 5}, ("Name is invalid",)),
        (FREE, {"postcode": 5}, (POSTCODE,)),
        (LINKED, {"name": ""}, (NAME,)),
        (LINKED, {"urn": "x"}, (URN,)),
        (LINKED, {"urn": 104321}, (URN,)),
        (LINKED, {"postcode": "x"}, (POSTCODE,)),
        (SPECIAL, {"name": ""}, ()),
        (SPECIAL, {"urn": "", "name": ""}, (NAME,)),
        (SPECIAL, {"postcode": "x"}, (POSTCODE,)),
    ],
)
def test_what_is_wrong_is_said_of_the_placement_as_changed(
    stored: Placement, sent: dict[str, object], problems: tuple[str, ...]
) -> None:
    assert PlacementChange.read(sent, placement=stored).problems(SCHOOLS) == problems


def test_the_postcode_of_a_school_stays_in_whatever_form() -> None:
    school = replace(SCHOOL, postcode="somewhere")
    stored = replace(LINKED, school=school)
    change = PlacementChange.read({"name": "Annex"}, placement=stored)
    assert change.problems({school.urn: school}) == ()
    placement = change.changed(schools={school.urn: school}, at=LATER)
    assert (placement.name, placement.postcode) == ("Annex", "somewhere")


@pytest.mark.parametrize(
    ("sent", "urn"),
    [
        ({}, None),
        ({"name": "Annex"}, None),
        ({"urn": None}, None),
        ({"urn": ""}, None),
        ({"urn": "x"}, None),
        ({"urn": "107777"}, "107777"),
    ],
)
def test_a_change_says_which_school_to_look_up(sent: dict[str, object], urn: str | None) -> None:
    assert PlacementChange.read(sent, placement=LINKED).school_urn == urn


def test_a_placement_that_left_its_school_is_linked_again_by_its_urn_only() -> None:
    left = PlacementChange.read({"name": "Annex"}, placement=LINKED)
    annex = left.changed(schools=SCHOOLS, at=LATER)
    renamed = PlacementChange.read({"name": "Hall"}, placement=annex)
    assert renamed.changed(schools=SCHOOLS, at=LATER).school is None
    back = PlacementChange.read({"urn": SCHOOL.urn}, placement=annex)
    assert back.changed(schools=SCHOOLS, at=LATER).school == SCHOOL
