from datetime import date

import pytest

from .payloads import ABSENT, later_problems_with, make_degree

LEAP_DAY = date(2028, 2, 29)

IN_THE_PAST = "Enter a date of birth that is in the past, for example 31 3 1980"
FOUR_NUMBERS = "The year must include 4 numbers"
TOO_YOUNG = "Enter a valid date of birth, trainee cannot be younger than 16 years old"
TOO_OLD = "Enter a valid date of birth"

START_FAR = "Enter an ITT start date closer to today"
END_FAR = "Enter an Expected end date closer to today"
END_OLD = "Enter a valid Expected end date"
END_FIRST = "The Expected end date must be after the start date"

YEAR_AHEAD = "Degrees graduation year Enter a graduation year that is in the past, for example 2014"
YEAR_WRONG = "Degrees graduation year Enter a valid graduation year"


def test_a_valid_request_is_ready() -> None:
    assert later_problems_with() == ()


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("first_names", "First name must be 60 characters or fewer"),
        ("last_name", "Last name must be 60 characters or fewer"),
        ("middle_names", "Middle name must be 60 characters or fewer"),
    ],
)
@pytest.mark.parametrize(
    ("name", "fits"),
    [
        pytest.param("é" * 60, True, id="60 letters"),
        pytest.param("é" * 61, False, id="61 letters"),
        pytest.param("  A" + "  b" * 29 + "  ", True, id="60 once squeezed"),
        pytest.param("x" * 500_000, False, id="long"),
    ],
)
def test_a_name_has_60_characters_at_most(field: str, message: str, name: str, fits: bool) -> None:
    assert later_problems_with(**{field: name}) == (() if fits else (message,))


@pytest.mark.parametrize(
    ("born_on", "message"),
    [  # on 24 November 2026
        ("2026-11-25", IN_THE_PAST),
        ("2026-11-24", TOO_YOUNG),
        ("2010-11-25", TOO_YOUNG),
        ("2010-11-24", None),
        ("2010-11-23", None),
        ("1926-11-25", None),
        ("1926-11-24", TOO_OLD),
        ("1926-11-23", TOO_OLD),
        ("1000-01-01", TOO_OLD),
        ("0999-12-31", FOUR_NUMBERS),
        ("0001-01-01", FOUR_NUMBERS),
    ],
)
def test_a_trainee_is_from_16_to_under_100(born_on: str, message: str | None) -> None:
    assert later_problems_with(date_of_birth=born_on) == ((message,) if message else ())


@pytest.mark.parametrize(
    ("born_on", "message"),
    [  # on 29 February 2028
        ("2012-03-01", TOO_YOUNG),
        ("2012-02-29", None),
        ("2012-02-28", None),
        ("1928-03-01", None),
        ("1928-02-29", TOO_OLD),
    ],
)
def test_ages_are_reckoned_on_a_leap_day(born_on: str, message: str | None) -> None:
    found = later_problems_with(LEAP_DAY, date_of_birth=born_on, trainee_start_date="2027-09-01")
    assert found == ((message,) if message else ())


@pytest.mark.parametrize(
    ("start", "end", "messages"),
    [  # on 24 November 2026
        ("2027-12-31", "2028-07-01", []),
        ("2028-01-01", "2028-07-01", [START_FAR]),
        ("2028-01-01", "2027-07-01", [START_FAR]),
        ("2026-09-01", "2031-12-31", []),
        ("2026-09-01", "2032-01-01", [END_FAR]),
        ("2028-01-01", "2032-01-01", [START_FAR, END_FAR]),
        ("2026-09-01", "2026-09-02", []),
        ("2026-09-01", "2026-09-01", [END_FIRST]),
        ("2026-09-01", "2026-08-31", [END_FIRST]),
        ("2026-09-01", "2016-11-24", [END_FIRST]),
        ("2026-09-01", "2016-11-23", [END_OLD]),
        ("2016-11-24", "2016-11-25", []),
    ],
)
def test_a_course_lies_near_today_and_ends_after_its_start(
    start: str,
    end: str,
    messages: list[str],
) -> None:
    found = later_problems_with(
        training_route="11",
        itt_start_date=start,
        itt_end_date=end,
    )
    assert found == tuple(messages)


