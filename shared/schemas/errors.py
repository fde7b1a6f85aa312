"""Error bodies of both services."""

from marshmallow import fields, validate

from shared.schemas.resources import ResourceSchema
from shared.schemas.strict import StrictString


class RefusalSchema(ResourceSchema):
    """Why the whole request was refused."""

    error = StrictString()


class ProblemSchema(ResourceSchema):
    """One problem, and what it is about."""

    title = StrictString()
    detail = StrictString()


class ProblemsSchema(ResourceSchema):
    """The problems of a request."""

    errors = fields.List(fields.Nested(ProblemSchema), validate=validate.Length(min=1))


class FaultSchema(ResourceSchema):
    """One fault: its kind, and a message for people."""

    error = StrictString()
    message = StrictString()


class FaultsSchema(ResourceSchema):
    """The faults of a request."""

    errors = fields.List(fields.Nested(FaultSchema), validate=validate.Length(min=1))
