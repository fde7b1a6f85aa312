"""Work out what a lead provider sees of a person: no database, no clock."""

from datetime import date, datetime

from participants_service.domain.calendar import earliest
from participants_service.domain.funding_eligibility import (
    changed_cohort_after_payments_frozen,
    is_eligible_for_funding,
    mentor_funding_ended_on,
)
from participants_service.domain.induction_status import InductionStatus, induction_status
from participants_service.domain.mentors import mentor_flips_on, mentor_of
from participants_service.domain.names import full_name
from participants_service.domain.participants import Enrolment, Participant
from participants_service.domain.partnerships import LeadProviderId, Partnership
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.statuses import (
    TrainingStatus,
    participant_status,
    status_flips_on,
    training_status,
)
from participants_service.domain.teachers import (
    Role,
    SchoolPeriod,
    Teacher,
    TrainingPeriod,
    WorkingPattern,
)
from participants_service.domain.uplifts import Facts, uplift_of
from participants_service.domain.visibility import latest_training


def build(
    teacher: Teacher, lead_provider_id: LeadProviderId, today: date, facts: Facts
) -> Participant | None:
    """Return what the lead provider sees of the person on a day; None if nothing."""
    enrolments: list[Enrolment] = []
    flips: list[date | None] = []
    for role in Role:
        training = latest_training(teacher, lead_provider_id, role)
        if training is not None:
            enrolment, flips_on = _enrolment(teacher, training, today, facts)
            enrolments.append(enrolment)
            flips.append(flips_on)
    if not enrolments:
        return None
    return Participant(
        id=teacher.id,
        full_name=full_name(teacher),
        trn=teacher.trn,
        enrolments=tuple(enrolments),
        id_changes=tuple(
            sorted(
                teacher.id_changes,
                key=lambda change: (change.changed_at, change.from_participant_id),
            )
        ),
        created_at=teacher.created_at,
        flips_on=earliest(flips),
    )


def _enrolment(
    teacher: Teacher, training: TrainingPeriod, today: date, facts: Facts
) -> tuple[Enrolment, date | None]:
    """Build one enrolment, and say when it changes by itself."""
    is_ect = training.role is Role.ECT
    school_period = _school_period_of(teacher, training)
    partnership, schedule = _provider_led(training)
    induction = induction_status(teacher) if is_ect else NO_INDUCTION
    funding_end = None if is_ect else teacher.mentor_funding_end
    completed_on = induction.ended_on if is_ect else mentor_funding_ended_on(teacher)
    status = training_status(training)
    uplift = uplift_of(facts, school_urn=school_period.school.urn, cohort=partnership.cohort)
    enrolment = Enrolment(
        role=training.role,
        training_record_id=teacher.ect_record_id if is_ect else teacher.mentor_record_id,
        email=school_period.email,
        mentor_id=mentor_of(teacher, training, today=today) if is_ect else None,
        school_urn=school_period.school.urn,
        working_pattern=_working_pattern(teacher) if is_ect else None,
        cohort=partnership.cohort,
        training_status=status,
        participant_status=participant_status(training, completed_on=completed_on, today=today),
        eligible_for_funding=is_eligible_for_funding(teacher, training.role),
        pupil_premium_uplift=uplift.pupil_premium,
        sparsity_uplift=uplift.sparsity,
        schedule=schedule,
        delivery_partner_id=partnership.delivery_partner_id,
        withdrawal=training.withdrawal if status is TrainingStatus.WITHDRAWN else None,
        deferral=training.deferral if status is TrainingStatus.DEFERRED else None,
        created_at=_first_seen_at(teacher, training.role),
        induction_ended_on=induction.ended_on,
        latest_induction_period_ended_on=induction.latest_period_ended_on,
        induction_started_on=induction.started_on,
        mentor_funding_ended_on=None if funding_end is None else funding_end.ended_on,
        mentor_ineligibility_reason=None if funding_end is None else funding_end.reason,
        changed_cohort_after_payments_frozen=changed_cohort_after_payments_frozen(
            teacher, training.role
        ),
    )
    flips_on = earliest(
        (
            status_flips_on(training, completed_on=completed_on, today=today),
            mentor_flips_on(teacher, training, today=today) if is_ect else None,
        )
    )
    return enrolment, flips_on


NO_INDUCTION = InductionStatus(started_on=None, ended_on=None, latest_period_ended_on=None)


def _school_period_of(teacher: Teacher, training: TrainingPeriod) -> SchoolPeriod:
    return next(
        period for period in teacher.school_periods if period.id == training.school_period_id
    )


def _provider_led(training: TrainingPeriod) -> tuple[Partnership, ScheduleIdentifier]:
    """Return what every training shown to a lead provider has."""
    if training.partnership is None or training.schedule is None:
        raise InconsistentTrainingError(training.id)
    return training.partnership, training.schedule


class InconsistentTrainingError(Exception):
    """Training with a partnership lacks its schedule: stored records break an invariant."""


def _working_pattern(teacher: Teacher) -> WorkingPattern | None:
    """Return the pattern of the ECT's last stay at a school, whoever trains them there."""
    return max(_school_periods(teacher, Role.ECT), key=_start).working_pattern


def _first_seen_at(teacher: Teacher, role: Role) -> datetime:
    """Return when the person's first stay at a school in a role was recorded."""
    return min(_school_periods(teacher, role), key=_start).created_at


def _school_periods(teacher: Teacher, role: Role) -> list[SchoolPeriod]:
    return [period for period in teacher.school_periods if period.role is role]


def _start(period: SchoolPeriod) -> tuple[object, ...]:
    return period.started_on, period.created_at, period.id
