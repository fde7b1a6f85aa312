"""The participant as it is sent."""

import re

from marshmallow import Schema, fields, validate

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.statuses import ParticipantStatus, TrainingStatus
from participants_service.domain.teachers import (
    DeferralReason,
    MentorIneligibilityReason,
    Role,
    WithdrawalReason,
    WorkingPattern,
)
from shared.schemas import (
    Choice,
    IsoDate,
    ResourceSchema,
    SecondsTimestamp,
    StrictBoolean,
    StrictString,
    TextField,
    Uuid,
    many,
    one,
)

_YEAR = re.compile(r"[0-9]{4}")


def _read_year(text: str) -> CohortYear:
    if not _YEAR.fullmatch(text):
        raise ValueError("not a year")
    return CohortYear(int(text))


class Year(TextField[CohortYear]):
    """A cohort by its year, written as text."""

    default_error_messages = {"invalid": "Not a year of four digits."}
    openapi = {"type": "string", "pattern": "^[0-9]{4}$", "examples": ["2025"]}
    read = staticmethod(_read_year)
    write = str


class WithdrawalSchema(ResourceSchema):
    """Why and when a lead provider ended the training."""

    reason = Choice(WithdrawalReason)
    date = SecondsTimestamp(attribute="withdrawn_at")


class DeferralSchema(ResourceSchema):
    """Why and when a lead provider paused the training."""

    reason = Choice(DeferralReason)
    date = SecondsTimestamp(attribute="deferred_at")


class EnrolmentSchema(ResourceSchema):
    """A person in one role, as trained last by the lead provider that asks."""

    training_record_id = Uuid(
        metadata={"description": "One for each role of a person, for life."},
    )
    email = StrictString(allow_none=True, metadata={"description": "As given by the school."})
    mentor_id = Uuid(
        allow_none=True,
        metadata={"description": "The current mentor of an ECT, or else the next one."},
    )
    school_urn = StrictString(metadata={"description": "The school of the training."})
    participant_type = Choice(Role, attribute="role")
    working_pattern = Choice(WorkingPattern, allow_none=True)
    cohort = Year()
    training_status = Choice(TrainingStatus)
    participant_status = Choice(ParticipantStatus)
    eligible_for_funding = StrictBoolean(
        metadata={"description": "Once true, it stays true."},
    )
    pupil_premium_uplift = StrictBoolean()
    sparsity_uplift = StrictBoolean()
    schedule_identifier = Choice(ScheduleIdentifier, attribute="schedule")
    delivery_partner_id = Uuid()
    withdrawal = fields.Nested(WithdrawalSchema, allow_none=True)
    deferral = fields.Nested(DeferralSchema, allow_none=True)
    created_at = SecondsTimestamp()
    induction_end_date = IsoDate(attribute="induction_ended_on", allow_none=True)
    most_recent_induction_period_end_date = IsoDate(
        attribute="latest_induction_period_ended_on", allow_none=True
    )
    overall_induction_start_date = IsoDate(attribute="induction_started_on", allow_none=True)
    mentor_funding_end_date = IsoDate(attribute="mentor_funding_ended_on", allow_none=True)
    mentor_ineligible_for_funding_reason = Choice(
        MentorIneligibilityReason, attribute="mentor_ineligibility_reason", allow_none=True
    )
    cohort_changed_after_payments_frozen = StrictBoolean(
        attribute="changed_cohort_after_payments_frozen"
    )


class IdChangeSchema(ResourceSchema):
    """A merge of two records of one person, as it was recorded."""

    from_participant_id = Uuid(metadata={"description": "The id that was retired."})
    to_participant_id = Uuid(metadata={"description": "The id it became at that time."})
    changed_at = SecondsTimestamp()


class ParticipantAttributesSchema(ResourceSchema):
    """A person with one or two enrolments, the ECT's first."""

    full_name = StrictString()
    teacher_reference_number = StrictString(
        attribute="trn", allow_none=True, validate=validate.Regexp("^[0-9]{7}$")
    )
    updated_at = SecondsTimestamp(
        metadata={"description": "When what you see of this participant last changed."},
    )
    ecf_enrolments = fields.List(
        fields.Nested(EnrolmentSchema), attribute="enrolments", validate=validate.Length(1, 2)
    )
    participant_id_changes = fields.List(fields.Nested(IdChangeSchema), attribute="id_changes")


class ParticipantSchema(ResourceSchema):
    """A participant."""

    example = {
        "id": "7d1f3c52-0c0e-4b7a-9a35-58a6f1f0b6a4",
        "type": "participant",
        "attributes": {
            "full_name": "Imogen Achterberg",
            "teacher_reference_number": "4471902",
            "updated_at": "2026-01-19T07:42:10Z",
            "ecf_enrolments": [
                {
                    "training_record_id": "1b0a7c1e-6f6c-4f5e-8f0b-2f4a9f0a8d11",
                    "email": "i.achterberg@fenbrook-academy.example",
                    "mentor_id": "c2a9e0c4-7c34-4c0b-8f53-0a4a7fb2a9e7",
                    "school_urn": "900417",
                    "participant_type": "ect",
                    "working_pattern": "part_time",
                    "cohort": "2025",
                    "training_status": "deferred",
                    "participant_status": "left",
                    "eligible_for_funding": True,
                    "pupil_premium_uplift": False,
                    "sparsity_uplift": False,
                    "schedule_identifier": "ecf-standard-september",
                    "delivery_partner_id": "58d0c9a2-2a3c-4d7f-a3b0-6a1b0c4f7e90",
                    "withdrawal": None,
                    "deferral": {"reason": "parental-leave", "date": "2026-01-19T07:42:10Z"},
                    "created_at": "2025-07-02T09:15:44Z",
                    "induction_end_date": None,
                    "most_recent_induction_period_end_date": None,
                    "overall_induction_start_date": "2025-09-03",
                    "mentor_funding_end_date": None,
                    "mentor_ineligible_for_funding_reason": None,
                    "cohort_changed_after_payments_frozen": False,
                }
            ],
            "participant_id_changes": [
                {
                    "from_participant_id": "e90b1f75-31d1-45c8-8a0e-2d7f4c5b6a01",
                    "to_participant_id": "7d1f3c52-0c0e-4b7a-9a35-58a6f1f0b6a4",
                    "changed_at": "2025-11-03T16:20:00Z",
                }
            ],
        },
    }

    id = Uuid(metadata={"description": "One for each person, the same in both roles."})
    type = StrictString(validate=validate.OneOf(["participant"]))
    attributes = fields.Nested(ParticipantAttributesSchema)


ParticipantResponse = one(ParticipantSchema, name="ParticipantResponse")
ParticipantsResponse = many(ParticipantSchema, name="ParticipantsResponse")


class ParticipantPath(Schema):
    """Whom a path is about."""

    participant_id = Uuid(
        lenient=True, required=True, metadata={"description": "The participant's id."}
    )
