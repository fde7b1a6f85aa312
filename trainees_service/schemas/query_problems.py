"""The refusal of parameters in a query string."""

from marshmallow import fields, validate

from shared.schemas import ResourceSchema, StrictString


class QueryProblemsSchema(ResourceSchema):
    """What is wrong with the parameters: texts under their names."""

    message = StrictString()
    errors = fields.Dict(
        keys=StrictString(),
        values=fields.List(StrictString(), validate=validate.Length(min=1)),
    )
