"""Calendar dates on the wire."""

import re
from datetime import date

from shared.schemas.wire import TextField

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_date(text: str) -> date:
    """Read `YYYY-MM-DD` and nothing else, or raise ValueError."""
    # Python reads week dates and dates without hyphens too, which nobody means here.
    if not _ISO_DATE.fullmatch(text):
        raise ValueError("not written as a date")
    return date.fromisoformat(text)


class IsoDate(TextField[date]):
    """A date written `YYYY-MM-DD`."""

    default_error_messages = {"invalid": "Not a valid date."}
    openapi = {"type": "string", "format": "date", "examples": ["2025-09-01"]}
    read = staticmethod(read_date)
    write = staticmethod(date.isoformat)
