"""Which part of a journal is asked for."""

import re
from dataclasses import dataclass

USUAL_LIMIT, HIGHEST_LIMIT = 100, 1_000

# No journal will ever come that far, and the database can still count one more.
_FARTHEST = 10**18
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesQuery:
    """The entries after position `after`, at most `limit` of them; 0 is before the first.

    That is so whatever number the first has: journals that begin after a restart begin far on.
    With `resources` only the entries of these.
    """

    after: int = 0
    limit: int = USUAL_LIMIT
    resources: tuple[str, ...] | None = None


def read_position(text: str) -> int | None:
    """Return a whole number from 0 up, else None; what no journal will reach is cut short."""
    if not _DIGITS.fullmatch(text):
        return None
    digits = text.lstrip("0") or "0"
    # Measured before it is converted: nobody's million digits are worth the time.
    return int(digits) if len(digits) < len(str(_FARTHEST)) else _FARTHEST


def read_limit(text: str) -> int | None:
    """Return a whole number from 1 to the highest limit, else None."""
    number = read_position(text)
    return number if number is not None and 1 <= number <= HIGHEST_LIMIT else None
