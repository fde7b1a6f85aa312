"""Moments as answers write them."""

from datetime import UTC, datetime


def this_moment() -> str:
    """Return the moment at which the clock stands."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
