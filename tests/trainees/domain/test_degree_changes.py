from dataclasses import replace

import pytest

from trainees_service.domain.code_tables import COUNTRIES, DEGREE_TYPES
from trainees_service.domain.degree_changes import (
    DegreeChange,
    degree_problems,
    duplicate_degrees,
)
from trainees_service.domain.degree_drafts import DegreeDraft
from trainees_service.domain.degrees import Degree
from trainees_service.domain.identifiers import DegreeId
from trainees_service.domain.messages import unknown_code

from .payloads import ABSENT, TODAY, make_degree
from .records import LATER, NOW

SUBJECT = "Subject can't be blank"
GRADE = "Grade can't be blank"
UK_TYPE = "Uk degree can't be blank"
NON_UK_TYPE = "Non uk degree can't be blank"
YEAR_AHEAD = "Graduation year Enter a graduation year that is in the past, for example 2014"
YEAR_WRONG = "Graduation year Enter a valid graduation year"


def store(sent: dict[str, object]) -> Degree:
    draft = DegreeDraft.read(sent)
    assert degree_problems(draft, today=TODAY) == ()
    return draft.degree(DegreeId("Rg7mS2xKbT5nUhQe9FyWcV3j"), position=3, at=NOW)


UK = store(make_degree())
UK_ELSEWHERE = store(make_degree(institution=ABSENT))
FRENCH = store(
    {"country": "FR", "non_uk_degree": "051", "subject": "100403", "graduation_year": 2021}
)
UK_AS_SENT: dict[str, object] = {"uk_degree": "083", "grade": "01"}


def change(degree: Degree, sent: dict[str, object]) -> Degree:
    change = DegreeChange.read(sent, degree=degree)
    assert degree_problems(change.merged, today=TODAY) == ()
    return change.changed(at=LATER)


@pytest.mark.parametrize(
    ("stored", "sent", "changed"),
    [
        (UK, {"subject": "100346"}, {"subject": "100346"}),
        (UK, {"institution": "0001"}, {"institution": "0001"}),
        (UK, {"institution": ""}, {"institution": None}),
        (UK, {"institution": "unheard of"}, {"institution": None}),
        (UK, {"institution": "0133"}, {"institution": "0149"}),
        (UK, {"grade": "09"}, {"grade": "14"}),
        (UK, {"graduation_year": "2019"}, {"graduation_year": 2019}),
        (UK, {"uk_degree": "051"}, {"degree_type": "051"}),
        (UK, {"uk_degree": "051", "country": "XF"}, {"degree_type": "051"}),
        pytest.param(
            UK,
            {"non_uk_degree": "051", "country": "FR"},
            {"degree_type": "051", "country": "FR"},
            id="to elsewhere",
        ),
        pytest.param(
            UK,
            {"uk_degree": "", "non_uk_degree": "051", "country": "FR", "grade": ""},
            {"degree_type": "051", "country": "FR", "grade": None},
            id="to elsewhere, blanks for the rest",
        ),
        pytest.param(
            UK,
            {"uk_degree": "051", "country": "FR", "institution": "0001"},
            {"degree_type": "051", "institution": "0001"},
            id="an institution makes it a UK degree",
        ),
        (FRENCH, {"country": "DE"}, {"country": "DE"}),
        (FRENCH, {"grade": "02"}, {"grade": "02"}),
        (FRENCH, {"non_uk_degree": "052", "country": "FR"}, {"degree_type": "052"}),
        pytest.param(
            FRENCH,
            UK_AS_SENT,
            {"degree_type": "083", "country": None, "grade": "01"},
            id="to the UK",
        ),
        pytest.param(
            FRENCH,
            {**UK_AS_SENT, "country": "XI", "institution": "0116"},
            {"degree_type": "083", "country": None, "grade": "01", "institution": "0116"},
            id="to a country and an institution of the UK",
        ),
    ],
)
def test_only_what_is_sent_changes(
    stored: Degree, sent: dict[str, object], changed: dict[str, object]
) -> None:
    after = change(stored, sent)
    expected = {name: getattr(stored, name) for name in Degree.__slots__}
    assert {name: getattr(after, name) for name in Degree.__slots__} == {
        **expected,
        **changed,
        "updated_at": LATER,
    }


