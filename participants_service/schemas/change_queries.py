"""What the query string of the change feed may say."""

from collections.abc import Callable
from typing import Any, Unpack

from marshmallow import EXCLUDE, Schema, post_load

from participants_service.schemas.changes import RECORDS
from shared.changes.queries import (
    HIGHEST_LIMIT,
    USUAL_LIMIT,
    ChangesQuery,
    read_limit,
    read_position,
)
from shared.schemas import FieldOptions, WireField


class Count(WireField[int]):
    """A whole number as `read` takes it; a blank one is as good as none."""

    default_error_messages = {"invalid": "Not such a number."}

    def __init__(
        self,
        read: Callable[[str], int | None],
        *,
        lowest: int,
        highest: int | None = None,
        **options: Unpack[FieldOptions],
    ) -> None:
        super().__init__(**options)
        self._read = read
        self.openapi = {"type": "integer", "minimum": lowest}
        if highest is not None:
            self.openapi |= {"maximum": highest}

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> int:
        if isinstance(value, str) and not value.strip():
            value = str(self.load_default)
        number = self._read(value) if isinstance(value, str) else None
        if number is None:
            raise self.make_error("invalid")
        return number


class Resources(WireField[tuple[str, ...] | None]):
    """Names of resources separated by commas, or a list of names; blank ones say nothing."""

    default_error_messages = {"invalid": "Not the names of resources."}
    openapi = {"type": "string", "examples": ["participant,partnership"]}

    def _deserialize(
        self, value: object, attr: object, data: object, **kwargs: object
    ) -> tuple[str, ...] | None:
        if isinstance(value, str):
            items = value.split(",")
        elif isinstance(value, list):
            items = value
        else:
            raise self.make_error("invalid")
        names = {name for item in items if (name := item.strip())}
        if not names <= RECORDS.keys():
            raise self.make_error("invalid")
        return tuple(name for name in RECORDS if name in names) or None


class ProviderChangesQuery(Schema):
    """Which part of your journal to read."""

    after = Count(
        read_position,
        lowest=0,
        load_default=0,
        metadata={"description": "The position you have read up to; 0 is before the first entry."},
    )
    limit = Count(
        read_limit,
        lowest=1,
        highest=HIGHEST_LIMIT,
        load_default=USUAL_LIMIT,
        metadata={"description": "How many entries at most."},
    )
    resources = Resources(
        load_default=None,
        data_key="filter[resource]",
        metadata={
            "description": "Only entries about these resources, separated by commas: "
            + ", ".join(f"`{name}`" for name in RECORDS)
            + "."
        },
    )

    class Meta:
        unknown = EXCLUDE

    @post_load
    def query(self, data: dict[str, Any], **kwargs: object) -> ChangesQuery:
        """Put it all together."""
        return ChangesQuery(**data)
