"""A person on the framework, with everything that schools and appropriate bodies said of them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.partnerships import LeadProviderId, Partnership
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.schools import School

ParticipantId = NewType("ParticipantId", UUID)
TrainingRecordId = NewType("TrainingRecordId", UUID)
SchoolPeriodId = NewType("SchoolPeriodId", UUID)
TrainingPeriodId = NewType("TrainingPeriodId", UUID)
MentorshipId = NewType("MentorshipId", UUID)
InductionId = NewType("InductionId", UUID)


class Role(StrEnum):
    """The two ways in which one person can be on the framework, also both at once."""

    ECT = "ect"
    MENTOR = "mentor"


class WorkingPattern(StrEnum):
    """How much of the week an ECT works."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"


class Programme(StrEnum):
    """Who trains: a lead provider, or the school itself."""

    PROVIDER_LED = "provider_led"
    SCHOOL_LED = "school_led"


class DeferralReason(StrEnum):
    """Why a lead provider paused somebody's training."""

    BEREAVEMENT = "bereavement"
    LONG_TERM_SICKNESS = "long-term-sickness"
    PARENTAL_LEAVE = "parental-leave"
    CAREER_BREAK = "career-break"
    OTHER = "other"


class WithdrawalReason(StrEnum):
    """Why a lead provider ended somebody's training."""

    LEFT_TEACHING_PROFESSION = "left-teaching-profession"
    MOVED_SCHOOL = "moved-school"
    MENTOR_NO_LONGER_BEING_MENTOR = "mentor-no-longer-being-mentor"
    SWITCHED_TO_SCHOOL_LED = "switched-to-school-led"
    CHANGED_LEAD_PROVIDER = "changed-lead-provider"
    OTHER = "other"


class MentorIneligibilityReason(StrEnum):
    """Why a mentor's training is no longer funded."""

    COMPLETED_DECLARATION_RECEIVED = "completed_declaration_received"
    COMPLETED_DURING_EARLY_ROLL_OUT = "completed_during_early_roll_out"
    STARTED_NOT_COMPLETED = "started_not_completed"


class InductionOutcome(StrEnum):
    """How an induction ended."""

    PASSED = "pass"
    FAILED = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingCut:
    """What a leaving report took from a period: the end it had before, none if it was open."""

    finished_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolPeriod:
    """A stay at one school in one role; both dates belong to it, no end means it goes on."""

    id: SchoolPeriodId
    role: Role
    school: School
    started_on: date
    finished_on: date | None = None
    email: str | None = None
    working_pattern: WorkingPattern | None = None
    cut_by_leaving: LeavingCut | None = None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpressionOfInterest:
    """A school named a lead provider that has no partnership with it yet."""

    lead_provider_id: LeadProviderId
    cohort: CohortYear


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferral:
    """Training paused by the lead provider."""

    reason: DeferralReason
    deferred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Training ended by the lead provider."""

    reason: WithdrawalReason
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPeriod:
    """A stretch of training within one school period; both dates belong to it.

    Provider-led training has a schedule and a partnership or an expression of interest, all of
    one cohort; school-led training has none of the three.
    """

    id: TrainingPeriodId
    role: Role
    school_period_id: SchoolPeriodId
    programme: Programme
    started_on: date
    finished_on: date | None = None
    partnership: Partnership | None = None
    expression_of_interest: ExpressionOfInterest | None = None
    schedule: ScheduleIdentifier | None = None
    deferral: Deferral | None = None
    withdrawal: Withdrawal | None = None
    cut_by_leaving: LeavingCut | None = None
    created_at: datetime

    @property
    def cohort(self) -> CohortYear | None:
        """The cohort that pays for the training; none when the school trains by itself."""
        if self.partnership is not None:
            return self.partnership.cohort
        if self.expression_of_interest is not None:
            return self.expression_of_interest.cohort
        return None

    @property
    def lead_provider_id(self) -> LeadProviderId | None:
        """The lead provider named by the school, whether its partnership is there yet or not."""
        if self.partnership is not None:
            return self.partnership.lead_provider_id
        if self.expression_of_interest is not None:
            return self.expression_of_interest.lead_provider_id
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentorship:
    """The time in which a mentor looks after this person, who is the ECT of the two."""

    id: MentorshipId
    ect_school_period_id: SchoolPeriodId
    mentor_id: ParticipantId
    mentor_school_period_id: SchoolPeriodId
    started_on: date
    finished_on: date | None = None
    cut_by_leaving: LeavingCut | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InductionPeriod:
    """A statutory induction (part of one) recorded by an appropriate body."""

    id: InductionId
    appropriate_body: str
    started_on: date
    finished_on: date | None = None
    outcome: InductionOutcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdChange:
    """A merge: the id that was retired, and the one it became at that time."""

    from_participant_id: ParticipantId
    to_participant_id: ParticipantId
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorFundingEnd:
    """The day on which a mentor stopped being funded, and why."""

    ended_on: date
    reason: MentorIneligibilityReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Teacher:
    """One person with all their periods, in the order of their start dates.

    A person merged into another keeps only ids and `merged_into`; everything else has moved.
    """

    id: ParticipantId
    ect_record_id: TrainingRecordId
    mentor_record_id: TrainingRecordId
    trn: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    corrected_name: str | None = None
    created_at: datetime
    merged_into: ParticipantId | None = None
    ect_first_eligible_at: datetime | None = None
    mentor_first_eligible_at: datetime | None = None
    ect_ineligible_on: date | None = None
    mentor_funding_end: MentorFundingEnd | None = None
    ect_frozen_cohort: CohortYear | None = None
    mentor_frozen_cohort: CohortYear | None = None
    national_induction_started_on: date | None = None
    national_induction_completed_on: date | None = None
    school_periods: tuple[SchoolPeriod, ...] = field(default=())
    training_periods: tuple[TrainingPeriod, ...] = field(default=())
    mentorships: tuple[Mentorship, ...] = field(default=())
    inductions: tuple[InductionPeriod, ...] = field(default=())
    id_changes: tuple[IdChange, ...] = field(default=())