@pytest.mark.parametrize(
    ("age_range", "subjects", "messages"),
    [
        ("13918", ["100403", "100346", "100366"], []),
        ("13918", ["100403", "100403", None], ["Enter a different second subject"]),
        ("13918", ["100403", None, "100403"], ["Enter a different second subject"]),
        ("13918", ["100403", "100346", "100403"], ["Enter a different third subject"]),
        ("13918", ["100403", "100346", "100346"], ["Enter a different third subject"]),
        (
            "13918",
            ["100403", "100403", "100403"],
            ["Enter a different second subject", "Enter a different third subject"],
        ),
        ("13914", ["100403", "100511", "100511"], []),
        ("13914", ["100403", "100403", None], ["Enter a different third subject"]),
        ("13914", ["100403", "100346", "100403"], []),
    ],
)
def test_the_subjects_of_a_course_differ(
    age_range: str,
    subjects: list[str | None],
    messages: list[str],
) -> None:
    one, two, three = subjects
    found = later_problems_with(
        course_age_range=age_range,
        course_subject_one=one,
        course_subject_two=two,
        course_subject_three=three,
    )
    assert found == tuple(messages)


def test_problems_come_in_the_order_of_the_sections() -> None:
    assert later_problems_with(
        first_names="x" * 61,
        last_name="x" * 61,
        middle_names="x" * 61,
        date_of_birth="2026-11-25",
        course_subject_two="100403",
        itt_start_date="2028-01-01",
        itt_end_date="2032-01-01",
        degrees_attributes=[make_degree(graduation_year=2028)],
    ) == (
        "First name must be 60 characters or fewer",
        "Last name must be 60 characters or fewer",
        "Middle name must be 60 characters or fewer",
        IN_THE_PAST,
        "Enter a different second subject",
        START_FAR,
        END_FAR,
        YEAR_AHEAD,
        YEAR_WRONG,
    )


@pytest.mark.parametrize(
    ("year", "messages"),
    [  # in 2026
        (2028, [YEAR_AHEAD, YEAR_WRONG]),
        (2027, []),
        ("2027", []),
        ("2027-12-31", []),
        ("2021-07-31T12:00:00Z", []),
        (1967, []),
        (1966, [YEAR_WRONG]),
        (0, [YEAR_WRONG]),
        (-2021, [YEAR_WRONG]),
        ("soon", [YEAR_WRONG]),
        ("2021-02-30", [YEAR_WRONG]),
        (2021.0, [YEAR_WRONG]),
        (True, [YEAR_WRONG]),
        ({}, [YEAR_WRONG]),
        ("2021\0", [YEAR_WRONG]),
        pytest.param(10**400, [YEAR_AHEAD, YEAR_WRONG], id="huge"),
        pytest.param("9" * 9000, [YEAR_AHEAD, YEAR_WRONG], id="long"),
    ],
)
def test_a_degree_is_of_the_last_sixty_years(year: object, messages: list[str]) -> None:
    degree = make_degree(graduation_year=year)
    assert later_problems_with(degrees_attributes=[degree]) == tuple(messages)


def test_what_is_wrong_with_several_degrees_is_said_once() -> None:
    degrees = [make_degree(graduation_year=year) for year in ("soon", 2028, 2029, 2020)]
    assert later_problems_with(degrees_attributes=degrees) == (YEAR_WRONG, YEAR_AHEAD)


def test_nobody_asks_for_a_degree_or_a_placement_on_an_undergraduate_route() -> None:
    assert later_problems_with(training_route="11", degrees_attributes=ABSENT) == ()
