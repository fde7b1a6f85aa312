"""Days, as the rules about statuses and mentors count them."""

from collections.abc import Iterable
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def day_after(day: date) -> date | None:
    """Return the next day; None after the last day that a date can name."""
    return None if day == date.max else day + ONE_DAY


def earliest(days: Iterable[date | None]) -> date | None:
    """Return the earliest of the days that are known."""
    return min((day for day in days if day is not None), default=None)
