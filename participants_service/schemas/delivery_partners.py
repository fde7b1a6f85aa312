"""The delivery partner as it is sent."""

from marshmallow import Schema, fields, validate

from participants_service.schemas.participants import Year
from shared.schemas import ResourceSchema, SecondsTimestamp, StrictString, Uuid, many, one


class DeliveryPartnerAttributesSchema(ResourceSchema):
    """An organisation that trains on your behalf."""

    name = StrictString()
    created_at = SecondsTimestamp()
    updated_at = SecondsTimestamp(
        metadata={"description": "When what you see of this delivery partner last changed."}
    )
    cohort = fields.List(
        Year(),
        attribute="cohorts",
        validate=validate.Length(min=1),
        metadata={"description": "The cohorts in which it works with you, earliest first."},
    )


class DeliveryPartnerSchema(ResourceSchema):
    """A delivery partner."""

    example = {
        "id": "91ab3c5d-6e2f-4a70-8b14-c5d6e7f80913",
        "type": "delivery-partner",
        "attributes": {
            "name": "Marlow Vale Hub",
            "created_at": "2021-04-30T12:00:00Z",
            "updated_at": "2025-05-20T09:10:00Z",
            "cohort": ["2024", "2025"],
        },
    }

    id = Uuid()
    type = StrictString(validate=validate.OneOf(["delivery-partner"]))
    attributes = fields.Nested(DeliveryPartnerAttributesSchema)


DeliveryPartnerResponse = one(DeliveryPartnerSchema, name="DeliveryPartnerResponse")
DeliveryPartnersResponse = many(DeliveryPartnerSchema, name="DeliveryPartnersResponse")


class DeliveryPartnerPath(Schema):
    """Which delivery partner a path is about."""

    delivery_partner_id = Uuid(
        lenient=True, required=True, metadata={"description": "The delivery partner's id."}
    )
