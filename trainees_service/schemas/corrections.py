"""What a correction may say: anything a registration may, and only what changes."""

from marshmallow import EXCLUDE, Schema, fields

from shared.schemas import Coded
from trainees_service.domain.diversity import DISABILITY_FIELDS
from trainees_service.schemas.code_tables import (
    COURSE_SUBJECTS,
    DISABILITIES,
    ETHNICITIES,
    ITT_QUALIFICATION_AIMS,
    NATIONALITIES,
    TRAINING_INITIATIVES,
)
from trainees_service.schemas.registrations import RegistrationSchema

_CLEARABLE = {
    "nationality": NATIONALITIES,
    "ethnicity": ETHNICITIES,
    "course_subject_two": COURSE_SUBJECTS,
    "course_subject_three": COURSE_SUBJECTS,
    "itt_qualification_aim": ITT_QUALIFICATION_AIMS,
    "training_initiative": TRAINING_INITIATIVES,
    "additional_training_initiative": TRAINING_INITIATIVES,
    **dict.fromkeys(DISABILITY_FIELDS, DISABILITIES),
}


class CorrectionSchema(RegistrationSchema):
    """What is laid over a trainee's record; members that are not listed here are ignored."""

    class Meta(RegistrationSchema.Meta):
        exclude = ("placements_attributes", "degrees_attributes")
        include = {
            name: Coded(table, checked=False, clearable=True, allow_none=True)
            for name, table in _CLEARABLE.items()
        }


class CorrectionRequestSchema(Schema):
    """The envelope of a correction."""

    example = {"data": {"last_name": "Okonjo-Rhys", "course_subject_two": "", "disability2": "58"}}

    data = fields.Nested(CorrectionSchema(partial=True), required=True)

    class Meta(Schema.Meta):
        unknown = EXCLUDE
