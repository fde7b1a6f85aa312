"""Placements as they are sent."""

from marshmallow import EXCLUDE, Schema, fields, validate

from shared.schemas import MillisecondsTimestamp, ResourceSchema, StrictString, many, one
from trainees_service.schemas.examples import PLACEMENT
from trainees_service.schemas.identifiers import Identifier
from trainees_service.schemas.trainee_paths import TraineePathSchema


class PlacementAttributesSchema(Schema):
    """A placement in a school of the register, or described in words."""

    urn = StrictString(
        allow_none=True,
        validate=validate.Regexp("^[0-9]{6}$"),
        metadata={
            "description": "If the school is known, its name and postcode come from the register."
        },
    )
    name = StrictString(
        allow_none=True, metadata={"description": "Required unless the URN is known."}
    )
    postcode = StrictString(allow_none=True)

    class Meta(Schema.Meta):
        unknown = EXCLUDE


class PlacementSchema(ResourceSchema):
    """A placement of a trainee."""

    example = PLACEMENT

    placement_id = Identifier()
    urn = StrictString(allow_none=True)
    name = StrictString()
    address = StrictString(
        allow_none=True, metadata={"description": "URN, town and postcode, as far as known."}
    )
    postcode = StrictString(allow_none=True)
    created_at = MillisecondsTimestamp()
    updated_at = MillisecondsTimestamp()


PlacementResponse = one(PlacementSchema, name="PlacementResponse")
PlacementsResponse = many(PlacementSchema, name="PlacementsResponse")


class PlacementRequestSchema(Schema):
    """The envelope of a placement, new or changed."""

    example = {"data": {"urn": "901002"}}

    data = fields.Nested(PlacementAttributesSchema, required=True)

    class Meta(Schema.Meta):
        unknown = EXCLUDE


class PlacementPathSchema(TraineePathSchema):
    """Which placement is meant."""

    placement_id = StrictString(
        required=True, metadata={"description": "As answered when the placement was added."}
    )
