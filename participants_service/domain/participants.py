"""A participant: what one lead provider sees of a person, on one day."""

from dataclasses import dataclass
from datetime import date, datetime

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.partnerships import DeliveryPartnerId
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.statuses import ParticipantStatus, TrainingStatus
from participants_service.domain.teachers import (
    Deferral,
    IdChange,
    MentorIneligibilityReason,
    ParticipantId,
    Role,
    TrainingRecordId,
    Withdrawal,
    WorkingPattern,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A person in one role, as trained last by the lead provider that looks."""

    role: Role
    training_record_id: TrainingRecordId
    email: str | None
    mentor_id: ParticipantId | None
    school_urn: str
    working_pattern: WorkingPattern | None
    cohort: CohortYear
    training_status: TrainingStatus
    participant_status: ParticipantStatus
    eligible_for_funding: bool
    pupil_premium_uplift: bool
    sparsity_uplift: bool
    schedule: ScheduleIdentifier
    delivery_partner_id: DeliveryPartnerId
    withdrawal: Withdrawal | None
    deferral: Deferral | None
    created_at: datetime
    induction_ended_on: date | None
    latest_induction_period_ended_on: date | None
    induction_started_on: date | None
    mentor_funding_ended_on: date | None
    mentor_ineligibility_reason: MentorIneligibilityReason | None
    changed_cohort_after_payments_frozen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A person with one or two enrolments, the ECT's first."""

    id: ParticipantId
    full_name: str
    trn: str | None
    enrolments: tuple[Enrolment, ...]
    id_changes: tuple[IdChange, ...]
    created_at: datetime
    flips_on: date | None
    """The next day on which the calendar alone changes something of all this."""
