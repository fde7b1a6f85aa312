"""The participant as it is sent."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import BaseModel


class TrainingStatus(StrEnum):
    """What the lead provider last did with the training."""

    ACTIVE = "active"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


class ParticipantStatus(StrEnum):
    """Where somebody stands with a lead provider today."""

    JOINING = "joining"
    ACTIVE = "active"
    LEAVING = "leaving"
    LEFT = "left"


class Interruption(BaseModel):
    """Why and when training was paused or ended."""

    reason: str
    date: datetime


class Enrolment(BaseModel):
    """A person in one role."""

    training_record_id: UUID
    email: str | None
    mentor_id: UUID | None
    school_urn: str
    participant_type: Literal["ect", "mentor"]
    working_pattern: str | None
    cohort: str
    training_status: TrainingStatus
    participant_status: ParticipantStatus
    eligible_for_funding: bool
    pupil_premium_uplift: bool
    sparsity_uplift: bool
    schedule_identifier: str
    delivery_partner_id: UUID
    withdrawal: Interruption | None
    deferral: Interruption | None
    created_at: datetime
    induction_end_date: date | None
    most_recent_induction_period_end_date: date | None
    overall_induction_start_date: date | None
    mentor_funding_end_date: date | None
    mentor_ineligible_for_funding_reason: str | None
    cohort_changed_after_payments_frozen: bool


class IdChange(BaseModel):
    """A merge of two records of one person."""

    from_participant_id: UUID
    to_participant_id: UUID
    changed_at: datetime


class ParticipantAttributes(BaseModel):
    """A person with one or two enrolments."""

    full_name: str
    teacher_reference_number: str | None
    updated_at: datetime
    ecf_enrolments: list[Enrolment]
    participant_id_changes: list[IdChange]


class Participant(BaseModel):
    """A participant."""

    id: UUID
    type: Literal["participant"] = "participant"
    attributes: ParticipantAttributes


class ParticipantResponse(BaseModel):
    """One participant."""

    data: Participant


class ParticipantsResponse(BaseModel):
    """A page of participants."""

    data: list[Participant]
