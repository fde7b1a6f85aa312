from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from shared.schemas import (
    MillisecondsTimestamp,
    Moment,
    SecondsTimestamp,
    milliseconds_text,
    read_moment,
    seconds_text,
)

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("moment", "seconds", "milliseconds"),
    [
        pytest.param(
            datetime(2026, 1, 19, 7, 42, 10, 999_999, UTC),
            "2026-01-19T07:42:10Z",
            "2026-01-19T07:42:10.999Z",
            id="cut off, not rounded",
        ),
        pytest.param(
            datetime(2026, 7, 1, 0, 30, tzinfo=LONDON),
            "2026-06-30T23:30:00Z",
            "2026-06-30T23:30:00.000Z",
            id="summer time is an hour ahead of UTC",
        ),
        pytest.param(
            datetime(2026, 1, 1, 1, 0, 0, 420_000, timezone(timedelta(hours=-3))),
            "2026-01-01T04:00:00Z",
            "2026-01-01T04:00:00.420Z",
            id="another offset",
        ),
        pytest.param(
            datetime(987, 1, 1, tzinfo=UTC),
            "0987-01-01T00:00:00Z",
            "0987-01-01T00:00:00.000Z",
            id="a year of three digits",
        ),
    ],
)
def test_moments_are_written_in_utc(moment: datetime, seconds: str, milliseconds: str) -> None:
    assert seconds_text(moment) == seconds
    assert milliseconds_text(moment) == milliseconds


@pytest.mark.parametrize("write", [seconds_text, milliseconds_text])
def test_a_moment_without_a_zone_is_a_bug(write: object) -> None:
    assert callable(write)
    with pytest.raises(ValueError, match="time zone"):
        write(datetime(2026, 1, 1))


@given(st.datetimes(timezones=st.just(UTC)))
def test_what_is_written_reads_back_without_the_part_cut_off(moment: datetime) -> None:
    assert SecondsTimestamp().deserialize(seconds_text(moment)) == moment.replace(microsecond=0)
    kept = moment.microsecond // 1000 * 1000
    read = MillisecondsTimestamp().deserialize(milliseconds_text(moment))
    assert read == moment.replace(microsecond=kept)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (SecondsTimestamp(), "2026-01-19T07:42:10.000Z"),
        (SecondsTimestamp(), "2026-01-19T07:42:10+00:00"),
        (SecondsTimestamp(), "2026-01-19t07:42:10z"),
        (SecondsTimestamp(), "2026-13-19T07:42:10Z"),
        (SecondsTimestamp(), "2026-01-19T07:42:10Z\n"),
        (SecondsTimestamp(), 1_768_808_530),
        (MillisecondsTimestamp(), "2026-01-19T07:42:10Z"),
        (MillisecondsTimestamp(), "2026-01-19T07:42:10.42Z"),
    ],
)
def test_a_timestamp_of_another_format_is_refused(
    field: SecondsTimestamp | MillisecondsTimestamp, text: object
) -> None:
    with pytest.raises(ValidationError):
        field.deserialize(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-07-02T09:15:44Z", datetime(2025, 7, 2, 9, 15, 44, tzinfo=UTC)),
        ("2025-07-02t09:15:44z", datetime(2025, 7, 2, 9, 15, 44, tzinfo=UTC)),
        ("2025-07-02T10:15:44+01:00", datetime(2025, 7, 2, 9, 15, 44, tzinfo=UTC)),
        ("2025-07-02T09:15:44.5Z", datetime(2025, 7, 2, 9, 15, 44, 500_000, UTC)),
        ("2025-07-02T09:15:44.123456789Z", datetime(2025, 7, 2, 9, 15, 44, 123_456, UTC)),
    ],
)
def test_a_moment_is_read_into_utc(text: str, moment: datetime) -> None:
    read = read_moment(text)
    assert read == moment
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "2025-07-02",
        "2025-07-02T09:15:44",
        "2025-07-02 09:15:44Z",
        "2025-07-02T09:15Z",
        "2025-07-02T09:15:44+0100",
        "2025-07-02T25:15:44Z",
        "2025-02-30T09:15:44Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "\N{FULLWIDTH DIGIT TWO}025-07-02T09:15:44Z",
        "",
        20250702,
        None,
    ],
)
def test_what_is_no_rfc_3339_moment_is_refused(text: object) -> None:
    with pytest.raises(ValidationError):
        Moment().deserialize(text)


def test_a_moment_is_written_with_all_its_digits() -> None:
    moment = datetime(2025, 7, 2, 9, 15, 44, 120_500, UTC)
    assert Moment().serialize("at", {"at": moment}) == "2025-07-02T09:15:44.120500Z"
