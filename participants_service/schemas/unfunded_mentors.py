"""The unfunded mentor as it is sent."""

from marshmallow import fields, validate

from shared.schemas import ResourceSchema, SecondsTimestamp, StrictString, Uuid, many, one


class UnfundedMentorAttributesSchema(ResourceSchema):
    """A mentor of ECTs whom you train, whom you do not train and never did."""

    full_name = StrictString()
    email = StrictString(
        allow_none=True, metadata={"description": "As given by the school of your ECTs."}
    )
    teacher_reference_number = StrictString(
        attribute="trn", allow_none=True, validate=validate.Regexp("^[0-9]{7}$")
    )
    created_at = SecondsTimestamp(metadata={"description": "When the person was recorded."})
    updated_at = SecondsTimestamp(
        metadata={"description": "When what you see of this mentor last changed."},
    )


class UnfundedMentorSchema(ResourceSchema):
    """An unfunded mentor."""

    example = {
        "id": "c2a9e0c4-7c34-4c0b-8f53-0a4a7fb2a9e7",
        "type": "unfunded-mentor",
        "attributes": {
            "full_name": "Tobiah Wrenfield",
            "email": "t.wrenfield@fenbrook-academy.example",
            "teacher_reference_number": "3318840",
            "created_at": "2022-09-05T11:30:00Z",
            "updated_at": "2025-09-04T13:05:59Z",
        },
    }

    id = Uuid(metadata={"description": "The `mentor_id` of your ECTs."})
    type = StrictString(validate=validate.OneOf(["unfunded-mentor"]))
    attributes = fields.Nested(UnfundedMentorAttributesSchema)


UnfundedMentorResponse = one(UnfundedMentorSchema, name="UnfundedMentorResponse")
UnfundedMentorsResponse = many(UnfundedMentorSchema, name="UnfundedMentorsResponse")
