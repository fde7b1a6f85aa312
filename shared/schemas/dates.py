"""Calendar dates on the wire."""

import re
from datetime import date

from marshmallow import fields

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_date(text: str) -> date:
    """Read `YYYY-MM-DD` and nothing else, or raise `ValueError`."""
    # Python reads week dates and dates without hyphens too, which nobody means here.
    if not _ISO_DATE.fullmatch(text):
        raise ValueError("not a date")
    return date.fromisoformat(text)


class IsoDate(fields.Field[date]):
    """A date written `YYYY-MM-DD`."""

    default_error_messages = {"invalid": "Not a valid date."}

    def _serialize(
        self, value: date | None, attr: object, obj: object, **kwargs: object
    ) -> str | None:
        return None if value is None else value.isoformat()

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> date:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            return read_date(value)
        except ValueError as error:
            raise self.make_error("invalid") from error

    def openapi(self) -> dict[str, object]:
        return {"type": "string", "format": "date", "examples": ["2025-09-01"]}
