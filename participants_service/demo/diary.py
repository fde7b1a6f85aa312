"""The diary of the department: what was said on which day, as feed events in order."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias
from uuid import UUID, uuid5

Event: TypeAlias = dict[str, Any]

# The first event lies exactly this long before the day the department was written for, so that a
# later run can tell from the stored event for which day to write the same department again.
HISTORY = timedelta(days=1826)

_NAMESPACE = UUID("6f1b7f62-3c55-4a8e-9d0e-5d1c1f6f2f6a")
_OFFICE_OPENS = time(9, tzinfo=UTC)
_BETWEEN_ENTRIES = timedelta(seconds=37)


def invented_id(seed: int, name: str) -> UUID:
    """Return the id that this thing has in every department written from this seed."""
    return uuid5(_NAMESPACE, f"{seed}:{name}")


def event_id(seed: int, number: int) -> UUID:
    """Return the id of the event that has this place in the order of events."""
    return invented_id(seed, f"event {number}")


class Diary:
    """Collects what is said; entries of one day keep the order in which they were made."""

    def __init__(self, *, seed: int, today: date) -> None:
        self._seed = seed
        self._today = today
        self._entries: list[tuple[datetime, str, dict[str, object]]] = []
        self._made_on: dict[date, int] = {}

    def enter(self, day: date, kind: str, /, **data: object) -> None:
        """Note an event of a past day; members without a value are left out.

        Nothing is noted for today: an event must not lie ahead of the clock, and today may only
        just have begun.
        """
        if day >= self._today:
            raise ValueError(f"{kind} on {day} is not in the past of {self._today}")
        count = self._made_on.get(day, 0)
        self._made_on[day] = count + 1
        moment = datetime.combine(day, _OFFICE_OPENS) + count * _BETWEEN_ENTRIES
        given = {name: _plain(value) for name, value in data.items() if value is not None}
        self._entries.append((moment, kind, given))

    def events(self) -> Iterator[Event]:
        """Yield the events in the order in which they happened."""
        self._entries.sort(key=lambda entry: entry[0])
        for number, (moment, kind, data) in enumerate(self._entries):
            yield {
                "event_id": str(event_id(self._seed, number)),
                "type": kind,
                "occurred_at": moment.isoformat().replace("+00:00", "Z"),
                "data": data,
            }


def _plain(value: object) -> object:
    match value:
        case UUID():
            return str(value)
        case date():
            return value.isoformat()
        case _:
            return value
