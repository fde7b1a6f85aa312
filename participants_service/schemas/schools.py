"""The school as it is sent: in one cohort, and as far as it concerns the lead provider."""

from marshmallow import Schema, fields, validate

from participants_service.domain.school_standings import InductionProgrammeChoice
from participants_service.schemas.participants import Year
from shared.schemas import (
    Choice,
    ResourceSchema,
    SecondsTimestamp,
    StrictBoolean,
    StrictString,
    Uuid,
    many,
    one,
)


class SchoolAttributesSchema(ResourceSchema):
    """A school in the cohort that was asked for."""

    name = StrictString()
    urn = StrictString(metadata={"description": "The unique reference number."})
    cohort = Year()
    in_partnership = StrictBoolean(
        metadata={"description": "Whether any lead provider has a partnership for the cohort."}
    )
    induction_programme_choice = Choice(InductionProgrammeChoice)
    expression_of_interest = StrictBoolean(
        metadata={
            "description": "Whether the school named you for somebody in the cohort, or you train "
            "somebody there."
        }
    )
    induction_tutor_name = StrictString(
        allow_none=True, metadata={"description": "Null as long as the school is not interested."}
    )
    induction_tutor_email = StrictString(
        allow_none=True, metadata={"description": "Null as long as the school is not interested."}
    )
    created_at = SecondsTimestamp()
    updated_at = SecondsTimestamp(
        metadata={"description": "When what you see of this school in this cohort last changed."}
    )


class SchoolSchema(ResourceSchema):
    """A school in a cohort."""

    example = {
        "id": "0c9d8e7f-6a5b-4c3d-9e2f-1a0b9c8d7e6f",
        "type": "school",
        "attributes": {
            "name": "Harrowgate Primary",
            "urn": "190412",
            "cohort": "2025",
            "in_partnership": True,
            "induction_programme_choice": "provider_led",
            "expression_of_interest": True,
            "induction_tutor_name": "Priya Oduya",
            "induction_tutor_email": "p.oduya@harrowgate-primary.example",
            "created_at": "2023-05-11T07:40:00Z",
            "updated_at": "2025-09-01T13:22:45Z",
        },
    }

    id = Uuid(metadata={"description": "The same in every cohort."})
    type = StrictString(validate=validate.OneOf(["school"]))
    attributes = fields.Nested(SchoolAttributesSchema)


SchoolResponse = one(SchoolSchema, name="SchoolResponse")
SchoolsResponse = many(SchoolSchema, name="SchoolsResponse")


class SchoolPath(Schema):
    """Which school a path is about."""

    school_id = Uuid(lenient=True, required=True, metadata={"description": "The school's id."})
