"""From entities to the participant that a lead provider sees today."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from peer.participants.models import SchoolPeriod, Teacher, TrainingPeriod, Visibility
from peer.participants.schemas import (
    Enrolment,
    IdChange,
    Interruption,
    Participant,
    ParticipantAttributes,
    ParticipantStatus,
    TrainingStatus,
)

Role = Literal["ect", "mentor"]


def participant_of(visibility: Visibility, today: date) -> Participant:
    """Return what the lead provider sees of the person."""
    teacher = visibility.teacher
    enrolments = []
    roles: tuple[Role, Role] = ("ect", "mentor")
    for role in roles:
        training = latest_training(visibility, role)
        if training is not None:
            enrolments.append(enrolment_of(teacher, training, role, today))
    return Participant(
        id=teacher.id,
        attributes=ParticipantAttributes(
            full_name=full_name(teacher),
            teacher_reference_number=teacher.trn,
            updated_at=seconds(visibility.updated_at),
            ecf_enrolments=enrolments,
            participant_id_changes=[
                IdChange(
                    from_participant_id=change.from_participant_id,
                    to_participant_id=change.to_participant_id,
                    changed_at=seconds(change.changed_at),
                )
                for change in teacher.id_changes
            ],
        ),
    )


def seconds(moment: datetime) -> datetime:
    """Return the moment as it is sent, in whole seconds."""
    return moment.replace(microsecond=0)


def full_name(teacher: Teacher) -> str:
    """Return the corrected name, or else the one in the national record."""
    corrected = (teacher.corrected_name or "").strip()
    if corrected:
        return corrected
    parts = ((part or "").strip() for part in (teacher.first_name, teacher.last_name))
    return " ".join(part for part in parts if part and part != ".") or "Unknown"


def latest_training(visibility: Visibility, role: Role) -> TrainingPeriod | None:
    """Return the training with the lead provider that starts last."""
    return next(
        (
            period
            for period in reversed(visibility.teacher.training_periods)
            if period.role == role
            and period.partnership is not None
            and period.partnership.lead_provider_id == visibility.lead_provider_id
        ),
        None,
    )


def enrolment_of(teacher: Teacher, training: TrainingPeriod, role: Role, today: date) -> Enrolment:
    """Return the person in one role."""
    is_ect = role == "ect"
    stays = [period for period in teacher.school_periods if period.role == role]
    stay = next(period for period in stays if period.id == training.school_period_id)
    partnership = training.partnership
    if partnership is None or training.schedule_identifier is None:
        raise ValueError(training.id)
    induction = induction_dates(teacher) if is_ect else (None, None, None)
    completed_on = induction[1] if is_ect else teacher.mentor_funding_ended_on
    status = training_status(training)
    pupil_premium, sparsity = uplift(stay, training)
    return Enrolment(
        training_record_id=teacher.ect_record_id if is_ect else teacher.mentor_record_id,
        email=stay.email,
        mentor_id=mentor_id(teacher, training, today) if is_ect else None,
        school_urn=stay.school.urn,
        participant_type=role,
        working_pattern=stays[-1].working_pattern if is_ect else None,
        cohort=str(partnership.cohort),
        training_status=status,
        participant_status=participant_status(training, completed_on, today),
        eligible_for_funding=(
            teacher.ect_first_eligible_at if is_ect else teacher.mentor_first_eligible_at
        )
        is not None,
        pupil_premium_uplift=pupil_premium,
        sparsity_uplift=sparsity,
        schedule_identifier=training.schedule_identifier,
        delivery_partner_id=partnership.delivery_partner_id,
        withdrawal=(
            interruption(training.withdrawal_reason, training.withdrawn_at)
            if status is TrainingStatus.WITHDRAWN
            else None
        ),
        deferral=(
            interruption(training.deferral_reason, training.deferred_at)
            if status is TrainingStatus.DEFERRED
            else None
        ),
        created_at=seconds(stays[0].created_at),
        overall_induction_start_date=induction[0],
        induction_end_date=induction[1],
        most_recent_induction_period_end_date=induction[2],
        mentor_funding_end_date=None if is_ect else teacher.mentor_funding_ended_on,
        mentor_ineligible_for_funding_reason=None if is_ect else teacher.mentor_funding_end_reason,
        cohort_changed_after_payments_frozen=(
            teacher.ect_frozen_cohort if is_ect else teacher.mentor_frozen_cohort
        )
        is not None,
    )


def interruption(reason: str | None, at: datetime | None) -> Interruption | None:
    """Return why and when training was paused or ended."""
    return None if reason is None or at is None else Interruption(reason=reason, date=seconds(at))


def training_status(training: TrainingPeriod) -> TrainingStatus:
    """Return the status that the lead provider's actions gave the training."""
    if training.withdrawn_at is None:
        return TrainingStatus.ACTIVE if training.deferred_at is None else TrainingStatus.DEFERRED
    if training.deferred_at is not None and training.deferred_at > training.withdrawn_at:
        return TrainingStatus.DEFERRED
    return TrainingStatus.WITHDRAWN


def participant_status(
    training: TrainingPeriod, completed_on: date | None, today: date
) -> ParticipantStatus:
    """Return where the person stands; the order of the questions is part of the rule."""
    finished_on = training.finished_on
    if training.withdrawn_at is not None or training.deferred_at is not None:
        if finished_on is not None and finished_on > today:
            return ParticipantStatus.LEAVING
        return ParticipantStatus.LEFT
    if completed_on is not None and (finished_on is None or completed_on <= finished_on):
        return ParticipantStatus.ACTIVE
    if finished_on is not None:
        return ParticipantStatus.LEAVING if finished_on >= today else ParticipantStatus.LEFT
    return ParticipantStatus.JOINING if training.started_on > today else ParticipantStatus.ACTIVE


def induction_dates(teacher: Teacher) -> tuple[date | None, date | None, date | None]:
    """Return when the induction started and ended, and when its latest part ended."""
    started_on = teacher.national_induction_started_on
    ended_on = teacher.national_induction_completed_on
    latest_ended_on = None
    if teacher.inductions:
        started_on = teacher.inductions[0].started_on
        latest_ended_on = teacher.inductions[-1].finished_on
        for period in teacher.inductions:
            if period.outcome is not None:
                ended_on = period.finished_on
    return started_on, ended_on, latest_ended_on


def mentor_id(teacher: Teacher, training: TrainingPeriod, today: date) -> UUID | None:
    """Return the current mentor at the school of the training, or else the next one."""
    return next(
        (
            mentorship.mentor_id
            for mentorship in teacher.mentorships
            if mentorship.ect_school_period_id == training.school_period_id
            and (mentorship.finished_on is None or mentorship.finished_on >= today)
        ),
        None,
    )


def uplift(stay: SchoolPeriod, training: TrainingPeriod) -> tuple[bool, bool]:
    """Return the school's uplifts, in a cohort that pays them."""
    partnership = training.partnership
    if partnership is not None and partnership.contract_period.uplift_fees_enabled:
        for row in stay.school.uplifts:
            if row.cohort == partnership.cohort:
                return row.pupil_premium, row.sparsity
    return False, False
