"""The trainee as it is sent: the same members in every answer."""

from marshmallow import fields, validate

from shared.schemas import (
    Choice,
    Coded,
    FaultSchema,
    IsoDate,
    MillisecondsTimestamp,
    ResourceSchema,
    SecondsTimestamp,
    StrictBoolean,
    StrictInteger,
    StrictString,
    one,
)
from trainees_service.domain.coded_rows import CourseLevel, DisabilityDisclosure
from trainees_service.domain.courses import EducationPhase
from trainees_service.domain.diversity import DISABILITY_FIELDS
from trainees_service.domain.states import TraineeState
from trainees_service.domain.withdrawals import FutureInterest, WithdrawalTrigger
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
from trainees_service.schemas.degrees import DegreeSchema
from trainees_service.schemas.examples import TRAINEE
from trainees_service.schemas.identifiers import Identifier
from trainees_service.schemas.placements import PlacementSchema


class HesaDisabilitiesSchema(ResourceSchema):
    """The disability codes by the names of the members that carried them."""

    sometimes = frozenset(DISABILITY_FIELDS)

    class Meta(ResourceSchema.Meta):
        include = {name: Coded(DISABILITIES) for name in DISABILITY_FIELDS}


class TraineeSchema(ResourceSchema):
    """A trainee of yours: what was registered, what follows from it, and the life cycle since."""

    sometimes = frozenset(DISABILITY_FIELDS)
    example = TRAINEE

    trainee_id = Identifier()
    provider_trainee_id = StrictString(allow_none=True)
    application_id = StrictInteger(allow_none=True)
    ukprn = StrictString(metadata={"description": "Yours."})
    first_names = StrictString()
    middle_names = StrictString(allow_none=True)
    last_name = StrictString()
    previous_last_name = StrictString(allow_none=True)
    date_of_birth = IsoDate()
    sex = Coded(SEXES)
    email = StrictString()
    nationality = Coded(NATIONALITIES, allow_none=True)
    ethnicity = Coded(ETHNICITIES)
    ethnic_group = StrictString()
    ethnic_background = StrictString()
    additional_ethnic_background = StrictString(allow_none=True)
    diversity_disclosure = StrictString(
        validate=validate.OneOf(["diversity_disclosed", "diversity_not_disclosed"])
    )
    disability_disclosure = Choice(DisabilityDisclosure)
    disability1 = Coded(DISABILITIES)
    disability2 = Coded(DISABILITIES)
    disability3 = Coded(DISABILITIES)
    disability4 = Coded(DISABILITIES)
    disability5 = Coded(DISABILITIES)
    disability6 = Coded(DISABILITIES)
    disability7 = Coded(DISABILITIES)
    disability8 = Coded(DISABILITIES)
    disability9 = Coded(DISABILITIES)
    hesa_disabilities = fields.Nested(HesaDisabilitiesSchema, allow_none=True)
    training_route = Coded(TRAINING_ROUTES)
    course_qualification = StrictString()
    course_level = Choice(CourseLevel)
    course_title = StrictString(allow_none=True)
    course_uuid = StrictString(allow_none=True)
    course_education_phase = Choice(EducationPhase)
    course_age_range = Coded(COURSE_AGE_RANGES)
    course_min_age = StrictInteger()
    course_max_age = StrictInteger()
    course_subject_one = Coded(COURSE_SUBJECTS)
    course_subject_two = Coded(COURSE_SUBJECTS, allow_none=True)
    course_subject_three = Coded(COURSE_SUBJECTS, allow_none=True)
    course_itt_start_date = IsoDate()
    expected_end_date = IsoDate()
    course_year = StrictString()
    study_mode = Coded(STUDY_MODES)
    course_study_mode = Coded(STUDY_MODES)
    itt_aim = Coded(ITT_AIMS)
    itt_qualification_aim = Coded(ITT_QUALIFICATION_AIMS, allow_none=True)
    itt_start_date = IsoDate()
    itt_end_date = IsoDate()
    trainee_start_date = IsoDate()
    pg_apprenticeship_start_date = IsoDate(allow_none=True)
    fund_code = Coded(FUND_CODES)
    funding_method = Coded(FUNDING_METHODS)
    bursary_level = Coded(
        FUNDING_METHODS, metadata={"description": "The same as `funding_method`."}
    )
    applying_for_bursary = StrictBoolean()
    applying_for_scholarship = StrictBoolean()
    applying_for_grant = StrictBoolean()
    bursary_tier = StrictString(allow_none=True)
    training_initiative = Coded(TRAINING_INITIATIVES, allow_none=True)
    additional_training_initiative = Coded(TRAINING_INITIATIVES, allow_none=True)
    lead_partner_urn = StrictString(allow_none=True)
    lead_partner_ukprn = StrictString(allow_none=True)
    lead_partner_not_applicable = StrictBoolean()
    employing_school_urn = StrictString(allow_none=True)
    employing_school_not_applicable = StrictBoolean()
    hesa_id = StrictString()
    ni_number = StrictString(allow_none=True)
    trn = StrictString(
        allow_none=True,
        validate=validate.Regexp("^[0-9]{7}$"),
        metadata={"description": "The teacher reference number, once it is allocated."},
    )
    state = Choice(TraineeState)
    submitted_for_trn_at = MillisecondsTimestamp(allow_none=True)
    slug_sent_to_dqt_at = MillisecondsTimestamp(
        allow_none=True, metadata={"description": "When the request for a TRN left."}
    )
    recommended_for_award_at = SecondsTimestamp(allow_none=True)
    outcome_date = IsoDate(allow_none=True)
    awarded_at = MillisecondsTimestamp(allow_none=True)
    defer_date = IsoDate(allow_none=True)
    defer_reason = StrictString(allow_none=True)
    reinstate_date = IsoDate(allow_none=True)
    withdraw_date = IsoDate(allow_none=True)
    withdraw_reasons = fields.List(
        StrictString(), metadata={"description": "Empty unless withdrawn."}
    )
    withdrawal_reasons = fields.List(
        StrictString(), allow_none=True, metadata={"description": "Null unless withdrawn."}
    )
    withdrawal_trigger = Choice(WithdrawalTrigger, allow_none=True)
    withdrawal_future_interest = Choice(FutureInterest, allow_none=True)
    withdrawal_another_reason = StrictString(allow_none=True)
    record_source = StrictString()
    submission_ready = StrictBoolean()
    commencement_status = StrictString(allow_none=True)
    placement_detail = StrictString(allow_none=True)
    region = StrictString(allow_none=True)
    iqts_country = StrictString(allow_none=True)
    additional_dttp_data = StrictString(allow_none=True)
    discarded_at = MillisecondsTimestamp(allow_none=True)
    hesa_updated_at = MillisecondsTimestamp(allow_none=True)
    ebacc = StrictBoolean()
    created_from_dttp = StrictBoolean()
    created_from_hesa = StrictBoolean()
    hesa_editable = StrictBoolean()
    created_at = MillisecondsTimestamp()
    updated_at = MillisecondsTimestamp(
        metadata={"description": "When anything you see here last changed."}
    )
    placements = fields.List(fields.Nested(PlacementSchema))
    degrees = fields.List(fields.Nested(DegreeSchema))


TraineeResponse = one(TraineeSchema, name="TraineeResponse")


class DuplicateTraineeSchema(ResourceSchema):
    """The refusal of a trainee you have registered already, with the records that exist."""

    errors = fields.List(fields.Nested(FaultSchema), validate=validate.Length(min=1))
    data = fields.List(fields.Nested(TraineeSchema), validate=validate.Length(min=1))
