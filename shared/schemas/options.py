"""The keyword arguments every field of the schema library takes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypedDict

Validator = Callable[[Any], Any]


class FieldOptions(TypedDict, total=False):
    """What marshmallow's own fields take, named here so that subclasses stay type-checked."""

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
