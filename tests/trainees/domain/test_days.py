from datetime import date

import pytest

from trainees_service.domain.days import years_before


@pytest.mark.parametrize(
    ("day", "years", "earlier"),
    [
        ("2026-11-24", 10, "2016-11-24"),
        ("2028-02-29", 16, "2012-02-29"),
        ("2028-02-29", 10, "2018-02-28"),
        ("0042-03-01", 100, "0001-03-01"),
    ],
)
def test_the_same_day_of_an_earlier_year(day: str, years: int, earlier: str) -> None:
    assert years_before(date.fromisoformat(day), years) == date.fromisoformat(earlier)
