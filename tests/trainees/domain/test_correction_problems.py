from dataclasses import replace
from datetime import date

import pytest

from trainees_service.domain.code_tables import DEGREE_TYPES, ETHNICITIES, SEXES
from trainees_service.domain.messages import unknown_code

from .payloads import make_degree
from .records import PARTNER, correct, correction_problems, make_trainee

NO_DEGREE = "Degrees attributes can't be blank"
START_PAST = "Trainee start date must be in the past"
START_OLD = "Trainee start date Cannot be more than 10 years in the past"
START_WRONG = "Trainee start date is invalid"


def test_both_stages_judge_the_record_as_a_whole() -> None:
    trainee = make_trainee()
    assert correction_problems(trainee, first_names="x" * 61, sex="") == ("Sex can't be blank",)
    assert correction_problems(trainee, first_names="x" * 61, course_subject_two="100403") == (
        "First name must be 60 characters or fewer",
        "Enter a different second subject",
    )


def test_what_is_wrong_is_said_in_the_order_of_the_rules() -> None:
    trainee = replace(make_trainee(disability1="58"), degrees=())
    assert correction_problems(
        trainee,
        hesa_id="",
        last_name=" ",
        email="nowhere",
        itt_end_date="soon",
        pg_apprenticeship_start_date=5,
        ethnicity="x",
        sex="y",
        course_year=" ",
        disability2="58",
        lead_partner_urn=5,
    ) == (
        "Last name can't be blank",
        "Hesa can't be blank",
        "Email Enter an email address in the correct format, like name@example.com",
        "Itt end date is invalid",
        "Pg apprenticeship start date is invalid",
        "Lead partner urn is invalid",
        NO_DEGREE,
        unknown_code("Ethnicity", "x", ETHNICITIES.valid_list),
        unknown_code("Sex", "y", SEXES.valid_list),
        "Hesa trainee detail attributes Course year can't be blank",
        "Trainee disabilities attributes contain duplicate values",
    )


@pytest.mark.parametrize(
    ("stored_route", "sent", "degrees", "problems"),
    [
        ("12", {"course_year": "2"}, 0, (NO_DEGREE,)),
        ("12", {"course_year": "2"}, 1, ()),
        ("12", {"training_route": "11"}, 0, ()),
        ("11", {"course_year": "2"}, 0, ()),
        ("11", {"training_route": "12"}, 0, (NO_DEGREE,)),
        ("11", {"training_route": "12"}, 1, ()),
        ("12", {"degrees_attributes": [make_degree()]}, 0, (NO_DEGREE,)),
    ],
)
def test_stored_degrees_answer_for_the_route(
    stored_route: str, sent: dict[str, object], degrees: int, problems: tuple[str, ...]
) -> None:
    trainee = make_trainee(training_route=stored_route)
    trainee = replace(trainee, degrees=trainee.degrees[:degrees])
    assert correction_problems(trainee, **sent) == problems


@pytest.mark.parametrize(
    ("graduated_in", "today", "route", "problems"),
    [
        (1967, date(2026, 12, 31), "12", ()),
        (1967, date(2027, 1, 1), "12", ("Degree ids is invalid",)),
        (1968, date(2027, 1, 1), "12", ()),
        (1967, date(2027, 1, 1), "11", ()),
    ],
)
def test_a_stored_degree_becomes_too_old(
    graduated_in: int, today: date, route: str, problems: tuple[str, ...]
) -> None:
    degree = make_degree(graduation_year=graduated_in)
    trainee = make_trainee(training_route=route, degrees_attributes=[degree])
    assert correction_problems(trainee, today, course_year="2") == problems


def test_a_degree_too_old_is_said_once_before_what_concerns_the_course() -> None:
    old = make_degree(graduation_year=1967)
    trainee = make_trainee(degrees_attributes=[old, old])
    today = date(2027, 1, 1)
    assert correction_problems(
        trainee, today, date_of_birth="2026-01-01", course_subject_two="100403"
    ) == (
        "Enter a valid date of birth, trainee cannot be younger than 16 years old",
        "Degree ids is invalid",
        "Enter a different second subject",
    )


@pytest.mark.parametrize(
    ("stored", "sent", "problems"),
    [  # on 24 November 2026
        pytest.param({}, {"itt_start_date": "2026-11-25"}, (), id="own start stays in the past"),
        pytest.param(
            {"itt_start_date": "2027-02-01"},
            {"itt_start_date": "2027-02-08"},
            (),
            id="the course moves on before it began",
        ),
        pytest.param(
            {"itt_start_date": "2027-02-01"}, {"last_name": "Newman"}, (), id="begins next year"
        ),
        pytest.param(
            {"itt_start_date": "2027-02-01"},
            {"trainee_start_date": "2027-02-01"},
            (),
            id="equals the start of the course",
        ),
        pytest.param({}, {"trainee_start_date": "2026-11-24"}, (), id="starts today"),
        pytest.param({}, {"trainee_start_date": "2026-11-25"}, (START_PAST,), id="tomorrow"),
        pytest.param({}, {"trainee_start_date": "2016-11-24"}, (), id="ten years ago"),
        pytest.param({}, {"trainee_start_date": "2016-11-23"}, (START_OLD,), id="a day more"),
        pytest.param({}, {"trainee_start_date": "soon"}, (START_WRONG,), id="no date"),
    ],
)
def test_the_start_of_a_trainee_is_checked_when_it_is_sent(
    stored: dict[str, object], sent: dict[str, object], problems: tuple[str, ...]
) -> None:
    trainee = make_trainee(training_route="11", **stored)
    assert correction_problems(trainee, **sent) == problems


def test_the_start_of_a_trainee_stays_when_the_course_moves() -> None:
    trainee = make_trainee(itt_start_date="2027-02-01")
    corrected = correct(trainee, itt_start_date="2027-02-08")
    assert corrected.trainee_start_date == date(2027, 2, 1)
    assert correction_problems(corrected, last_name="Newman") == ()


@pytest.mark.parametrize(
    ("start", "problems"),
    [("2022-08-01", 0), ("2022-07-31", 1)],
)
def test_a_route_closed_in_the_year_of_a_new_start_is_refused(start: str, problems: int) -> None:
    found = correction_problems(make_trainee(), trainee_start_date=start)
    assert len(found) == problems
    assert all("'12'. Valid values are '02', '03'," in message for message in found)


def test_an_unknown_type_of_a_stored_degree_would_be_named() -> None:
    (degree,) = make_trainee().degrees
    trainee = replace(make_trainee(), degrees=(replace(degree, degree_type="zz"),))
    assert correction_problems(trainee, course_year="2") == (
        unknown_code("Degrees attributes Uk degree", "zz", DEGREE_TYPES.valid_list),
    )


def test_an_unknown_subject_is_reported_where_it_was_sent() -> None:
    trainee = make_trainee(course_age_range="13914", lead_partner_urn=PARTNER.urn)
    (message,) = correction_problems(trainee, course_subject_one="zz")
    assert message.startswith("Course subject one has invalid reference data value of 'zz'.")
