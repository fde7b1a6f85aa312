"""Page numbers and sizes in a query string."""

import re
from typing import Unpack

from shared.schemas.wire import FieldOptions, TextField

_DIGITS = re.compile(r"[0-9]+")
FARTHEST_PAGE = 1_000_000_000


class PositiveNumber(TextField[int]):
    """A whole number from 1 up, read from text; what lies above the ceiling is the ceiling."""

    default_error_messages = {"invalid": "Not a positive number."}
    openapi = {"type": "integer", "minimum": 1}

    def __init__(self, *, ceiling: int, **options: Unpack[FieldOptions]) -> None:
        super().__init__(**options)
        self._ceiling = ceiling
        self.read = self._read_capped

    def _read_capped(self, text: str) -> int:
        digits = text.lstrip("0")
        if not digits or not _DIGITS.fullmatch(digits):
            raise ValueError("not a positive number")
        # Measured before it is converted: nobody's million digits are worth the time.
        if len(digits) > len(str(self._ceiling)):
            return self._ceiling
        return min(int(digits), self._ceiling)
