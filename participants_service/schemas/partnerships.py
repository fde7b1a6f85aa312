"""The partnership as it is sent."""

from marshmallow import Schema, fields, validate

from participants_service.schemas.participants import Year
from shared.schemas import (
    ResourceSchema,
    SecondsTimestamp,
    StrictInteger,
    StrictString,
    Uuid,
    many,
    one,
)


class PartnershipAttributesSchema(ResourceSchema):
    """You with a delivery partner at a school, for one cohort."""

    cohort = Year()
    urn = StrictString(metadata={"description": "The school's unique reference number."})
    school_id = Uuid()
    delivery_partner_id = Uuid(metadata={"description": "The current delivery partner."})
    delivery_partner_name = StrictString()
    induction_tutor_name = StrictString(
        allow_none=True, metadata={"description": "As given by the school."}
    )
    induction_tutor_email = StrictString(
        allow_none=True,
        metadata={"description": "The induction tutor's, or else that of a contact at the school."},
    )
    participants_currently_training = StrictInteger(
        validate=validate.Range(min=0),
        metadata={"description": "How many training periods of the partnership contain today."},
    )
    created_at = SecondsTimestamp()
    updated_at = SecondsTimestamp(
        metadata={"description": "When what you see of this partnership last changed."}
    )


class PartnershipSchema(ResourceSchema):
    """A partnership."""

    example = {
        "id": "a6b5c4d3-e2f1-4a09-8b7c-6d5e4f3a2b1c",
        "type": "partnership",
        "attributes": {
            "cohort": "2025",
            "urn": "190412",
            "school_id": "0c9d8e7f-6a5b-4c3d-9e2f-1a0b9c8d7e6f",
            "delivery_partner_id": "91ab3c5d-6e2f-4a70-8b14-c5d6e7f80913",
            "delivery_partner_name": "Marlow Vale Hub",
            "induction_tutor_name": "Priya Oduya",
            "induction_tutor_email": "p.oduya@harrowgate-primary.example",
            "participants_currently_training": 3,
            "created_at": "2025-06-18T10:00:00Z",
            "updated_at": "2025-09-02T00:01:03Z",
        },
    }

    id = Uuid()
    type = StrictString(validate=validate.OneOf(["partnership"]))
    attributes = fields.Nested(PartnershipAttributesSchema)


PartnershipResponse = one(PartnershipSchema, name="PartnershipResponse")
PartnershipsResponse = many(PartnershipSchema, name="PartnershipsResponse")


class PartnershipPath(Schema):
    """Which partnership a path is about."""

    partnership_id = Uuid(
        lenient=True, required=True, metadata={"description": "The partnership's id."}
    )
