"""Reckoning with calendar days."""

from datetime import date


def years_before(day: date, years: int) -> date:
    """Return the same day of an earlier year, 28 February for a 29th that year lacks."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
