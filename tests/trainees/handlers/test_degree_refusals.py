from typing import Any

import pytest

from tests.trainees.api import Api
from tests.trainees.domain.payloads import ABSENT, make_data, make_degree
from tests.trainees.stored import nothing_changes
from trainees_service.app import TraineesService
from trainees_service.domain.code_tables import COUNTRIES, DEGREE_TYPES

Record = dict[str, Any]

FRENCH = {"non_uk_degree": "051", "subject": "100346", "country": "FR", "graduation_year": 2020}

NO_YEAR = "Graduation year can't be blank"
SUBJECT = "Subject can't be blank"
UK_TYPE = "Uk degree can't be blank"
GRADE = "Grade can't be blank"
NON_UK_TYPE = "Non uk degree can't be blank"
YEAR_AHEAD = "Graduation year Enter a graduation year that is in the past, for example 2014"
YEAR_WRONG = "Graduation year Enter a valid graduation year"

CONFLICT = {"error": "Conflict", "message": "This is a duplicate degree"}


def unknown(title: str, code: str, valid_list: str) -> str:
    return f"{title} has invalid reference data value of '{code}'. Valid values are {valid_list}."


GREAT_BRITAIN = unknown("Country", "GB", COUNTRIES.valid_list)


@pytest.fixture
async def trainee(wexmoor: Api) -> Record:
    """A trainee with a UK degree and one from elsewhere, the elder one first."""
    return await wexmoor.register(make_data(degrees_attributes=[make_degree(), FRENCH]))


async def test_what_is_wrong_with_a_new_degree(
    wexmoor: Api, service: TraineesService, trainee: Record
) -> None:
    new = make_degree(subject="100425", grade="03", graduation_year=2018)
    elsewhere = {"subject": "100425", "country": "DE", "graduation_year": 2018}
    table: tuple[tuple[Record, list[str]], ...] = (
        ({"institution": "0116"}, [NO_YEAR, SUBJECT, UK_TYPE, GRADE]),
        ({"country": "GB"}, [NO_YEAR, SUBJECT, GREAT_BRITAIN, NON_UK_TYPE]),
        ({**new, "graduation_year": " "}, [NO_YEAR]),
        ({**new, "subject": "zz"}, [SUBJECT]),
        ({**new, "subject": 100425}, [SUBJECT]),
        ({**new, "uk_degree": None}, [UK_TYPE]),
        ({**new, "grade": "zz"}, [GRADE]),
        ({**new, "uk_degree": "zz"}, [unknown("Uk degree", "zz", DEGREE_TYPES.valid_list)]),
        (elsewhere, [NON_UK_TYPE]),
        (
            {**elsewhere, "non_uk_degree": "zz"},
            [unknown("Non uk degree", "zz", DEGREE_TYPES.valid_list)],
        ),
        ({**elsewhere, "country": "GB", "non_uk_degree": "051"}, [GREAT_BRITAIN]),
        ({**new, "graduation_year": 2028}, [YEAR_AHEAD, YEAR_WRONG]),
        ({**new, "graduation_year": "1966-12-31"}, [YEAR_WRONG]),
        ({**new, "graduation_year": "soon"}, [YEAR_WRONG]),
        ({**new, "graduation_year": 2018.0}, [YEAR_WRONG]),
        ({**new, "graduation_year": 2028, "grade": ""}, [GRADE]),
    )
    async with nothing_changes(service):
        for sent, messages in table:
            answer = await wexmoor.send("POST", sent, trainee["trainee_id"], "degrees")
            assert answer.faults == (422, "UnprocessableEntity", messages), sent


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_what_is_wrong_with_a_change(
    wexmoor: Api, service: TraineesService, trainee: Record, method: str
) -> None:
    elsewhere, uk = trainee["degrees"]
    assert elsewhere["country"] == "FR"
    table: tuple[tuple[Record, Record, list[str]], ...] = (
        (uk, {"graduation_year": ""}, [NO_YEAR]),
        (uk, {"subject": "zz", "uk_degree": "", "grade": ""}, [SUBJECT, UK_TYPE, GRADE]),
        (uk, {"uk_degree": "zz"}, [unknown("Uk degree", "zz", DEGREE_TYPES.valid_list)]),
        # The type sent decides anew, from the members sent beside it.
        (uk, {"non_uk_degree": "051"}, [UK_TYPE]),
        (uk, {"non_uk_degree": "051", "country": "GB"}, [GREAT_BRITAIN]),
        (elsewhere, {"non_uk_degree": "052"}, [UK_TYPE, GRADE]),
        (elsewhere, {"uk_degree": "083"}, [GRADE]),
        # Without a type, the merged values decide.
        (elsewhere, {"country": "GB"}, [GREAT_BRITAIN]),
        (elsewhere, {"country": "XF"}, [UK_TYPE, GRADE]),
        (elsewhere, {"institution": "0116"}, [UK_TYPE, GRADE]),
        (uk, {"institution": "", "country": "FR"}, [NON_UK_TYPE]),
        (uk, {"graduation_year": 2028}, [YEAR_AHEAD, YEAR_WRONG]),
        (elsewhere, {"graduation_year": 0}, [YEAR_WRONG]),
    )
    async with nothing_changes(service):
        for degree, sent, messages in table:
            answer = await wexmoor.send(
                method, sent, trainee["trainee_id"], "degrees", degree["degree_id"]
            )
            assert answer.faults == (422, "UnprocessableEntity", messages), sent


