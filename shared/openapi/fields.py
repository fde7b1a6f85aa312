"""From marshmallow's schemas to JSON Schema, with what our own fields say of themselves."""

from enum import StrEnum
from inspect import cleandoc
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields

from shared.schemas import Coded, OneOfResources, WireField


class WireConverter(OpenAPIConverter):
    """Reads the keywords of our fields, and puts code tables among the components."""

    def field2type_and_format(self, field: fields.Field[Any], **kwargs: Any) -> dict[str, Any]:
        """Start from the field's own keywords; ranges and null are added to them."""
        if isinstance(field, WireField):
            return {"type": "string"} if field.component else dict(field.openapi)
        return super().field2type_and_format(field, **kwargs)

    def field2default(self, field: fields.Field[Any], **kwargs: Any) -> dict[str, Any]:
        """Tell a default that can be written down; null only means that the field is optional."""
        default = field.load_default
        if isinstance(default, StrEnum):
            default = default.value
        return {"default": default} if isinstance(default, str | int | float) else {}

    def field_to_component(self, field: fields.Field[Any], ret: dict[str, Any]) -> dict[str, Any]:
        """Replace the words of a code table by a reference to where they stand."""
        if not isinstance(field, WireField) or field.component is None:
            return {}
        schemas = self.spec.components.schemas
        if field.component not in schemas:
            self.spec.components.schema(field.component, dict(field.openapi))
        elif schemas[field.component] != field.openapi:
            raise ValueError(f"two different code tables are called {field.component}")
        reference = self.spec.components.get_ref("schema", field.component)
        ret.pop("type")
        others: list[dict[str, Any]] = []
        if isinstance(field, Coded) and field.clearable:
            others.append({"const": ""})
        if field.allow_none:
            others.append({"type": "null"})
        return {"anyOf": [reference, *others]} if others else reference

    def alternatives_to_schema(self, field: fields.Field[Any], **kwargs: object) -> dict[str, Any]:
        """Name the resources that may stand in one place."""
        if not isinstance(field, OneOfResources):
            return {}
        schemas = [
            self.nested2properties(fields.Nested(one), {}) for one in field.resources.values()
        ]
        return {"oneOf": [*schemas, *([{"type": "null"}] if field.allow_none else [])]}


class WirePlugin(MarshmallowPlugin):
    """apispec's marshmallow plugin with our converter and our names."""

    Converter = WireConverter
    converter: WireConverter

    def __init__(self) -> None:
        super().__init__(schema_name_resolver=component_name)

    def init_spec(self, spec: APISpec) -> None:
        """Let our steps come after all of apispec's."""
        super().init_spec(spec)
        steps = self.converter.attribute_functions
        steps += [self.converter.field_to_component, self.converter.alternatives_to_schema]

    def describe_components(self) -> None:
        """Give each schema among the components its docstring as a description."""
        schemas = self.converter.spec.components.schemas
        for (schema, *_), name in self.converter.refs.items():
            docstring = vars(schema).get("__doc__")
            if docstring:
                schemas[name]["description"] = cleandoc(docstring)


def component_name(schema: type[Schema] | Schema) -> str:
    """Return the name of a schema in the document: that of its class without `Schema`."""
    resolved = resolve_schema_cls(schema)
    if isinstance(resolved, list):
        raise TypeError(f"{schema} is the name of several schemas")
    return resolved.__name__.removesuffix("Schema")
