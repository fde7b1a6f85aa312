from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from trainees_service.domain.list_queries import ListQuery
from trainees_service.domain.list_statuses import ListStatus
from trainees_service.domain.query_problems import InvalidQueryError

from .payloads import TODAY

NOT_INCLUDED = ("is not included in the list",)


def read(*parameters: tuple[str, str], today: date = TODAY) -> ListQuery:
    return ListQuery.read(parameters, today=today)


def problems(*parameters: tuple[str, str]) -> dict[str, tuple[str, ...]]:
    with pytest.raises(InvalidQueryError) as refused:
        read(*parameters)
    return dict(refused.value.problems)


def test_nothing_asked_for_is_the_current_cycle_newest_first() -> None:
    query = read()
    assert query.start_cycle == 2026
    assert query.statuses == ()
    assert (query.since, query.has_trn, query.ascending) == (None, None, False)
    assert (query.page.number, query.page.size) == (1, 50)


@pytest.mark.parametrize("blank", ["", " "])
def test_blank_parameters_are_absent(blank: str) -> None:
    names = ["academic_cycle", "status", "status[]", "since", "has_trn", "sort_order"]
    assert read(*[(name, blank) for name in (*names, "page", "per_page")]) == read()


@pytest.mark.parametrize(
    ("today", "cycle"),
    [
        (date(2026, 7, 31), 2025),
        (date(2026, 8, 1), 2026),
        (date(2031, 7, 31), 2030),
        (date(2031, 8, 1), None),
    ],
)
def test_the_current_cycle_turns_in_august(today: date, cycle: int | None) -> None:
    assert read(today=today).start_cycle == cycle


@pytest.mark.parametrize("year", range(2015, 2031))
def test_a_known_cycle_can_be_chosen(year: int) -> None:
    assert read(("academic_cycle", str(year))).start_cycle == year


@pytest.mark.parametrize(
    "value",
    ["2014", "2031", "2024x", "2024 to 2025", "024", "02024", " 2024", "2024.0", "\u0662024", "x"],
)
def test_a_cycle_is_one_of_the_known_years(value: str) -> None:
    assert problems(("academic_cycle", value)) == {
        "academic_cycle": (f"{value} is not a valid academic cycle year",)
    }


@pytest.mark.parametrize("status", ListStatus)
def test_a_status_can_be_chosen(status: ListStatus) -> None:
    assert read(("status", status.value)).statuses == (status,)
    assert read(("status[]", status.value)).statuses == (status,)


def test_statuses_add_up() -> None:
    query = read(
        ("status[]", "deferred"), ("status[]", ""), ("status[]", "awarded"), ("status", "deferred")
    )
    assert query.statuses == (ListStatus.DEFERRED, ListStatus.AWARDED)


@pytest.mark.parametrize("value", ["busy", "Deferred", "deferred,awarded", "draft", "trn_received"])
@pytest.mark.parametrize("name", ["status", "status[]"])
def test_a_status_is_one_of_five(name: str, value: str) -> None:
    assert problems((name, value)) == {"status": (f"{value} is not a valid status",)}


def test_every_wrong_status_is_named_once() -> None:
    found = problems(("status[]", "a"), ("status[]", "deferred"), ("status", "b"), ("status", "a"))
    assert found == {"status": ("a is not a valid status", "b is not a valid status")}


@pytest.mark.parametrize(
    ("value", "since"),
    [
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=UTC)),
        ("2026-11-24T10:11", datetime(2026, 11, 24, 10, 11, tzinfo=UTC)),
        ("2026-11-24T10:11:12", datetime(2026, 11, 24, 10, 11, 12, tzinfo=UTC)),
        ("2026-11-24T10:11:12Z", datetime(2026, 11, 24, 10, 11, 12, tzinfo=UTC)),
        ("2026-11-24t10:11:12z", datetime(2026, 11, 24, 10, 11, 12, tzinfo=UTC)),
        ("2026-11-24T10:11:12.345Z", datetime(2026, 11, 24, 10, 11, 12, 345000, tzinfo=UTC)),
        ("2026-11-24T00:30:00+01:00", datetime(2026, 11, 23, 23, 30, tzinfo=UTC)),
        ("2026-11-24T00:30:00-0330", datetime(2026, 11, 24, 4, 0, tzinfo=UTC)),
        pytest.param(
            "2026-11-24T00:30:00 01:00",
            datetime(2026, 11, 23, 23, 30, tzinfo=UTC),
            id="a plus that was not escaped",
        ),
    ],
)
def test_since_is_a_moment_or_the_midnight_of_a_day(value: str, since: datetime) -> None:
    assert read(("since", value)).since == since


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "2026-11",
        "20261124",
        "2026-02-30",
        "2026-11-24 10:11:12",
        "2026-11-24 10",
        "2026-11-24T25:00",
        "2026-11-24T10:11:12+99:99",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "1700000000",
    ],
)
def test_since_must_be_in_the_calendar(value: str) -> None:
    assert problems(("since", value)) == {"since": (f"{value} is not a valid date",)}


