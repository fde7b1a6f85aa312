"""What the API sends: resources and the envelopes around them."""

from collections.abc import Callable, Mapping
from operator import attrgetter, itemgetter
from typing import Any, ClassVar, NamedTuple

from marshmallow import RAISE, Schema, fields

from shared.schemas.wire import WireField


class _Member(NamedTuple):
    """How one member is read and written; `write` is None where the value goes out as it is."""

    key: str
    write: Callable[[Any], object] | None
    left_out_when_none: bool


class ResourceSchema(Schema):
    """A resource as it is sent: every member always present, and no others.

    Members named in `sometimes` are left out when they have no value. Rendering happens inside
    every write, so `dump` reads all attributes of an object (or all items of a dict) at once
    instead of asking marshmallow for one after the other; a missing one is a bug and raises.
    """

    sometimes: ClassVar[frozenset[str]] = frozenset()
    # What the documentation shows; a test holds it against the schema.
    example: ClassVar[Mapping[str, object] | None] = None

    class Meta(Schema.Meta):
        unknown = RAISE

    _prepared_for: dict[str, fields.Field[Any]] | None = None
    _members: tuple[_Member, ...] = ()
    _attributes: Callable[[object], tuple[object, ...]]
    _items: Callable[[dict[str, object]], tuple[object, ...]]

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Make a member required unless it is one of those that come and go."""
        field_obj.required = field_name not in self.sometimes

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        """Render an object, or several."""
        if self._prepared_for is not self.dump_fields:
            self._prepare()
        if self.many if many is None else many:
            return [self._render(each) for each in obj]
        return self._render(obj)

    def _prepare(self) -> None:
        """Work out once how the members are read and written."""
        self._members = tuple(
            _Member(field.data_key or name, _writer(field), name in self.sometimes)
            for name, field in self.dump_fields.items()
        )
        # The first name twice: with a single name the getters would not return a tuple.
        names = [field.attribute or name for name, field in self.dump_fields.items()]
        self._attributes = attrgetter(names[0], *names)
        self._items = itemgetter(names[0], *names)
        self._prepared_for = self.dump_fields

    def _render(self, obj: object) -> dict[str, object]:
        values = self._items(obj) if isinstance(obj, dict) else self._attributes(obj)
        rendered: dict[str, object] = {}
        for (key, write, left_out_when_none), value in zip(self._members, values[1:], strict=True):
            if value is None:
                if not left_out_when_none:
                    rendered[key] = None
            else:
                rendered[key] = value if write is None else write(value)
        return rendered


def _writer(field: fields.Field[Any]) -> Callable[[Any], object] | None:
    """Return what turns a value of the field into its wire form."""
    if isinstance(field, WireField):
        return field.write
    # marshmallow's own fields (Nested, List) read the value themselves: from the value itself.
    return lambda value: field.serialize("", value, accessor=lambda obj, *_: obj)


def one(resource: type[ResourceSchema], *, name: str) -> type[ResourceSchema]:
    """Return the schema of `{"data": {…}}`."""
    return _envelope(name, fields.Nested(resource), resource.example)


def many(resource: type[ResourceSchema], *, name: str) -> type[ResourceSchema]:
    """Return the schema of `{"data": [{…}, …]}`."""
    example = resource.example and [resource.example]
    return _envelope(name, fields.List(fields.Nested(resource)), example)


def _envelope(name: str, data: fields.Field[Any], example: object) -> type[ResourceSchema]:
    class EnvelopeSchema(ResourceSchema):
        class Meta(ResourceSchema.Meta):
            register = False
            include = {"data": data}

    EnvelopeSchema.__name__ = EnvelopeSchema.__qualname__ = name
    if example is not None:
        EnvelopeSchema.example = {"data": example}
    return EnvelopeSchema
