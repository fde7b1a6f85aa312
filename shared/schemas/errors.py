"""Error bodies of both services."""

from marshmallow import fields, validate

from shared.schemas.resources import ResourceSchema
from shared.schemas.strict import StrictString


class RefusalSchema(ResourceSchema):
    """One sentence for the whole request: `{"error": "…"}`."""

    error = StrictString()


class ProblemSchema(ResourceSchema):
    """One problem of a request to the participants service."""

    title = StrictString()
    detail = StrictString()


class ProblemsSchema(ResourceSchema):
    """The participants service's `{"errors": [{"title", "detail"}]}`."""

    errors = fields.List(fields.Nested(ProblemSchema), validate=validate.Length(min=1))


class FaultSchema(ResourceSchema):
    """One fault of a request to the trainees service."""

    error = StrictString()
    message = StrictString()


class FaultsSchema(ResourceSchema):
    """The trainees service's `{"errors": [{"error", "message"}]}`."""

    errors = fields.List(fields.Nested(FaultSchema), validate=validate.Length(min=1))
