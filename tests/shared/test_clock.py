from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from shared.clock import LONDON, Clock, at


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        pytest.param("2025-06-30T22:59:59Z", date(2025, 6, 30), id="summer: just before"),
        pytest.param("2025-06-30T23:00:00Z", date(2025, 7, 1), id="summer: midnight is 23:00 UTC"),
        pytest.param("2025-12-31T23:59:59Z", date(2025, 12, 31), id="winter: just before"),
        pytest.param("2026-01-01T00:00:00Z", date(2026, 1, 1), id="winter: midnight is UTC's"),
    ],
)
def test_today_is_londons_date(instant: str, day: date) -> None:
    clock = Clock(LONDON)
    with at(datetime.fromisoformat(instant)):
        assert clock.today() == day


@pytest.mark.parametrize("day", [date(2025, 3, 30), date(2025, 3, 31), date(2025, 10, 26)])
def test_midnight_is_the_first_instant_of_a_day(day: date) -> None:
    clock = Clock(LONDON)
    midnight = clock.midnight(day)
    assert clock.date_of(midnight) == day
    assert clock.date_of(datetime.fromtimestamp(midnight.timestamp() - 1, UTC)) < day


def test_the_real_time_does_not_follow_the_request() -> None:
    clock = Clock(ZoneInfo("UTC"))
    with at(datetime(2001, 1, 1, tzinfo=UTC)):
        assert clock.shifted
        assert clock.now() == datetime(2001, 1, 1, tzinfo=UTC)
        assert clock.real_now().year > 2001
    assert not clock.shifted