@pytest.mark.parametrize(
    ("stored", "sent"),
    [
        (UK, {}),
        (UK, {"other_grade": "x", "institution_uuid": "y"}),
        (UK, dict.fromkeys(make_degree(), None)),
        (UK, make_degree()),
        (UK, make_degree(country=None, non_uk_degree=None)),
        (UK, {"non_uk_degree": ""}),
        (UK, {"country": ""}),
        (UK, {"country": "XF"}),
        pytest.param(UK, {"country": "FR"}, id="the stored institution keeps it in the UK"),
        (UK_ELSEWHERE, {"institution": "unheard of"}),
        (FRENCH, {"country": "FR", "non_uk_degree": "051"}),
        (FRENCH, {"uk_degree": "", "institution": ""}),
        (FRENCH, {"grade": "unheard of"}),
    ],
)
def test_a_change_that_changes_nothing_leaves_the_degree(
    stored: Degree, sent: dict[str, object]
) -> None:
    assert change(stored, sent) is stored


@pytest.mark.parametrize(
    ("stored", "sent", "problems"),
    [
        (UK, {"subject": ""}, (SUBJECT,)),
        (UK, {"subject": "zz", "grade": "zz"}, (SUBJECT, GRADE)),
        (UK, {"graduation_year": ""}, ("Graduation year can't be blank",)),
        (UK, {"uk_degree": ""}, (UK_TYPE,)),
        (UK, {"uk_degree": "zz"}, (unknown_code("Uk degree", "zz", DEGREE_TYPES.valid_list),)),
        pytest.param(UK, {"non_uk_degree": "051"}, (UK_TYPE,), id="type alone decides for the UK"),
        pytest.param(UK_ELSEWHERE, {"country": "FR"}, (NON_UK_TYPE,), id="country alone"),
        pytest.param(
            UK_ELSEWHERE,
            {"country": "GB"},
            (unknown_code("Country", "GB", COUNTRIES.valid_list), NON_UK_TYPE),
            id="unknown country alone",
        ),
        pytest.param(FRENCH, {"non_uk_degree": "052"}, (UK_TYPE, GRADE), id="type without country"),
        pytest.param(FRENCH, {"country": "XF"}, (UK_TYPE, GRADE), id="country of the UK alone"),
        pytest.param(FRENCH, {"country": ""}, (UK_TYPE, GRADE), id="no country any more"),
        pytest.param(FRENCH, {"institution": "0116"}, (UK_TYPE, GRADE), id="institution alone"),
        (
            FRENCH,
            {"country": "GB"},
            (unknown_code("Country", "GB", COUNTRIES.valid_list),),
        ),
        (FRENCH, {"uk_degree": "083"}, (GRADE,)),
        (UK, {"graduation_year": 2028}, (YEAR_AHEAD, YEAR_WRONG)),
        (UK, {"graduation_year": 1966}, (YEAR_WRONG,)),
        (UK, {"graduation_year": "soon"}, (YEAR_WRONG,)),
        (UK, {"graduation_year": 2028, "subject": ""}, (SUBJECT,)),
    ],
)
def test_what_is_wrong_is_said_of_the_degree_as_changed(
    stored: Degree, sent: dict[str, object], problems: tuple[str, ...]
) -> None:
    merged = DegreeChange.read(sent, degree=stored).merged
    assert degree_problems(merged, today=TODAY) == problems


@pytest.mark.parametrize(
    ("sent", "problems"),
    [
        (make_degree(), ()),
        (make_degree(graduation_year=2027), ()),
        (make_degree(graduation_year=2028), (YEAR_AHEAD, YEAR_WRONG)),
        (make_degree(graduation_year=1967), ()),
        (make_degree(graduation_year=1966), (YEAR_WRONG,)),
        (make_degree(graduation_year=1966, grade=""), (GRADE,)),
        ({}, ("Graduation year can't be blank", SUBJECT, UK_TYPE, GRADE)),
    ],
)
def test_the_year_of_a_new_degree_is_looked_at_last(
    sent: dict[str, object], problems: tuple[str, ...]
) -> None:
    assert degree_problems(DegreeDraft.read(sent), today=TODAY) == problems


