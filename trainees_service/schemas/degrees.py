"""Degrees as they are sent."""

from marshmallow import EXCLUDE, Schema, fields, validate

from shared.schemas import (
    Coded,
    FaultSchema,
    MillisecondsTimestamp,
    ResourceSchema,
    StrictInteger,
    StrictString,
    Uuid,
    WireField,
    many,
    one,
)
from trainees_service.schemas.code_tables import (
    COUNTRIES,
    DEGREE_GRADES,
    DEGREE_INSTITUTIONS,
    DEGREE_SUBJECTS,
    DEGREE_TYPES,
)
from trainees_service.schemas.examples import DEGREE
from trainees_service.schemas.identifiers import Identifier
from trainees_service.schemas.trainee_paths import TraineePathSchema


class GraduationYear(WireField[object]):
    """A year as a number or as text, or a date of which the year counts."""

    openapi = {"type": ["string", "integer"], "examples": ["2021-07-31", 2021]}


class DegreeAttributesSchema(Schema):
    """A degree; it counts as a UK degree without a country, or with any institution."""

    uk_degree = Coded(
        DEGREE_TYPES,
        checked=False,
        allow_none=True,
        metadata={"description": "Type of a UK degree; required for one."},
    )
    non_uk_degree = Coded(
        DEGREE_TYPES,
        checked=False,
        allow_none=True,
        metadata={"description": "Type of a degree from elsewhere; required for one."},
    )
    subject = Coded(DEGREE_SUBJECTS, checked=False, required=True)
    institution = Coded(
        DEGREE_INSTITUTIONS,
        checked=False,
        allow_none=True,
        metadata={
            "description": "One that is not listed makes it a degree of another UK institution, "
            "which is answered without a code."
        },
    )
    grade = Coded(
        DEGREE_GRADES,
        checked=False,
        allow_none=True,
        metadata={"description": "Required for a UK degree."},
    )
    country = Coded(COUNTRIES, checked=False, allow_none=True)
    graduation_year = GraduationYear(required=True)

    class Meta(Schema.Meta):
        unknown = EXCLUDE


class DegreeSchema(ResourceSchema):
    """A degree that a trainee holds."""

    example = DEGREE

    degree_id = Identifier()
    uk_degree = Coded(DEGREE_TYPES, allow_none=True)
    non_uk_degree = Coded(DEGREE_TYPES, allow_none=True)
    subject = Coded(DEGREE_SUBJECTS, attribute="answered_subject", allow_none=True)
    institution = Coded(DEGREE_INSTITUTIONS, attribute="answered_institution", allow_none=True)
    graduation_year = StrictInteger()
    grade = Coded(DEGREE_GRADES, allow_none=True)
    country = Coded(COUNTRIES, allow_none=True)
    other_grade = StrictString(allow_none=True)
    institution_uuid = Uuid(allow_none=True)
    uk_degree_uuid = Uuid(allow_none=True)
    subject_uuid = Uuid(allow_none=True)
    grade_uuid = Uuid(allow_none=True)
    created_at = MillisecondsTimestamp()
    updated_at = MillisecondsTimestamp()


DegreeResponse = one(DegreeSchema, name="DegreeResponse")
DegreesResponse = many(DegreeSchema, name="DegreesResponse")


class DegreeRequestSchema(Schema):
    """The envelope of a new degree."""

    example = {
        "data": {
            "non_uk_degree": "051",
            "subject": "100403",
            "country": "IE",
            "graduation_year": 2023,
        }
    }

    data = fields.Nested(DegreeAttributesSchema, required=True)

    class Meta(Schema.Meta):
        unknown = EXCLUDE


class DegreeChangeSchema(DegreeAttributesSchema):
    """What changes of a degree: members that are not sent stay."""


class DegreeChangeRequestSchema(Schema):
    """The envelope of a change."""

    example = {"data": {"grade": "01"}}

    data = fields.Nested(DegreeChangeSchema(partial=True), required=True)

    class Meta(Schema.Meta):
        unknown = EXCLUDE


class DegreePathSchema(TraineePathSchema):
    """Which degree is meant."""

    degree_id = StrictString(
        required=True, metadata={"description": "As answered when the degree was added."}
    )


class DuplicateDegreeSchema(ResourceSchema):
    """The refusal of a degree that the trainee has already, with what exists."""

    errors = fields.List(fields.Nested(FaultSchema), validate=validate.Length(min=1))
    data = fields.List(fields.Nested(DegreeSchema), validate=validate.Length(min=1))
