import pytest

from shared.changes.queries import ChangesQuery
from trainees_service.domain.change_queries import read_changes_query
from trainees_service.domain.query_problems import InvalidQueryError


def problems(*parameters: tuple[str, str]) -> dict[str, tuple[str, ...]]:
    with pytest.raises(InvalidQueryError) as refused:
        read_changes_query(parameters)
    return dict(refused.value.problems)


def test_nothing_asked_for_is_the_beginning() -> None:
    assert read_changes_query([]) == ChangesQuery(after=0, limit=100)


@pytest.mark.parametrize("blank", ["", " ", "\t", "\u00a0"])
def test_blank_parameters_are_absent(blank: str) -> None:
    assert read_changes_query([("after", blank), ("limit", blank)]) == ChangesQuery()


@pytest.mark.parametrize(
    ("value", "after"),
    [
        ("0", 0),
        ("000", 0),
        ("1", 1),
        ("017", 17),
        ("999999999999999999", 999_999_999_999_999_999),
        pytest.param("1000000000000000000", 10**18, id="the farthest"),
        pytest.param("9223372036854775808", 10**18, id="more than the database counts"),
        pytest.param("9" * 8000, 10**18, id="more than can be converted"),
        pytest.param("0" * 8000 + "7", 7, id="nothing but zeros in front"),
    ],
)
def test_a_position_is_a_whole_number_from_0_up(value: str, after: int) -> None:
    assert read_changes_query([("after", value)]).after == after


@pytest.mark.parametrize(
    "value",
    [
        "-1",
        "-0",
        "+1",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "0x1",
        "1_000",
        "1,000",
        "x",
        "null",
        "\u0661",
        "²",
    ],
)
def test_what_is_no_position_is_said(value: str) -> None:
    assert problems(("after", value)) == {"after": (f"{value} is not a valid position",)}


@pytest.mark.parametrize(("value", "limit"), [("1", 1), ("0099", 99), ("999", 999), ("1000", 1000)])
def test_a_limit_can_be_chosen(value: str, limit: int) -> None:
    assert read_changes_query([("limit", value)]).limit == limit


@pytest.mark.parametrize(
    "value", ["0", "00", "1001", "9999999999999999999999", "-1", "+1", "1.5", "all", "\u0661"]
)
def test_a_limit_is_a_number_from_1_to_1000(value: str) -> None:
    assert problems(("limit", value)) == {"limit": (f"{value} is not a number from 1 to 1000",)}


def test_of_a_repeated_parameter_the_last_counts() -> None:
    repeated = [("after", "x"), ("limit", "7"), ("after", "2"), ("limit", "8"), ("limit", " ")]
    assert read_changes_query(repeated) == ChangesQuery(after=2, limit=8)


def test_what_is_wrong_is_said_together_in_one_order() -> None:
    assert list(problems(("limit", "x"), ("after", "x"))) == ["after", "limit"]


def test_a_long_value_is_not_repeated_at_length() -> None:
    (message,) = problems(("after", "x" * 8000))["after"]
    assert len(message) < 300


def test_unknown_parameters_are_ignored() -> None:
    assert read_changes_query([("page", "x"), ("filter[resource]", "y")]) == ChangesQuery()