def test_an_institution_stays_while_a_degree_is_from_elsewhere() -> None:
    abroad = change(UK, {"non_uk_degree": "051", "country": "FR"})
    assert (abroad.answered_institution, abroad.institution_uuid) == (None, None)
    assert change(abroad, {"country": "DE"}).country == "DE"
    assert change(abroad, {"uk_degree": "083"}) == replace(UK, updated_at=LATER)
    other = change(abroad, {"uk_degree": "083", "institution": "0001"})
    assert other.answered_institution == "0001"
    forgotten = change(abroad, {"non_uk_degree": "051", "country": "FR", "institution": ""})
    assert change(forgotten, {"uk_degree": "083"}).answered_institution is None


def test_uuids_follow_the_codes() -> None:
    after = change(UK, {"subject": "100104", "institution": "0001", "grade": "02"})
    assert after.subject_uuid == "917f70f0-5dce-e911-a985-000d3ab79618"
    assert after.institution_uuid == "5c9e1d2d-3fa2-e811-812b-5065f38ba241"
    assert after.grade_uuid == "e2fe18d4-8655-47cf-ab1a-8c3e0b0f078f"


@pytest.mark.parametrize(
    ("sent", "others"),
    [
        pytest.param(make_degree(), [UK], id="the same"),
        pytest.param(make_degree(institution="0001"), [UK], id="another institution"),
        pytest.param(make_degree(country="XF", non_uk_degree="052"), [UK], id="ignored members"),
        pytest.param(make_degree(graduation_year=2020), [], id="another year"),
        pytest.param(make_degree(subject="100346"), [], id="another subject"),
        pytest.param(make_degree(grade="02"), [], id="another grade"),
        pytest.param(make_degree(uk_degree="051"), [], id="another type"),
        pytest.param(make_degree(subject="zz"), [UK], id="unknown subject left out"),
        pytest.param(make_degree(grade=""), [UK], id="blank grade left out"),
        pytest.param(make_degree(uk_degree=5), [UK], id="wrong type left out"),
        pytest.param(make_degree(graduation_year="soon"), [UK], id="wrong year left out"),
        pytest.param({"subject": "100403"}, [UK, FRENCH], id="only a subject"),
        pytest.param({"graduation_year": 2021}, [UK, FRENCH], id="only a year"),
        pytest.param({"institution": "0116"}, [], id="nothing that is compared"),
        pytest.param({"subject": "zz", "grade": 1}, [], id="nothing that is valid"),
        pytest.param(
            {"country": "FR", "non_uk_degree": "051", "subject": "100403"}, [FRENCH], id="French"
        ),
        pytest.param({"country": "FR", "subject": "100403"}, [FRENCH], id="French without a type"),
        pytest.param({"country": "DE", "non_uk_degree": "051"}, [], id="German"),
        pytest.param(
            {"country": "GB", "non_uk_degree": "051"}, [FRENCH], id="unknown country left out"
        ),
        pytest.param({"uk_degree": "051"}, [], id="the other kind of type"),
    ],
)
def test_a_degree_repeats_those_that_agree_in_all_that_is_compared(
    sent: dict[str, object], others: list[Degree]
) -> None:
    assert duplicate_degrees(DegreeDraft.read(sent), [UK, FRENCH]) == tuple(others)


def test_mapped_codes_are_compared_as_they_are_stored() -> None:
    stored = store(make_degree(grade="14"))
    assert duplicate_degrees(DegreeDraft.read(make_degree(grade="09")), [stored]) == (stored,)


def test_a_changed_degree_is_compared_as_a_whole() -> None:
    other = store(make_degree(subject="100346", grade="02"))
    for sent, repeated in [
        ({"subject": "100346"}, ()),
        ({"subject": "100346", "grade": "02"}, (other,)),
        ({"subject": "100346", "grade": "zz"}, (other,)),
    ]:
        merged = DegreeChange.read(sent, degree=UK).merged
        assert duplicate_degrees(merged, [other]) == repeated
