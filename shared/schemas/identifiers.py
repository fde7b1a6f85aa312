"""UUIDs on the wire."""

import re
from typing import Unpack
from uuid import UUID

from shared.schemas.wire import FieldOptions, TextField

_CANONICAL = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_DIGITS = re.compile(r"[0-9a-f]{32}", re.IGNORECASE | re.ASCII)


def read_uuid(text: str) -> UUID:
    """Read a UUID in any case, with or without hyphens or braces, or raise ValueError."""
    digits = text.removeprefix("{").removesuffix("}").replace("-", "")
    # Left to itself, UUID() also takes underscores and digits of other scripts.
    if not _DIGITS.fullmatch(digits):
        raise ValueError("not a UUID")
    return UUID(digits)


def _read_canonical(text: str) -> UUID:
    if not _CANONICAL.fullmatch(text):
        raise ValueError("not a UUID in its usual form")
    return UUID(text)


class Uuid(TextField[UUID]):
    """A UUID, sent in lower case with hyphens; `lenient` reads the other ways to write one."""

    default_error_messages = {"invalid": "Not a valid UUID."}
    openapi = {
        "type": "string",
        "format": "uuid",
        "examples": ["7d1f3c52-0c0e-4b7a-9a35-58a6f1f0b6a4"],
    }
    write = str

    def __init__(self, *, lenient: bool = False, **options: Unpack[FieldOptions]) -> None:
        super().__init__(**options)
        self.read = read_uuid if lenient else _read_canonical
