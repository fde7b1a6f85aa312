from typing import Any

import pytest

from tests.trainees.api import Api
from tests.trainees.domain.payloads import make_data, make_degree
from tests.trainees.stored import nothing_changes
from trainees_service.app import TraineesService
from trainees_service.domain.code_tables import (
    COURSE_AGE_RANGES,
    COURSE_SUBJECTS,
    DISABILITIES,
    ETHNICITIES,
    FUND_CODES,
    FUNDING_METHODS,
    ITT_QUALIFICATION_AIMS,
    NATIONALITIES,
    TRAINING_INITIATIVES,
)

Members = dict[str, Any]

DETAILS = "Hesa trainee detail attributes"
EMAIL = "Email Enter an email address in the correct format, like name@example.com"


def unknown(title: str, valid_list: str, shown: str = "zz") -> str:
    return f"{title} has invalid reference data value of '{shown}'. Valid values are {valid_list}."


FIRST_STAGE: tuple[tuple[Members, list[str]], ...] = (
    ({"first_names": "  "}, ["First names can't be blank"]),
    ({"first_names": "a\x00b"}, ["First names is invalid"]),
    ({"last_name": ""}, ["Last name can't be blank"]),
    ({"last_name": 5}, ["Last name is invalid"]),
    ({"date_of_birth": ""}, ["Date of birth can't be blank"]),
    ({"date_of_birth": "30/04/2001"}, ["Date of birth is invalid"]),
    ({"sex": ""}, ["Sex can't be blank"]),
    ({"sex": "zz"}, [unknown("Sex", "'10', '11', '12', '96', '99'")]),
    ({"sex": 10}, [unknown("Sex", "'10', '11', '12', '96', '99'", "10")]),
    ({"itt_start_date": ""}, ["Itt start date can't be blank"]),
    ({"itt_start_date": "2026-02-30"}, ["Itt start date is invalid"]),
    ({"itt_end_date": ""}, ["Itt end date can't be blank"]),
    ({"itt_end_date": 2027}, ["Itt end date is invalid"]),
    ({"hesa_id": " "}, ["Hesa can't be blank"]),
    ({"hesa_id": 26}, ["Hesa is invalid"]),
    ({"email": ""}, ["Email can't be blank", EMAIL]),
    ({"email": "Doe"}, [EMAIL]),
    ({"email": f"{'d' * 250}@x.org"}, ["Email is too long (maximum is 255 characters)"]),
    ({"trainee_start_date": "soon"}, ["Trainee start date is invalid"]),
    (
        {"trainee_start_date": "2016-11-23"},
        ["Trainee start date Cannot be more than 10 years in the past"],
    ),
    ({"trainee_start_date": "2026-11-25"}, ["Trainee start date must be in the past"]),
    ({"pg_apprenticeship_start_date": "soon"}, ["Pg apprenticeship start date is invalid"]),
    ({"provider_trainee_id": 7}, ["Provider trainee id is invalid"]),
    ({"application_id": 2**31}, ["Application id is invalid"]),
    ({"middle_names": []}, ["Middle names is invalid"]),
    ({"previous_last_name": {}}, ["Previous last name is invalid"]),
    ({"lead_partner_urn": 901001}, ["Lead partner urn is invalid"]),
    ({"lead_partner_ukprn": 10990051}, ["Lead partner ukprn is invalid"]),
    ({"employing_school_urn": True}, ["Employing school urn is invalid"]),
    ({"ni_number": 1.5}, ["Ni number is invalid"]),
    ({"ethnicity": "zz"}, [unknown("Ethnicity", ETHNICITIES.valid_list)]),
    (
        {"training_route": "zz"},
        [unknown("Training route", "'02', '03', '09', '10', '11', '12', '14'")],
    ),
    (
        {"trainee_start_date": "2022-07-31"},
        [unknown("Training route", "'02', '03', '09', '10', '11', '14'", "12")],
    ),
    ({"course_subject_one": "zz"}, [unknown("Course subject one", COURSE_SUBJECTS.valid_list)]),
    ({"course_subject_two": "zz"}, [unknown("Course subject two", COURSE_SUBJECTS.valid_list)]),
    (
        {"course_subject_three": "zz"},
        [unknown("Course subject three", COURSE_SUBJECTS.valid_list)],
    ),
    ({"study_mode": "zz"}, [unknown("Study mode", "'01', '02', '31', '63', '64'")]),
    ({"nationality": "zz"}, [unknown("Nationality", NATIONALITIES.valid_list)]),
    (
        {"training_initiative": "zz"},
        [unknown("Training initiative", TRAINING_INITIATIVES.valid_list)],
    ),
    ({"disability3": "zz"}, [unknown("Disability3", DISABILITIES.valid_list)]),
    (
        {"disability3": "58", "disability4": "58"},
        ["Trainee disabilities attributes contain duplicate values"],
    ),
    ({"itt_aim": ""}, [f"{DETAILS} Itt aim can't be blank"]),
    ({"itt_aim": "zz"}, [unknown(f"{DETAILS} Itt aim", "'201', '202'")]),
    ({"course_year": ""}, [f"{DETAILS} Course year can't be blank"]),
    ({"course_year": []}, [f"{DETAILS} Course year is invalid"]),
    ({"course_age_range": ""}, [f"{DETAILS} Course age range can't be blank"]),
    (
        {"course_age_range": "zz"},
        [unknown(f"{DETAILS} Course age range", COURSE_AGE_RANGES.valid_list)],
    ),
    ({"fund_code": ""}, [f"{DETAILS} Fund code can't be blank"]),
    ({"fund_code": "zz"}, [unknown(f"{DETAILS} Fund code", FUND_CODES.valid_list)]),
    ({"funding_method": ""}, [f"{DETAILS} Funding method can't be blank"]),
    ({"funding_method": "zz"}, [unknown(f"{DETAILS} Funding method", FUNDING_METHODS.valid_list)]),
    ({"itt_qualification_aim": ""}, [f"{DETAILS} Itt qualification aim can't be blank"]),
    (
        {"itt_qualification_aim": "zz"},
        [unknown(f"{DETAILS} Itt qualification aim", ITT_QUALIFICATION_AIMS.valid_list)],
    ),
    (
        {"additional_training_initiative": "zz"},
        [unknown(f"{DETAILS} Additional training initiative", TRAINING_INITIATIVES.valid_list)],
    ),
)

