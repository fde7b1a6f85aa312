"""Coded values that carry their code table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import Self, TypeVar, Unpack

from marshmallow.types import ErrorMessages

from shared.schemas.wire import FieldOptions, WireField

Members = TypeVar("Members", bound=StrEnum)

_MESSAGES: ErrorMessages = {
    "invalid": "Not a valid string.",
    "unknown_code": "Must be one of: {codes}.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTable:
    """A closed list of codes with what each one means, in the order in which they are listed."""

    name: str
    labels: Mapping[str, str] = field(repr=False)
    description: str = ""

    @classmethod
    def of(cls, members: type[StrEnum], description: str = "") -> Self:
        """Return the table of an enumeration, whose values speak for themselves."""
        return cls(
            name=members.__name__,
            labels={member.value: "" for member in members},
            description=description,
        )

    def openapi(self) -> dict[str, object]:
        """Return the values with their meanings, once as text and once for machines."""
        schema: dict[str, object] = {"type": "string", "enum": list(self.labels)}
        meanings = {code: label for code, label in self.labels.items() if label}
        paragraphs = [
            self.description,
            "\n".join(f"- `{code}`: {label}" for code, label in meanings.items()),
        ]
        if text := "\n\n".join(filter(None, paragraphs)):
            schema["description"] = text
        if meanings:
            schema["x-enumDescriptions"] = meanings
        return schema


class Coded(WireField[str]):
    """A code of a table.

    `checked=False` only documents the table and leaves refusing to a rule; what is `clearable` is
    taken away by an empty text.
    """

    default_error_messages = _MESSAGES

    def __init__(
        self,
        table: CodeTable,
        *,
        checked: bool = True,
        clearable: bool = False,
        **options: Unpack[FieldOptions],
    ) -> None:
        super().__init__(**options)
        self.table = table
        self.clearable = clearable
        self.component = table.name
        self.openapi = table.openapi()
        self._checked = checked

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if self.clearable and not value:
            return value
        if self._checked and value not in self.table.labels:
            raise self.make_error("unknown_code", codes=", ".join(self.table.labels))
        return value


class Choice(WireField[Members]):
    """A member of an enumeration: its value on the wire, the member itself in our hands."""

    default_error_messages = _MESSAGES
    write = attrgetter("value")

    def __init__(self, members: type[Members], **options: Unpack[FieldOptions]) -> None:
        super().__init__(**options)
        table = CodeTable.of(members)
        self.component = table.name
        self.openapi = table.openapi()
        self._members = members

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> Members:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            return self._members(value)
        except ValueError as error:
            raise self.make_error("unknown_code", codes=", ".join(self._members)) from error
