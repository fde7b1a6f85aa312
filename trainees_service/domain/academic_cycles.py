"""Academic cycles: 1 August to 31 July, named by the year they start in."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from trainees_service.reference_data import read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class AcademicCycle:
    """One cycle, both ends included."""

    start_year: int
    starts_on: date
    ends_on: date


CYCLES = tuple(
    AcademicCycle(
        start_year=int(row["start_year"]),
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_on=date.fromisoformat(row["ends_on"]),
    )
    for row in read_rows("academic_cycles")
)
_STARTS = [cycle.starts_on for cycle in CYCLES]


def cycle_of(day: date) -> int | None:
    """Return the start year of the cycle `day` lies in; a date outside the table has none."""
    position = bisect_right(_STARTS, day) - 1
    if position < 0 or day > CYCLES[position].ends_on:
        return None
    return CYCLES[position].start_year
