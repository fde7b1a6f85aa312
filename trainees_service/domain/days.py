"""Reckoning with calendar days."""

from datetime import date


def years_before(day: date, years: int) -> date:
    """Return the same day of an earlier year, 28 February for a 29th that year lacks."""
    year = max(day.year - years, date.min.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
