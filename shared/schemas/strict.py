"""Plain values taken exactly as JSON says them: nothing is converted."""

from marshmallow import fields


def is_storable(text: str) -> bool:
    """Return whether the database can hold the text: no NUL, no half of a surrogate pair."""
    if "\0" in text:
        return False
    if text.isascii():
        return True
    return not any("\ud800" <= character <= "\udfff" for character in text)


class StrictString(fields.Field[str]):
    """A string that can be stored and sent again."""

    default_error_messages = {
        "invalid": "Not a valid string.",
        "invalid_characters": "Contains characters that cannot be stored.",
    }

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if not is_storable(value):
            raise self.make_error("invalid_characters")
        return value

    def openapi(self) -> dict[str, object]:
        return {"type": "string"}


class StrictInteger(fields.Field[int]):
    """A whole number; `"1"`, `1.0` and `true` are none."""

    default_error_messages = {"invalid": "Not a valid integer."}

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid")
        return value

    def openapi(self) -> dict[str, object]:
        return {"type": "integer"}


class StrictBoolean(fields.Field[bool]):
    """`true` or `false`; `"yes"` and `1` are neither."""

    default_error_messages = {"invalid": "Not a valid boolean."}

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value

    def openapi(self) -> dict[str, object]:
        return {"type": "boolean"}
