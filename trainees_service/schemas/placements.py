"""Placements as they are sent."""

from marshmallow import EXCLUDE, Schema, validate

from shared.schemas import MillisecondsTimestamp, ResourceSchema, StrictString
from trainees_service.schemas.identifiers import Identifier


class PlacementRequestSchema(Schema):
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

    placement_id = Identifier()
    urn = StrictString(allow_none=True)
    name = StrictString()
    address = StrictString(
        allow_none=True, metadata={"description": "URN, town and postcode, as far as known."}
    )
    postcode = StrictString(allow_none=True)
    created_at = MillisecondsTimestamp()
    updated_at = MillisecondsTimestamp()