async def test_a_degree_that_the_trainee_has_is_refused_whatever_else_is_wrong(
    wexmoor: Api, service: TraineesService, trainee: Record
) -> None:
    elsewhere, uk = trainee["degrees"]
    table: tuple[tuple[Record, list[Record]], ...] = (
        (make_degree(), [uk]),
        (make_degree(institution="0001"), [uk]),
        (make_degree(institution=ABSENT, country="XF"), [uk]),
        (FRENCH, [elsewhere]),
        ({**FRENCH, "grade": "zz"}, [elsewhere]),
        # What is blank or invalid is left out, so that the rest decides.
        (make_degree(grade="zz", graduation_year=""), [uk]),
        (make_degree(uk_degree=5, graduation_year="soon"), [uk]),
        ({"graduation_year": "2020"}, [elsewhere]),
        ({"country": "FR"}, [elsewhere]),
    )
    async with nothing_changes(service):
        for sent, existing in table:
            answer = await wexmoor.send("POST", sent, trainee["trainee_id"], "degrees")
            assert answer.status == 409, sent
            assert answer.body == {"errors": [CONFLICT], "data": existing}, sent


async def test_all_degrees_that_a_new_one_repeats_are_answered(wexmoor: Api) -> None:
    """One registration may name the same degree twice."""
    trainee = await wexmoor.register(make_data(degrees_attributes=[make_degree(), make_degree()]))
    answer = await wexmoor.send("POST", make_degree(), trainee["trainee_id"], "degrees")
    assert (answer.status, answer.body["data"]) == (409, trainee["degrees"])


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_a_degree_cannot_become_another_one_of_the_trainee(
    wexmoor: Api, service: TraineesService, method: str
) -> None:
    degrees = [make_degree(), make_degree(subject="100346", grade="02"), FRENCH]
    trainee = await wexmoor.register(make_data(degrees_attributes=degrees))
    elsewhere, first, second = trainee["degrees"]
    table: tuple[tuple[Record, Record, Record], ...] = (
        (second, {"subject": "100403", "grade": "01"}, first),
        (second, {"subject": "100403", "grade": "zz"}, first),
        (first, {"subject": "100346", "grade": "02", "institution": "0001"}, second),
        (
            second,
            {"non_uk_degree": "051", "country": "FR", "graduation_year": 2020, "grade": ""},
            elsewhere,
        ),
    )
    async with nothing_changes(service):
        for degree, sent, existing in table:
            answer = await wexmoor.send(
                method, sent, trainee["trainee_id"], "degrees", degree["degree_id"]
            )
            assert answer.status == 409, sent
            assert answer.body == {"errors": [CONFLICT], "data": [existing]}, sent


async def test_what_another_trainee_has_studied_is_no_duplicate(
    wexmoor: Api, trainee: Record
) -> None:
    other = await wexmoor.register(make_data(last_name="Sorrell", degrees_attributes=[FRENCH]))
    assert (await wexmoor.send("POST", make_degree(), other["trainee_id"], "degrees")).status == 201


async def test_a_record_holds_a_hundred_degrees(wexmoor: Api) -> None:
    degrees = [
        make_degree(graduation_year=1970 + number % 50, grade=f"0{1 + number // 50}")
        for number in range(100)
    ]
    trainee = await wexmoor.register(make_data(degrees_attributes=degrees))
    trainee_id, new = trainee["trainee_id"], make_degree(grade="05")
    full = await wexmoor.send("POST", new, trainee_id, "degrees")
    message = "Degrees is too long (maximum is 100 degrees)"
    assert full.faults == (422, "UnprocessableEntity", [message])
    repeated = await wexmoor.send("POST", degrees[0], trainee_id, "degrees")
    assert repeated.status == 409
    last = trainee["degrees"][-1]["degree_id"]
    assert (await wexmoor.send("PUT", {"grade": "05"}, trainee_id, "degrees", last)).status == 200
    assert (await wexmoor.remove(trainee_id, "degrees", last)).status == 200
    assert (await wexmoor.send("POST", new, trainee_id, "degrees")).status == 201
