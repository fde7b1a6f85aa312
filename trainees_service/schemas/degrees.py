"""Degrees as they are sent."""

from marshmallow import EXCLUDE, Schema

from shared.schemas import (
    Coded,
    MillisecondsTimestamp,
    ResourceSchema,
    StrictInteger,
    StrictString,
    Uuid,
    WireField,
)
from trainees_service.schemas.code_tables import (
    COUNTRIES,
    DEGREE_GRADES,
    DEGREE_INSTITUTIONS,
    DEGREE_SUBJECTS,
    DEGREE_TYPES,
)
from trainees_service.schemas.identifiers import Identifier


class GraduationYear(WireField[object]):
    """A year as a number or as text, or a date of which the year counts."""

    openapi = {"type": ["string", "integer"], "examples": ["2021-07-31", 2021]}


class DegreeRequestSchema(Schema):
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
    institution = Coded(DEGREE_INSTITUTIONS, checked=False, allow_none=True)
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
