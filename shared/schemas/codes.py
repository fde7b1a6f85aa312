"""Coded values that carry their code table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, Self, TypeVar, Unpack

from marshmallow import fields

from shared.schemas.options import FieldOptions

Members = TypeVar("Members", bound=StrEnum)


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
        lines = [f"- `{code}`: {label}" for code, label in meanings.items()]
        text = "\n".join([*([self.description, ""] if self.description else []), *lines]).strip()
        if text:
            schema["description"] = text
        if meanings:
            schema["x-enumDescriptions"] = meanings
        return schema


class Coded(fields.Field[str]):
    """A code of a table; `checked=False` only documents the table and leaves refusing to a rule."""

    default_error_messages = {
        "invalid": "Not a valid string.",
        "unknown_code": "Must be one of: {codes}.",
    }

    def __init__(
        self, table: CodeTable, *, checked: bool = True, **options: Unpack[FieldOptions]
    ) -> None:
        super().__init__(**options)
        self.table = table
        self._checked = checked

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if self._checked and value not in self.table.labels:
            raise self.make_error("unknown_code", codes=", ".join(self.table.labels))
        return value

    def component_name(self) -> str:
        return self.table.name

    def openapi(self) -> dict[str, object]:
        return self.table.openapi()


class Choice(fields.Field[Members], Generic[Members]):
    """A member of an enumeration: its value on the wire, the member itself in our hands."""

    default_error_messages = {
        "invalid": "Not a valid string.",
        "unknown_code": "Must be one of: {codes}.",
    }

    def __init__(self, members: type[Members], **options: Unpack[FieldOptions]) -> None:
        super().__init__(**options)
        self._members = members
        self.table = CodeTable.of(members)

    def _serialize(
        self, value: Members | None, attr: object, obj: object, **kwargs: object
    ) -> str | None:
        return None if value is None else value.value

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> Members:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if value not in self.table.labels:
            raise self.make_error("unknown_code", codes=", ".join(self.table.labels))
        return self._members(value)

    def component_name(self) -> str:
        return self.table.name

    def openapi(self) -> dict[str, object]:
        return self.table.openapi()
