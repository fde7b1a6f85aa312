"""Plain values taken exactly as JSON says them: nothing is converted."""

from shared.schemas.wire import WireField


def is_storable(text: str) -> bool:
    """Return whether the database can hold the text: no NUL, no half of a surrogate pair."""
    if "\0" in text:
        return False
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


class StrictString(WireField[str]):
    """A string that can be stored and sent again."""

    default_error_messages = {
        "invalid": "Not a valid string.",
        "invalid_characters": "Contains characters that cannot be stored.",
    }
    openapi = {"type": "string"}

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if not is_storable(value):
            raise self.make_error("invalid_characters")
        return value


class StrictInteger(WireField[int]):
    """A whole number; `"1"`, `1.0` and `true` are none."""

    default_error_messages = {"invalid": "Not a valid integer."}
    openapi = {"type": "integer"}

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class StrictBoolean(WireField[bool]):
    """`true` or `false`; `"yes"` and `1` are neither."""

    default_error_messages = {"invalid": "Not a valid boolean."}
    openapi = {"type": "boolean"}

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value