@pytest.mark.parametrize(("value", "has_trn"), [("true", True), ("false", False)])
def test_with_or_without_a_trn(value: str, has_trn: bool) -> None:
    assert read(("has_trn", value)).has_trn is has_trn


@pytest.mark.parametrize("value", ["1", "0", "TRUE", "yes", "null"])
def test_has_trn_is_true_or_false(value: str) -> None:
    assert problems(("has_trn", value)) == {"has_trn": NOT_INCLUDED}


@pytest.mark.parametrize(("value", "ascending"), [("asc", True), ("desc", False)])
def test_the_order_can_be_turned(value: str, ascending: bool) -> None:
    assert read(("sort_order", value)).ascending is ascending


@pytest.mark.parametrize("value", ["ASC", "up", "asc,desc"])
def test_the_order_goes_up_or_down(value: str) -> None:
    assert problems(("sort_order", value)) == {"sort_order": NOT_INCLUDED}


def test_what_is_wrong_is_said_together_in_one_order() -> None:
    found = problems(
        ("has_trn", "x"),
        ("sort_order", "x"),
        ("page", "x"),
        ("academic_cycle", "x"),
        ("since", "x"),
        ("status", "x"),
    )
    assert list(found) == ["status", "since", "academic_cycle", "sort_order", "has_trn"]


@pytest.mark.parametrize(
    ("parameters", "errors"),
    [
        ([("status", "x")], "1 error"),
        ([("status", "x"), ("has_trn", "x")], "2 errors"),
        ([("status[]", "x"), ("status[]", "y"), ("since", "z")], "3 errors"),
    ],
)
def test_the_message_counts_what_is_wrong(parameters: list[tuple[str, str]], errors: str) -> None:
    with pytest.raises(InvalidQueryError) as refused:
        read(*parameters)
    message = f"Validation failed: {errors} prohibited this request being run"
    assert refused.value.message == message


def test_of_a_repeated_parameter_the_last_counts() -> None:
    query = read(("academic_cycle", "x"), ("academic_cycle", "2024"), ("has_trn", "false"))
    assert (query.start_cycle, query.has_trn) == (2024, False)


def test_a_long_value_is_not_repeated_at_length() -> None:
    (message,) = problems(("status", "x" * 8000))["status"]
    assert len(message) < 300


def test_unknown_parameters_are_ignored() -> None:
    assert read(("text_search", "x"), ("page[before]", "y")) == read()


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ([], [("academic_cycle", "2026")]),
        ([("academic_cycle", "2026"), ("sort_order", "desc")], [("academic_cycle", "2026")]),
        ([("page", "7"), ("per_page", "50")], [("academic_cycle", "2026")]),
        (
            [("per_page", "5000"), ("sort_order", "asc"), ("academic_cycle", "2024")],
            [("academic_cycle", "2024"), ("sort_order", "asc"), ("per_page", "1000")],
        ),
        (
            [("status[]", "deferred"), ("has_trn", "false")],
            [("academic_cycle", "2026"), ("status", "deferred"), ("has_trn", "false")],
        ),
        (
            [("status", "withdrawn"), ("status[]", "deferred"), ("has_trn", "true")],
            [
                ("academic_cycle", "2026"),
                ("status[]", "deferred"),
                ("status[]", "withdrawn"),
                ("has_trn", "true"),
            ],
        ),
        (
            [("since", "2026-11-24")],
            [("academic_cycle", "2026"), ("since", "2026-11-24T00:00:00Z")],
        ),
        (
            [("since", "2026-11-24T12:00:00.1234567+02:00")],
            [("academic_cycle", "2026"), ("since", "2026-11-24T10:00:00.123456Z")],
        ),
    ],
)
def test_a_list_has_one_name(
    parameters: list[tuple[str, str]], named: list[tuple[str, str]]
) -> None:
    query = read(*parameters)
    assert list(query.parameters) == named
    again = read(*query.parameters)
    assert replace(again, page=query.page) == query


def test_in_no_cycle_a_list_has_a_name_too() -> None:
    assert read(today=date(2031, 8, 1)).parameters == ()
