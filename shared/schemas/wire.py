"""What the fields of this library have in common: how a value is written, read and described."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypedDict, TypeVar

from marshmallow import fields

Value = TypeVar("Value")
Validator = Callable[[Any], Any]


class FieldOptions(TypedDict, total=False):
    """The keyword arguments of every field, named so that subclasses stay type-checked."""

    load_default: object
    dump_default: object
    data_key: str | None
    attribute: str | None
    validate: Validator | Iterable[Validator] | None
    required: bool
    allow_none: bool | None
    load_only: bool
    dump_only: bool
    metadata: Mapping[str, object] | None


class WireField(fields.Field[Value]):
    """A field that says in OpenAPI's words which values it allows.

    `component` names the place among the document's components where those words stand once;
    without it they are repeated wherever the field is used. Values are written by `write`, or as
    they are when there is none.
    """

    openapi: Mapping[str, object] = {}
    component: str | None = None
    write: Callable[[Any], object] | None = None

    def _serialize(
        self, value: Value | None, attr: object, obj: object, **kwargs: object
    ) -> object:
        return value if value is None or self.write is None else self.write(value)


class TextField(WireField[Value]):
    """A value that travels as text; `read` raises ValueError for text that says nothing."""

    default_error_messages = {"invalid": "Not a valid value."}
    read: Callable[[str], Value]

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> Value:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            return self.read(value)
        except ValueError as error:
            raise self.make_error("invalid") from error
