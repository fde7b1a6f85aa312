from datetime import UTC, datetime

import pytest

from trainees_service.domain.code_tables import COUNTRIES, DEGREE_TYPES
from trainees_service.domain.degree_drafts import DegreeDraft
from trainees_service.domain.degrees import Degree, in_graduation_order
from trainees_service.domain.identifiers import DegreeId

from .payloads import ABSENT, make_degree

NOW = datetime(2026, 11, 24, 10, 12, 3, tzinfo=UTC)

OTHER_UK = "02132969-f5bc-47ca-be9c-b6f6d5b05e1b"
UNKNOWN_TYPE = (
    f"has invalid reference data value of '%s'. Valid values are {DEGREE_TYPES.valid_list}."
)
UNKNOWN_COUNTRY = (
    f"Country has invalid reference data value of '%s'. Valid values are {COUNTRIES.valid_list}."
)
YEAR = "Graduation year can't be blank"
SUBJECT = "Subject can't be blank"
GRADE = "Grade can't be blank"
UK_TYPE = "Uk degree can't be blank"
NON_UK_TYPE = "Non uk degree can't be blank"


def make_foreign_degree(**members: object) -> dict[str, object]:
    foreign = {"country": "FR", "institution": ABSENT, "uk_degree": ABSENT, "non_uk_degree": "051"}
    return make_degree(**{**foreign, "grade": ABSENT, **members})


@pytest.mark.parametrize(
    ("sent", "is_uk"),
    [
        ({}, True),
        ({"country": None}, True),
        ({"country": " "}, True),
        ({"country": "XF"}, True),
        ({"country": "XK"}, True),
        ({"country": "FR"}, False),
        ({"country": "GB"}, False),
        ({"country": 5}, False),
        ({"country": "FR", "institution": "0116"}, True),
        ({"country": "FR", "institution": "unheard of"}, True),
        ({"country": "FR", "institution": ""}, False),
    ],
)
def test_a_degree_is_from_the_uk_unless_another_country_stands_alone(
    sent: dict[str, object],
    is_uk: bool,
) -> None:
    assert DegreeDraft.read(sent).is_uk == is_uk


@pytest.mark.parametrize(
    ("sent", "problems"),
    [
        (make_degree(), []),
        ({}, [YEAR, SUBJECT, UK_TYPE, GRADE]),
        (make_degree(graduation_year=""), [YEAR]),
        (make_degree(subject="zz"), [SUBJECT]),
        (make_degree(subject=100403), [SUBJECT]),
        (make_degree(subject={}), [SUBJECT]),
        (make_degree(grade="zz"), [GRADE]),
        (make_degree(grade=1), [GRADE]),
        (make_degree(uk_degree=" "), [UK_TYPE]),
        (make_degree(uk_degree="zz"), ["Uk degree " + UNKNOWN_TYPE % "zz"]),
        (make_degree(uk_degree=83), ["Uk degree " + UNKNOWN_TYPE % "83"]),
        (make_degree(uk_degree="zz", grade=""), [GRADE, "Uk degree " + UNKNOWN_TYPE % "zz"]),
        (make_degree(institution=ABSENT), []),
        (make_degree(institution="zz"), []),
        (make_degree(institution=116), []),
        (make_degree(non_uk_degree=["zz"]), []),
        (make_degree(country="zz"), []),
        (make_foreign_degree(), []),
        (make_foreign_degree(grade="zz", uk_degree=5), []),
        (make_foreign_degree(non_uk_degree=None), [NON_UK_TYPE]),
        (make_foreign_degree(non_uk_degree="zz"), ["Non uk degree " + UNKNOWN_TYPE % "zz"]),
        (make_foreign_degree(country="GB"), [UNKNOWN_COUNTRY % "GB"]),
        (make_foreign_degree(country=[]), [UNKNOWN_COUNTRY % "[...]"]),
        (
            {"country": "zz"},
            [YEAR, SUBJECT, UNKNOWN_COUNTRY % "zz", NON_UK_TYPE],
        ),
    ],
)
def test_what_a_degree_must_say(sent: dict[str, object], problems: list[str]) -> None:
    assert list(DegreeDraft.read(sent).problems()) == problems


