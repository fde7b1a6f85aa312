"""What a registration may say.

These schemas describe the request; whether it is accepted is decided by the rules, which answer in
sentences of their own.
"""

from marshmallow import EXCLUDE, Schema, fields, validate

from shared.schemas import Coded, IsoDate, StrictInteger, StrictString
from trainees_service.domain.diversity import DISABILITY_FIELDS
from trainees_service.schemas.code_tables import (
    COURSE_AGE_RANGES,
    COURSE_SUBJECTS,
    DISABILITIES,
    ETHNICITIES,
    FUND_CODES,
    FUNDING_METHODS,
    ITT_AIMS,
    ITT_QUALIFICATION_AIMS,
    NATIONALITIES,
    SEXES,
    STUDY_MODES,
    TRAINING_INITIATIVES,
    TRAINING_ROUTES,
)
from trainees_service.schemas.degrees import DegreeAttributesSchema
from trainees_service.schemas.examples import REGISTRATION
from trainees_service.schemas.placements import PlacementAttributesSchema

_UP_TO_60 = validate.Length(max=60)


class RegistrationSchema(Schema):
    """A trainee to be registered; members that are not listed here are ignored."""

    provider_trainee_id = StrictString(
        allow_none=True, metadata={"description": "Your own reference."}
    )
    application_id = StrictInteger(
        allow_none=True, validate=validate.Range(min=-(2**31), max=2**31 - 1)
    )
    first_names = StrictString(required=True, validate=_UP_TO_60)
    middle_names = StrictString(allow_none=True, validate=_UP_TO_60)
    last_name = StrictString(required=True, validate=_UP_TO_60)
    previous_last_name = StrictString(allow_none=True)
    date_of_birth = IsoDate(
        required=True, metadata={"description": "At least 16 and less than 100 years ago."}
    )
    sex = Coded(SEXES, checked=False, required=True)
    email = StrictString(required=True, validate=validate.Length(max=255))
    nationality = Coded(NATIONALITIES, checked=False, allow_none=True)
    ethnicity = Coded(
        ETHNICITIES,
        checked=False,
        allow_none=True,
        metadata={"description": "Without one, it counts as not provided."},
    )
    training_route = Coded(TRAINING_ROUTES, checked=False, required=True)
    itt_start_date = IsoDate(required=True)
    itt_end_date = IsoDate(
        required=True, metadata={"description": "After the start of the course."}
    )
    trainee_start_date = IsoDate(
        allow_none=True,
        metadata={"description": "The start of the course unless said otherwise."},
    )
    course_subject_one = Coded(
        COURSE_SUBJECTS,
        checked=False,
        allow_none=True,
        metadata={
            "description": "Required unless the course is for primary schools, whose first "
            "subject is always primary teaching."
        },
    )
    course_subject_two = Coded(COURSE_SUBJECTS, checked=False, allow_none=True)
    course_subject_three = Coded(COURSE_SUBJECTS, checked=False, allow_none=True)
    course_age_range = Coded(COURSE_AGE_RANGES, checked=False, required=True)
    study_mode = Coded(STUDY_MODES, checked=False, required=True)
    course_year = StrictString(required=True)
    itt_aim = Coded(ITT_AIMS, checked=False, required=True)
    itt_qualification_aim = Coded(
        ITT_QUALIFICATION_AIMS,
        checked=False,
        allow_none=True,
        metadata={"description": "Required when `itt_aim` is `202`."},
    )
    fund_code = Coded(FUND_CODES, checked=False, required=True)
    funding_method = Coded(FUNDING_METHODS, checked=False, required=True)
    training_initiative = Coded(TRAINING_INITIATIVES, checked=False, allow_none=True)
    additional_training_initiative = Coded(TRAINING_INITIATIVES, checked=False, allow_none=True)
    lead_partner_urn = StrictString(
        allow_none=True, metadata={"description": "An unknown one counts as not applicable."}
    )
    lead_partner_ukprn = StrictString(
        allow_none=True,
        metadata={"description": "Looked at only where `lead_partner_urn` is no member."},
    )
    employing_school_urn = StrictString(
        allow_none=True, metadata={"description": "An unknown one counts as not applicable."}
    )
    hesa_id = StrictString(required=True)
    ni_number = StrictString(allow_none=True)
    pg_apprenticeship_start_date = IsoDate(allow_none=True)
    placements_attributes = fields.List(fields.Nested(PlacementAttributesSchema), allow_none=True)
    degrees_attributes = fields.List(
        fields.Nested(DegreeAttributesSchema),
        allow_none=True,
        metadata={"description": "At least one for a postgraduate route."},
    )

    class Meta(Schema.Meta):
        unknown = EXCLUDE
        include = {
            name: Coded(DISABILITIES, checked=False, allow_none=True) for name in DISABILITY_FIELDS
        }


class RegistrationRequestSchema(Schema):
    """The envelope of a registration."""

    example = {"data": REGISTRATION}

    data = fields.Nested(RegistrationSchema, required=True)

    class Meta(Schema.Meta):
        unknown = EXCLUDE
