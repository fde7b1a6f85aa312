"""The clock of an application: what time it is, and which day it is where the rules are made."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_instant: ContextVar[datetime | None] = ContextVar("instant", default=None)

LONDON = ZoneInfo("Europe/London")


class Clock:
    """Tells the time in UTC and the date in one time zone.

    A sandbox request may ask to be answered as of another instant; `at` sets that instant for
    the running task alone, never for the process.
    """

    __slots__ = ("_zone",)

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def now(self) -> datetime:
        """Return the instant at which the running request is to be answered, aware and in UTC."""
        return _instant.get() or datetime.now(UTC)

    def real_now(self) -> datetime:
        """Return the time of the world, whatever the request asked for."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the date of `now` in the clock's time zone."""
        return self.date_of(self.now())

    def real_today(self) -> date:
        """Return the date of `real_now` in the clock's time zone."""
        return self.date_of(self.real_now())

    def date_of(self, instant: datetime) -> date:
        """Return the date on which `instant` falls in the clock's time zone."""
        return instant.astimezone(self._zone).date()

    def midnight(self, day: date) -> datetime:
        """Return the instant in UTC at which `day` begins in the clock's time zone."""
        return datetime(day.year, day.month, day.day, tzinfo=self._zone).astimezone(UTC)

    @property
    def shifted(self) -> bool:
        """Whether the running request asked for another instant."""
        return _instant.get() is not None


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Answer everything inside as of `instant`, which must be aware."""
    token = _instant.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _instant.reset(token)
