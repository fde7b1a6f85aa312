import math
from datetime import date

import pytest

from trainees_service.domain.sent import (
    Misfit,
    UnsettledValueError,
    is_blank,
    optional,
    read_code,
    read_day,
    read_large_number,
    read_objects,
    read_text,
    settled,
    shown,
    squeezed,
)


@pytest.mark.parametrize(
    "text",
    [
        "2023-09-01",
        "2023-09-01T00:00",
        "2023-09-01T23:59:59",
        "2023-09-01T23:59:59.123Z",
        "2023-09-01T23:59:59,5Z",
        "2023-09-01T23:59:59+01:00",
        "2023-09-01T23:59:59-0530",
        "2023-09-01T23:59+01",
        "2023-09-01t10:00:00z",
    ],
)
def test_a_date_is_read_from_a_date_or_a_full_date_time(text: str) -> None:
    assert read_day(text) == date(2023, 9, 1)


@pytest.mark.parametrize(
    "text",
    [
        "20230901",
        "2023-W35-5",
        "2023-244",
        "2023-09",
        "2023",
        "23-09-01",
        "2023-9-1",
        "2023-02-29",
        "2023-13-01",
        "0000-01-01",
        "02023-09-01",
        "01/09/2023",
        "2023-09-01 10:00:00",
        "2023-09-01T",
        "2023-09-01T10",
        "2023-09-01T24:00",
        "2023-09-01T10:60",
        "2023-09-01T10:00:00.Z",
        "2023-09-01T10:00:00+1",
        " 2023-09-01",
        "2023-09-01\n",
        "2023-09-01\0",
        "\uff12\uff10\uff12\uff13-09-01",
        pytest.param("9" * 9000, id="long"),
    ],
)
def test_any_other_text_is_no_date(text: str) -> None:
    assert isinstance(read_day(text), Misfit)


@pytest.mark.parametrize("value", [0, 20230901, 1.5, True, False, [], ["2023-09-01"], {}])
def test_only_a_text_is_a_date(value: object) -> None:
    assert isinstance(read_day(value), Misfit)


@pytest.mark.parametrize("blank", [None, "", " ", "\u00a0\t"])
def test_blanks_are_nothing(blank: object) -> None:
    assert read_day(blank) is None
    assert read_code(blank) is None
    assert read_large_number(blank) is None
    assert is_blank(read_text(blank))


@pytest.mark.parametrize(
    "text",
    ["", " a ", "Zoë", "👩‍🏫", "\x1f", pytest.param("x" * 10**6, id="long")],
)
def test_a_text_stays_as_sent(text: str) -> None:
    assert read_text(text) == text


@pytest.mark.parametrize("value", ["a\0", "\ud800", "a\udfff", 1, 0.5, True, [], {}])
def test_what_cannot_be_stored_as_text_is_a_misfit(value: object) -> None:
    assert isinstance(read_text(value), Misfit)


@pytest.mark.parametrize("code", ["01", "1", " 01", "GB", "gb"])
def test_a_code_stays_as_sent(code: str) -> None:
    assert read_code(code) == code


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (7, 7),
        ("7", 7),
        ("-07", -7),
        ("+7", 7),
        ("0", 0),
        pytest.param(10**5000, 10**10, id="huge"),
        pytest.param(-(10**5000), -(10**10), id="huge, negative"),
        pytest.param("1" + "0" * 5000, 10**10, id="huge, in digits"),
        pytest.param("-1" + "0" * 5000, -(10**10), id="huge, negative, in digits"),
        pytest.param("0" * 100_000 + "7", 7, id="long"),
    ],
)
def test_a_number_is_read_from_digits_however_many(value: object, number: int) -> None:
    assert read_large_number(value) == number


@pytest.mark.parametrize(
    "value",
    ["7.0", "7 ", "seven", "\u0667", 7.0, True, [], pytest.param("0" * 100_000 + "x", id="long")],
)
def test_what_is_no_whole_number_is_a_misfit(value: object) -> None:
    assert isinstance(read_large_number(value), Misfit)


@pytest.mark.parametrize("value", [None, "x", 5, True, {}, {"0": {}}])
def test_only_an_array_holds_objects(value: object) -> None:
    assert read_objects(value, at_most=9) == ()


def test_only_the_objects_of_an_array_count() -> None:
    sent = [1, {"a": 1}, None, [], {}, "x", {"b": 2}]
    assert read_objects(sent, at_most=9) == ({"a": 1}, {}, {"b": 2})
    assert read_objects(sent, at_most=2) == ({"a": 1}, {})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (11, "11"),
        (-1.5, "-1.5"),
        (math.inf, "inf"),
        (True, "true"),
        (False, "false"),
        ([[[]]], "[...]"),
        ({"a": {}}, "{...}"),
        ("é\ud83d", "é?"),
        pytest.param("ab" * 1000, "ab" * 127 + "a", id="long"),
        (Misfit("5"), "5"),
    ],
)
def test_a_message_repeats_a_value_briefly(value: object, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("text", "result"),
    [(" Ada  May\t\nLee ", "Ada May Lee"), ("\u00a0Ada\u3000May", "Ada May"), ("Zoë", "Zoë")],
)
def test_blanks_are_squeezed_and_nothing_else(text: str, result: str) -> None:
    assert squeezed(text) == result


@pytest.mark.parametrize("value", [None, Misfit("5")])
def test_a_record_is_never_made_of_values_the_rules_refused(value: Misfit | None) -> None:
    with pytest.raises(UnsettledValueError):
        settled(value)


def test_an_optional_value_may_be_missing_but_not_unfit() -> None:
    assert optional(None) is None
    assert optional("x") == "x"
    with pytest.raises(UnsettledValueError):
        optional(Misfit("5"))