def stored(sent: dict[str, object], *, position: int = 1) -> Degree:
    draft = DegreeDraft.read(sent)
    return draft.degree(DegreeId("Rg7mS2xKbT5nUhQe9FyWcV3j"), position=position, at=NOW)


def test_a_uk_degree_answers_its_codes_and_their_uuids() -> None:
    degree = stored(make_degree(country="XF", non_uk_degree="051"))
    assert (degree.uk_degree, degree.non_uk_degree, degree.country) == ("083", None, None)
    assert (degree.answered_subject, degree.answered_institution) == ("100403", "0116")
    assert (degree.grade, degree.other_grade, degree.graduation_year) == ("01", None, 2021)
    assert degree.uk_degree_uuid == "1b6a5652-c197-e711-80d8-005056ac45bb"
    assert degree.subject_uuid == "6b8170f0-5dce-e911-a985-000d3ab79618"
    assert degree.institution_uuid == "1071f34a-2887-e711-80d8-005056ac45bb"
    assert degree.grade_uuid == "8741765a-13d8-4550-a413-c5a860a59d25"


def test_a_degree_from_elsewhere_answers_its_country_and_fewer_uuids() -> None:
    degree = stored(make_foreign_degree(uk_degree="083"))
    assert (degree.uk_degree, degree.non_uk_degree, degree.country) == (None, "051", "FR")
    assert (degree.answered_institution, degree.grade) == (None, None)
    assert (degree.uk_degree_uuid, degree.institution_uuid, degree.grade_uuid) == (None,) * 3
    assert degree.subject_uuid == "6b8170f0-5dce-e911-a985-000d3ab79618"


@pytest.mark.parametrize("institution", [ABSENT, None, "0327", "0407", "zz", 116, []])
def test_a_uk_degree_of_an_unknown_institution_is_one_of_another(institution: object) -> None:
    degree = stored(make_degree(institution=institution))
    assert (degree.answered_institution, degree.institution_uuid) == (None, OTHER_UK)


def test_an_institution_makes_a_degree_a_uk_one_without_a_country() -> None:
    degree = stored(make_degree(country="FR"))
    assert (degree.is_uk, degree.country) == (True, None)


def test_two_codes_come_back_as_others() -> None:
    degree = stored(make_degree(institution="0133", grade="09"))
    assert (degree.answered_institution, degree.grade) == ("0149", "14")
    assert degree.grade_uuid == "aaba4427-287c-4610-a838-1970dd9090c1"


@pytest.mark.parametrize("code", ["400", "401", "402", "999"])
def test_a_general_type_has_a_uuid_but_no_code_to_show(code: str) -> None:
    assert stored(make_degree(uk_degree=code)).uk_degree is None
    assert stored(make_degree(uk_degree=code)).uk_degree_uuid is not None
    assert stored(make_foreign_degree(non_uk_degree=code)).non_uk_degree is None


def test_a_subject_not_known_has_a_uuid_but_no_code_to_show() -> None:
    degree = stored(make_degree(subject="999999"))
    assert degree.answered_subject is None
    assert degree.subject_uuid == "208373a5-8bff-41c8-8b13-3d1d0b34e36e"


def test_degrees_are_listed_by_year_then_as_created() -> None:
    sent = [(2021, "02"), (2019, "01"), (2021, "01"), (2018, "03")]
    degrees = [
        stored(make_degree(graduation_year=year, grade=grade), position=position)
        for position, (year, grade) in enumerate(sent, start=1)
    ]
    for given in (degrees, degrees[::-1]):
        found = [(degree.graduation_year, degree.grade) for degree in in_graduation_order(given)]
        assert found == [(2018, "03"), (2019, "01"), (2021, "02"), (2021, "01")]
