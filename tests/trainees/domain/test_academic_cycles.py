from datetime import date, timedelta
from itertools import pairwise

import pytest

from trainees_service.domain.academic_cycles import CYCLES, cycle_of


@pytest.mark.parametrize(
    ("day", "start_year"),
    [
        ("2015-07-31", None),
        ("2015-08-01", 2015),
        ("2024-07-31", 2023),
        ("2024-08-01", 2024),
        ("2024-08-02", 2024),
        ("2031-07-31", 2030),
        ("2031-08-01", None),
        ("0001-01-01", None),
        ("9999-12-31", None),
    ],
)
def test_a_cycle_runs_from_august_to_july(day: str, start_year: int | None) -> None:
    assert cycle_of(date.fromisoformat(day)) == start_year


def test_the_cycles_follow_each_other_without_a_gap() -> None:
    assert [cycle.start_year for cycle in CYCLES] == list(range(2015, 2031))
    for earlier, later in pairwise(CYCLES):
        assert later.starts_on - earlier.ends_on == timedelta(days=1)
