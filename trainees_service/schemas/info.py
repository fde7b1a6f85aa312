"""What the service says of itself."""

from marshmallow import fields

from shared.schemas import ResourceSchema, StrictString


class VersionSchema(ResourceSchema):
    """The version you asked for, and the newest there is."""

    requested = StrictString()
    latest = StrictString()


class InfoSchema(ResourceSchema):
    """A sign of life for whoever has a token."""

    example = {"status": "ok", "version": {"requested": "v0.1", "latest": "v0.1"}}

    status = StrictString()
    version = fields.Nested(VersionSchema)
