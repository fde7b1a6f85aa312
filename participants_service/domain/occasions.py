"""When something became true, and the ids of what it brings about."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """The moment of a fact, its London date, and the id under which it was reported."""

    id: UUID
    at: datetime
    today: date

    def new_id(self, what: str) -> UUID:
        """Return the id of something this fact creates: the same one whenever history replays."""
        return uuid5(self.id, what)
