"""The record of a trainee, and what follows from it without being stored."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from trainees_service.domain.academic_cycles import cycle_of
from trainees_service.domain.code_tables import (
    COURSE_AGE_RANGES,
    ETHNICITIES,
    FUNDING_METHODS,
    NATIONALITIES,
    TRAINING_ROUTES,
)
from trainees_service.domain.coded_rows import CourseLevel, DisabilityDisclosure, FundingKind
from trainees_service.domain.courses import EducationPhase, phase_of
from trainees_service.domain.degrees import Degree
from trainees_service.domain.diversity import DISABILITY_FIELDS, disability_disclosure, is_disclosed
from trainees_service.domain.identifiers import ProviderId, TraineeId
from trainees_service.domain.placements import Placement
from trainees_service.domain.registers import LeadPartner, School
from trainees_service.domain.states import TraineeState, state_in_training
from trainees_service.domain.withdrawals import Withdrawal


class TrnAlreadyHeldError(Exception):
    """A trainee keeps the first TRN; another one must not overwrite it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trainee:
    """One trainee of one provider: what was registered, and the life cycle since.

    Codes are stored as sent, apart from the order of course subjects. When the record was last
    changed is not part of it: that belongs to what the provider sees.
    """

    trainee_id: TraineeId
    provider_id: ProviderId
    provider_trainee_id: str | None
    application_id: int | None
    created_at: datetime

    first_names: str
    middle_names: str | None
    last_name: str
    previous_last_name: str | None
    date_of_birth: date
    sex: str
    email: str
    nationality: str | None
    ethnicity: str
    # Nine places, for disability1 to disability9.
    disabilities: tuple[str | None, ...]

    training_route: str
    itt_start_date: date
    itt_end_date: date
    trainee_start_date: date
    course_subject_one: str
    course_subject_two: str | None
    course_subject_three: str | None
    course_age_range: str
    study_mode: str
    course_year: str
    itt_aim: str
    itt_qualification_aim: str | None
    fund_code: str
    funding_method: str
    training_initiative: str | None
    additional_training_initiative: str | None
    lead_partner: LeadPartner | None
    employing_school: School | None
    hesa_id: str
    ni_number: str | None
    pg_apprenticeship_start_date: date | None

    # Placements in the order of their creation, degrees in that of graduation.
    placements: tuple[Placement, ...]
    degrees: tuple[Degree, ...]

    state: TraineeState = TraineeState.SUBMITTED_FOR_TRN
    trn: str | None = None
    submitted_for_trn_at: datetime
    slug_sent_to_dqt_at: datetime | None = None
    recommended_for_award_at: datetime | None = None
    outcome_date: date | None = None
    awarded_at: datetime | None = None
    defer_date: date | None = None
    defer_reason: str | None = None
    reinstate_date: date | None = None
    withdrawal: Withdrawal | None = None
    discarded_at: datetime | None = None

    @property
    def course_level(self) -> CourseLevel:
        """Whether the route is an undergraduate or a postgraduate one."""
        return TRAINING_ROUTES[self.training_route].level

    @property
    def course_qualification(self) -> str:
        """The status the route leads to."""
        return TRAINING_ROUTES[self.training_route].qualification

    @property
    def course_min_age(self) -> int:
        """The youngest age the course prepares to teach."""
        return COURSE_AGE_RANGES[self.course_age_range].min_age

    @property
    def course_max_age(self) -> int:
        """The oldest age the course prepares to teach."""
        return COURSE_AGE_RANGES[self.course_age_range].max_age

    @property
    def course_education_phase(self) -> EducationPhase:
        """The phase of schooling the age range belongs to."""
        return phase_of(COURSE_AGE_RANGES[self.course_age_range])

    @property
    def answered_nationality(self) -> str | None:
        """Code of the nationality; British territories share that of Great Britain."""
        return None if self.nationality is None else NATIONALITIES[self.nationality].answered_as

    @property
    def answered_ethnicity(self) -> str:
        """Code of the ethnic background; all ways of not giving one share a code."""
        return ETHNICITIES[self.ethnicity].answered_as

    @property
    def ethnic_background(self) -> str:
        """Name of the ethnic background."""
        return ETHNICITIES[self.ethnicity].name

    @property
    def ethnic_group(self) -> str:
        """The group the ethnic background belongs to."""
        return ETHNICITIES[self.ethnicity].group

    @property
    def disability_disclosure(self) -> DisabilityDisclosure:
        """What the disability codes say as a whole."""
        return disability_disclosure(self.disabilities)

    @property
    def diversity_disclosure(self) -> str:
        """Whether anything was said about ethnicity or disabilities."""
        disclosed = is_disclosed(ethnicity=self.ethnicity, disabilities=self.disabilities)
        return "diversity_disclosed" if disclosed else "diversity_not_disclosed"

    @property
    def sent_disabilities(self) -> dict[str, str]:
        """The disability codes by the names of the fields that carried them, gaps left out."""
        sent = zip(DISABILITY_FIELDS, self.disabilities, strict=True)
        return {name: code for name, code in sent if code is not None}

    @property
    def applying_for_bursary(self) -> bool:
        """Whether the funding method asks for a bursary."""
        return FUNDING_METHODS[self.funding_method].kind is FundingKind.BURSARY

    @property
    def applying_for_scholarship(self) -> bool:
        """Whether the funding method asks for a scholarship."""
        return FUNDING_METHODS[self.funding_method].kind is FundingKind.SCHOLARSHIP

    @property
    def applying_for_grant(self) -> bool:
        """Whether the funding method asks for a grant."""
        return FUNDING_METHODS[self.funding_method].kind is FundingKind.GRANT

    @property
    def bursary_tier(self) -> str | None:
        """The tier, for the funding methods that are one."""
        return FUNDING_METHODS[self.funding_method].bursary_tier

    @property
    def start_cycle(self) -> int | None:
        """Start year of the academic cycle the trainee started in, by which lists are cut."""
        return cycle_of(self.trainee_start_date)

    @property
    def end_cycle(self) -> int | None:
        """Start year of the cycle in which the training ended, or is to end."""
        if self.awarded_at is not None:
            return cycle_of(self.awarded_at.date())
        if self.withdrawal is not None:
            return cycle_of(self.withdrawal.withdraw_date)
        return cycle_of(self.itt_end_date)

    def with_trn_requested(self, *, at: datetime) -> Self:
        """Return the trainee after the request for a TRN left; the first time is the one kept."""
        return self if self.slug_sent_to_dqt_at else replace(self, slug_sent_to_dqt_at=at)

    def with_trn(self, trn: str) -> Self:
        """Return the trainee after a TRN arrived, in training unless deferred or withdrawn."""
        if self.trn == trn:
            return self
        if self.trn is not None:
            raise TrnAlreadyHeldError
        if self.state is TraineeState.SUBMITTED_FOR_TRN:
            return replace(self, trn=trn, state=state_in_training(has_trn=True))
        return replace(self, trn=trn)
