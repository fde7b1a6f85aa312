"""Values as clients send them: any JSON at all, read into what a field can take or marked unfit.

Reading never fails. What does not fit becomes a `Misfit`, which the rules then report where the
field has its place among the messages.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import TypeAlias, TypeVar

# How much of a wrong value a message repeats.
_SHOWN_CHARACTERS = 255

# Whole numbers the service stores have 32 bits.
_SMALLEST, _LARGEST = -(2**31), 2**31 - 1

_DAY = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII | re.IGNORECASE,
)
# In a query string a plus that nobody escaped has become a blank.
_LOST_PLUS = re.compile(r"(?<=\d) (?=\d{2}(?::?\d{2})?\Z)", re.ASCII)
_WHOLE_NUMBER = re.compile(r"([+-]?)([0-9]+)")


@dataclass(frozen=True, slots=True)
class Misfit:
    """A value the field cannot take, as a message shows it."""

    shown: str


Text: TypeAlias = str | Misfit | None
Code: TypeAlias = str | Misfit | None
Day: TypeAlias = date | Misfit | None
Number: TypeAlias = int | Misfit | None

ValueT = TypeVar("ValueT", str, int, date)


class UnsettledValueError(Exception):
    """A record was to be made of values that the rules have not passed."""


def read_text(value: object) -> Text:
    """Return a text as sent; one that cannot be stored is a misfit."""
    if value is None:
        return None
    if isinstance(value, str) and _is_storable(value):
        return value
    return Misfit(shown(value))


def read_code(value: object) -> Code:
    """Return a code as sent, None for a blank one; whatever is not a text is no code."""
    if isinstance(value, str):
        return value if value.strip() else None
    return None if value is None else Misfit(shown(value))


def read_day(value: object) -> Day:
    """Return the date of `YYYY-MM-DD` or of a full ISO date-time, None for a blank value."""
    if value is None:
        return None
    if isinstance(value, str):
        if not value.strip():
            return None
        form = _DAY.fullmatch(value)
        if form is not None:
            try:
                return date.fromisoformat(form[1])
            except ValueError:
                # The form of a date, but a day that no calendar has.
                return Misfit(shown(value))
    return Misfit(shown(value))


def read_moment(text: str) -> datetime | None:
    """Return the moment of an ISO date, which begins at midnight, or date-time, else None.

    What names no offset is in UTC.
    """
    text = _LOST_PLUS.sub("+", text)
    if not _DAY.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text.upper())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        # The form of a moment, but one that no calendar has.
        return None


def read_number(value: object) -> Number:
    """Return a whole number or one in digits, None for a blank value; at most 32 bits."""
    number = read_large_number(value)
    if isinstance(number, int) and not _SMALLEST <= number <= _LARGEST:
        return Misfit(shown(value))
    return number


def read_large_number(value: object) -> Number:
    """Return a whole number or one in digits, None for a blank value; a huge one is cut short."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return max(min(value, 10**10), -(10**10))
    if isinstance(value, str) and (digits := _WHOLE_NUMBER.fullmatch(value)):
        magnitude = digits[2].lstrip("0") or "0"
        # Python refuses to read numbers of thousands of digits; eleven are past 32 bits already.
        number = int(magnitude) if len(magnitude) <= 10 else 10**10
        return -number if digits[1] == "-" else number
    return Misfit(shown(value))


def read_objects(value: object, *, at_most: int) -> tuple[dict[str, object], ...]:
    """Return the first objects of an array; anything else, in it or instead of it, is ignored."""
    if not isinstance(value, list):
        return ()
    return tuple(islice((item for item in value if isinstance(item, dict)), at_most))


def is_blank(value: object) -> bool:
    """Whether nothing was sent, or nothing but blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


def settled(value: ValueT | Misfit | None) -> ValueT:
    """Return a required value that the rules have passed."""
    if value is None or isinstance(value, Misfit):
        raise UnsettledValueError
    return value


def optional(value: ValueT | Misfit | None) -> ValueT | None:
    """Return an optional value that the rules have passed."""
    return None if value is None else settled(value)


def squeezed(text: str) -> str:
    """Return the text without outer blanks, each inner run of blanks made one."""
    return " ".join(text.split())


def shown(value: object) -> str:
    """Return a value as a message repeats it: never long, never more than a text can carry."""
    if isinstance(value, Misfit):
        return value.shown
    if isinstance(value, str):
        text = value[:_SHOWN_CHARACTERS]
        return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        # Python refuses to print numbers of thousands of digits.
        return str(value) if value.bit_length() <= 256 else "a number too large"
    if isinstance(value, float):
        return repr(value)
    return "[...]" if isinstance(value, list) else "{...}"


def _is_storable(text: str) -> bool:
    """Whether the database can hold the text: it has neither NUL nor half of a surrogate pair."""
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
