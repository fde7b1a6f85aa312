"""What a correction may say: anything a registration may, and only what changes."""

from marshmallow import EXCLUDE, Schema, fields

from trainees_service.schemas.registrations import RegistrationSchema


class CorrectionSchema(RegistrationSchema):
    """What is laid over a trainee's record; members that are not listed here are ignored."""

    class Meta(RegistrationSchema.Meta):
        exclude = ("placements_attributes", "degrees_attributes")


class CorrectionRequestSchema(Schema):
    """The envelope of a correction."""

    example = {"data": {"last_name": "Okonjo-Rhys", "course_subject_two": "", "disability2": "58"}}

    data = fields.Nested(CorrectionSchema(partial=True), required=True)

    class Meta(Schema.Meta):
        unknown = EXCLUDE