SECOND_STAGE: tuple[tuple[Members, list[str]], ...] = (
    ({"first_names": "x" * 61}, ["First name must be 60 characters or fewer"]),
    ({"last_name": "ö" * 61}, ["Last name must be 60 characters or fewer"]),
    ({"middle_names": "x" * 61}, ["Middle name must be 60 characters or fewer"]),
    (
        {"date_of_birth": "2026-11-25"},
        ["Enter a date of birth that is in the past, for example 31 3 1980"],
    ),
    ({"date_of_birth": "0999-01-01"}, ["The year must include 4 numbers"]),
    (
        {"date_of_birth": "2010-11-25"},
        ["Enter a valid date of birth, trainee cannot be younger than 16 years old"],
    ),
    ({"date_of_birth": "1926-11-24"}, ["Enter a valid date of birth"]),
    ({"course_subject_two": "100403"}, ["Enter a different second subject"]),
    (
        {"course_subject_two": "100346", "course_subject_three": "100346"},
        ["Enter a different third subject"],
    ),
    ({"itt_start_date": "2028-01-01"}, ["Enter an ITT start date closer to today"]),
    ({"itt_end_date": "2032-01-01"}, ["Enter an Expected end date closer to today"]),
    ({"itt_end_date": "2016-11-23"}, ["Enter a valid Expected end date"]),
    ({"itt_end_date": "2026-09-01"}, ["The Expected end date must be after the start date"]),
)


@pytest.mark.parametrize("table", [FIRST_STAGE, SECOND_STAGE], ids=["first", "second"])
async def test_every_rule_is_asked_and_nothing_of_a_refused_correction_stays(
    wexmoor: Api, service: TraineesService, table: tuple[tuple[Members, list[str]], ...]
) -> None:
    trainee_id = (await wexmoor.register(make_data(nationality="FR")))["trainee_id"]
    harmless = {"provider_trainee_id": "SRS/26/1", "nationality": "NA", "disability1": "57"}
    async with nothing_changes(service):
        for sent, messages in table:
            for method in ("PUT", "PATCH"):
                answer = await wexmoor.send(method, {**harmless, **sent}, trainee_id)
                assert answer.faults == (422, "UnprocessableEntity", messages), sent
                assert list(answer.body) == ["errors"]


async def test_the_first_stage_speaks_before_the_second_each_in_its_order(wexmoor: Api) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    later = {"last_name": "x" * 61, "itt_end_date": "2040-01-01", "course_subject_two": "100403"}
    first = await wexmoor.correct(trainee_id, **later, fund_code="", sex="", email="")
    assert first.faults[2] == [
        "Sex can't be blank",
        "Email can't be blank",
        EMAIL,
        f"{DETAILS} Fund code can't be blank",
    ]
    second = await wexmoor.correct(trainee_id, **later)
    assert second.faults[2] == [
        "Last name must be 60 characters or fewer",
        "Enter a different second subject",
        "Enter an Expected end date closer to today",
    ]


async def test_stored_degrees_take_part(wexmoor: Api) -> None:
    trainee = await wexmoor.register(make_data())
    trainee_id, degree_id = trainee["trainee_id"], trainee["degrees"][0]["degree_id"]
    assert (await wexmoor.remove(trainee_id, "degrees", degree_id)).status == 200
    faults = (422, "UnprocessableEntity", ["Degrees attributes can't be blank"])
    assert (await wexmoor.correct(trainee_id, course_year="2")).faults == faults
    sent = {"degrees_attributes": [make_degree()]}
    assert (await wexmoor.correct(trainee_id, **sent)).faults == faults
    assert (await wexmoor.correct(trainee_id, training_route="11")).status == 200
    assert (await wexmoor.correct(trainee_id, training_route="12")).faults == faults
    assert (await wexmoor.send("POST", make_degree(), trainee_id, "degrees")).status == 201
    assert (await wexmoor.correct(trainee_id, training_route="12")).status == 200


async def test_a_degree_that_has_become_too_old_stands_in_the_way(wexmoor: Api) -> None:
    old = {"degrees_attributes": [make_degree(graduation_year=1967)]}
    trainee_id = (await wexmoor.register(make_data(**old)))["trainee_id"]
    next_year = wexmoor.at("2027-01-01")
    answer = await next_year.correct(trainee_id, course_year="2")
    assert answer.faults == (422, "UnprocessableEntity", ["Degree ids is invalid"])
    assert (await next_year.correct(trainee_id, training_route="11")).status == 200


async def test_the_same_disability_twice_counts_stored_ones(wexmoor: Api) -> None:
    trainee_id = (await wexmoor.register(make_data(disability1="58")))["trainee_id"]
    answer = await wexmoor.correct(trainee_id, disability9="58")
    assert answer.faults[2] == ["Trainee disabilities attributes contain duplicate values"]
    moved = await wexmoor.correct(trainee_id, disability1=None, disability9="58")
    assert moved.data["hesa_disabilities"] == {"disability9": "58"}
