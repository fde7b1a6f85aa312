"""UUIDs on the wire."""

import re
from typing import Unpack
from uuid import UUID

from marshmallow import fields

from shared.schemas.options import FieldOptions

_CANONICAL = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DIGITS = re.compile(r"[0-9a-fA-F]{32}")


def read_uuid(text: str) -> UUID:
    """Read a UUID in any case, with or without hyphens or braces, or raise `ValueError`."""
    digits = text.removeprefix("{").removesuffix("}").replace("-", "")
    # Left to itself, UUID() also takes underscores and digits of other scripts.
    if not _DIGITS.fullmatch(digits):
        raise ValueError("not a UUID")
    return UUID(digits)


class Uuid(fields.Field[UUID]):
    """A UUID, sent in lower case with hyphens; `lenient` reads the other ways to write one."""

    default_error_messages = {"invalid": "Not a valid UUID."}

    def __init__(self, *, lenient: bool = False, **options: Unpack[FieldOptions]) -> None:
        super().__init__(**options)
        self._lenient = lenient

    def _serialize(
        self, value: UUID | None, attr: object, obj: object, **kwargs: object
    ) -> str | None:
        return None if value is None else str(value)

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> UUID:
        if not isinstance(value, str) or not (self._lenient or _CANONICAL.fullmatch(value)):
            raise self.make_error("invalid")
        try:
            return read_uuid(value)
        except ValueError as error:
            raise self.make_error("invalid") from error

    def openapi(self) -> dict[str, object]:
        return {
            "type": "string",
            "format": "uuid",
            "examples": ["7d1f3c52-0c0e-4b7a-9a35-58a6f1f0b6a4"],
        }
