"""Bodies of requests as they are documented: attributes in an envelope."""

from marshmallow import Schema, fields

from shared.schemas import StrictString


def request_body(
    name: str, kind: str, attributes_schema: type[Schema], **attributes: str
) -> type[Schema]:
    """Return the schema of `{"data": {"type": …, "attributes": {…}}}`, with an example."""

    class DataSchema(Schema):
        type = StrictString(metadata={"description": "Not looked at.", "examples": [kind]})
        attributes = fields.Nested(attributes_schema, required=True)

        class Meta:
            register = False

    class RequestSchema(Schema):
        example = {"data": {"type": kind, "attributes": attributes}}
        data = fields.Nested(DataSchema, required=True)

        class Meta:
            register = False

    DataSchema.__name__ = DataSchema.__qualname__ = f"{name}Data"
    RequestSchema.__name__ = RequestSchema.__qualname__ = name
    return RequestSchema
