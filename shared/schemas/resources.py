"""What the API sends: resources and the envelopes around them."""

from collections.abc import Callable
from operator import attrgetter, itemgetter
from typing import Any, ClassVar, NamedTuple

from marshmallow import RAISE, Schema, fields


class _Member(NamedTuple):
    """How one member is read and written; `write` is None where the value goes out as it is."""

    name: str
    key: str
    write: Callable[[Any, str, Any], object] | None
    left_out_when_none: bool


class ResourceSchema(Schema):
    """A resource as it is sent: every member always present, and no others.

    Members named in `sometimes` are left out when they have no value. Rendering happens inside
    every write, so `dump` reads all attributes of an object (or all items of a dict) at once
    instead of asking marshmallow for one after the other; a missing one is a bug and raises.
    """

    sometimes: ClassVar[frozenset[str]] = frozenset()

    class Meta(Schema.Meta):
        unknown = RAISE

    _members_of: dict[str, fields.Field[Any]] | None = None
    _members: tuple[_Member, ...] = ()
    _attributes: Callable[[object], tuple[object, ...]]
    _items: Callable[[dict[str, object]], tuple[object, ...]]

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        field_obj.required = field_name not in self.sometimes

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        if self._members_of is not self.dump_fields:
            self._prepare()
        if self.many if many is None else many:
            return [self._render(each) for each in obj]
        return self._render(obj)

    def _prepare(self) -> None:
        """Work out once how the members are read and written."""
        self._members = tuple(
            _Member(
                name=field.attribute or name,
                key=field.data_key or name,
                write=None
                if type(field)._serialize is fields.Field._serialize
                else field._serialize,
                left_out_when_none=name in self.sometimes,
            )
            for name, field in self.dump_fields.items()
        )
        # The first name twice: with a single name the getters would not return a tuple.
        names = [member.name for member in self._members]
        self._attributes = attrgetter(names[0], *names)
        self._items = itemgetter(names[0], *names)
        self._members_of = self.dump_fields

    def _render(self, obj: object) -> dict[str, object]:
        values = self._items(obj) if isinstance(obj, dict) else self._attributes(obj)
        rendered: dict[str, object] = {}
        for (name, key, write, left_out_when_none), value in zip(
            self._members, values[1:], strict=True
        ):
            if value is None:
                if not left_out_when_none:
                    rendered[key] = None
            elif write is None:
                rendered[key] = value
            else:
                rendered[key] = write(value, name, obj)
        return rendered


def one(resource: type[Schema], *, name: str) -> type[Schema]:
    """Return the schema of `{"data": {…}}`."""
    return ResourceSchema.from_dict({"data": fields.Nested(resource)}, name=name)


def many(resource: type[Schema], *, name: str) -> type[Schema]:
    """Return the schema of `{"data": [{…}, …]}`."""
    items = fields.List(fields.Nested(resource))
    return ResourceSchema.from_dict({"data": items}, name=name)
