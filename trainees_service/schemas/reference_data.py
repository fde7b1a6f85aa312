"""Reference data on the wire: the codes that fields take, with what they mean."""

from marshmallow import Schema, fields

from shared.schemas import Choice, Coded, CodeTable, ResourceSchema, StrictString, many, one
from trainees_service.domain.reference_fields import REFERENCE_FIELDS
from trainees_service.domain.withdrawals import WithdrawalTrigger

_FIELDS = CodeTable(
    name="ReferenceField",
    labels=dict.fromkeys(REFERENCE_FIELDS, ""),
    description="A field that takes codes.",
)


class ReferenceCodeSchema(ResourceSchema):
    """A code that a field takes, and what it means."""

    sometimes = frozenset(["triggers"])
    example = {"code": "10", "label": "Female"}

    code = StrictString()
    label = StrictString(metadata={"description": "For people; its wording may change."})
    triggers = fields.List(
        Choice(WithdrawalTrigger),
        metadata={"description": "With which triggers a reason for withdrawal goes."},
    )


class ReferenceDataSchema(ResourceSchema):
    """The codes of all fields, each under the name that the field has in requests."""

    # One code of each field.
    example = {
        field: ReferenceCodeSchema().dump(codes[:1], many=True)
        for field, codes in REFERENCE_FIELDS.items()
    }

    class Meta(ResourceSchema.Meta):
        include = {
            field: fields.List(fields.Nested(ReferenceCodeSchema)) for field in REFERENCE_FIELDS
        }


ReferenceDataResponse = one(ReferenceDataSchema, name="ReferenceDataResponse")
ReferenceFieldResponse = many(ReferenceCodeSchema, name="ReferenceFieldResponse")


class ReferenceDataQuery(Schema):
    """Which field is meant, if not all of them."""

    field = Coded(
        _FIELDS,
        checked=False,
        metadata={"description": "Only the codes of this field, as under its own path."},
    )


class ReferenceFieldPathSchema(Schema):
    """Which field is meant."""

    field = Coded(
        _FIELDS,
        checked=False,
        required=True,
        metadata={"description": "The name of the field in requests."},
    )
