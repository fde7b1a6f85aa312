import pytest

from .payloads import ABSENT, TODAY, problems_with

ROUTES = "'02', '03', '09', '10', '11', '12', '14'"
START_TOO_OLD = "Trainee start date Cannot be more than 10 years in the past"


@pytest.mark.parametrize("value", ["20230901", "2023-02-30", "1 May 2023", 20230901, True, [], {}])
@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("itt_end_date", "Itt end date is invalid"),
        ("trainee_start_date", "Trainee start date is invalid"),
        ("date_of_birth", "Date of birth is invalid"),
        ("pg_apprenticeship_start_date", "Pg apprenticeship start date is invalid"),
    ],
)
def test_a_date_that_is_none_is_invalid(field: str, message: str, value: object) -> None:
    assert problems_with(**{field: value}) == (message,)


def test_an_invalid_course_start_is_the_invalid_default_of_the_trainee_start() -> None:
    assert problems_with(itt_start_date="soon") == (
        "Itt start date is invalid",
        "Trainee start date is invalid",
    )
    assert problems_with(itt_start_date="soon", trainee_start_date="2026-09-01") == (
        "Itt start date is invalid",
    )


@pytest.mark.parametrize(
    ("start", "messages"),
    [  # on 24 November 2026
        pytest.param("2016-11-23", [START_TOO_OLD], id="a day more than 10 years ago"),
        pytest.param("2016-11-24", [], id="10 years ago"),
        pytest.param("2016-11-25", [], id="a day less than 10 years ago"),
        pytest.param("2026-11-23", [], id="yesterday"),
        pytest.param("2026-11-24", [], id="today"),
        pytest.param("2026-11-25", ["Trainee start date must be in the past"], id="tomorrow"),
    ],
)
def test_a_trainee_started_in_the_last_ten_years(start: str, messages: list[str]) -> None:
    # Route 11 is open in every year.
    assert problems_with(training_route="11", trainee_start_date=start) == tuple(messages)


@pytest.mark.parametrize("start", [ABSENT, None, "", "2027-09-01", "2027-09-01T00:00:00Z"])
def test_a_trainee_may_start_with_a_course_still_to_come(start: object) -> None:
    assert problems_with(itt_start_date="2027-09-01", trainee_start_date=start) == ()


def test_an_old_course_start_counts_as_the_start_of_the_trainee() -> None:
    assert problems_with(training_route="11", itt_start_date="2016-11-23") == (START_TOO_OLD,)


@pytest.mark.parametrize(
    ("start", "refused"),
    [
        pytest.param("2022-07-31", True, id="last day of the cycle before"),
        pytest.param("2022-08-01", False, id="first day of the first cycle"),
        pytest.param("2022-08-02", False, id="a day later"),
    ],
)
@pytest.mark.parametrize("field", ["itt_start_date", "trainee_start_date"])
def test_route_12_is_open_since_2022(field: str, start: str, refused: bool) -> None:
    message = (
        "Training route has invalid reference data value of '12'. "
        "Valid values are '02', '03', '09', '10', '11', '14'."
    )
    assert problems_with(**{field: start}) == ((message,) if refused else ())


@pytest.mark.parametrize("code", ["02", "03", "09", "10", "11", "14"])
def test_the_other_routes_are_open_in_every_year(code: str) -> None:
    assert problems_with(training_route=code, trainee_start_date="2017-09-01") == ()


def test_a_start_outside_every_known_cycle_closes_no_route() -> None:
    early = TODAY.replace(year=2020)
    assert problems_with(early, trainee_start_date="2012-09-01") == ()


@pytest.mark.parametrize(
    ("code", "shown"), [("13", "13"), ("2", "2"), (12, "12"), (["12"], "[...]"), (False, "false")]
)
def test_an_unknown_route_is_refused_and_counts_as_postgraduate(code: object, shown: str) -> None:
    unknown = (
        f"Training route has invalid reference data value of '{shown}'. Valid values are {ROUTES}."
    )
    assert problems_with(training_route=code) == (unknown,)
    assert problems_with(training_route=code, degrees_attributes=[]) == (
        "Degrees attributes can't be blank",
        unknown,
    )


def test_the_route_is_not_looked_at_while_the_start_is_wrong() -> None:
    assert problems_with(training_route="99", trainee_start_date="x") == (
        "Trainee start date is invalid",
    )
