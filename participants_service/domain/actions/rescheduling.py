"""What becomes of training on another schedule: changed in place, or ended and begun anew."""

from dataclasses import replace
from datetime import date

from participants_service.domain.actions.circumstances import Circumstances
from participants_service.domain.calendar import ONE_DAY
from participants_service.domain.cohorts import CohortYear
from participants_service.domain.eligibility_moments import with_mentor_eligibility
from participants_service.domain.partnerships import Partnership, newest
from participants_service.domain.periods import (
    earliest_end,
    end_without_leaving,
    ended_before,
    ended_by,
    left_on,
)
from participants_service.domain.schedules import ScheduleIdentifier
from participants_service.domain.stays import with_training
from participants_service.domain.teachers import (
    Programme,
    Role,
    SchoolPeriod,
    Teacher,
    TrainingPeriod,
    TrainingPeriodId,
)


def frozen_cohort(teacher: Teacher, role: Role) -> CohortYear | None:
    """Return the cohort that somebody left in a role because its payments were frozen."""
    return teacher.ect_frozen_cohort if role is Role.ECT else teacher.mentor_frozen_cohort


def has_completed(teacher: Teacher, role: Role) -> bool:
    """Return whether an ECT's induction has an outcome, or a mentor's funding an end."""
    if role is Role.MENTOR:
        return teacher.mentor_funding_end is not None
    return any(induction.outcome is not None for induction in teacher.inductions)


def partnership_for(
    circumstances: Circumstances, training: TrainingPeriod, cohort: CohortYear
) -> Partnership | None:
    """Return the partnership on which training would rest in a cohort.

    In its own cohort that is the one it has. In another it is the lead provider's with the same
    school: the one with the same delivery partner, else the one made last.
    """
    current = training.partnership
    if current is None or current.cohort == cohort:
        return current
    candidates = [
        partnership
        for partnership in circumstances.partnerships
        if partnership.school_id == current.school_id
        and partnership.lead_provider_id == current.lead_provider_id
        and partnership.cohort == cohort
    ]
    same = [one for one in candidates if one.delivery_partner_id == current.delivery_partner_id]
    return newest(same or candidates)


def rescheduled(
    circumstances: Circumstances,
    training: TrainingPeriod,
    *,
    schedule: ScheduleIdentifier,
    cohort: CohortYear,
) -> Teacher:
    """Return the person with training on a schedule of a cohort."""
    today = circumstances.occasion.today
    stay = circumstances.stay(training)
    partnership = partnership_for(circumstances, training, cohort)
    teacher = _with_frozen_cohort(circumstances, training, cohort)
    if (
        training.started_on >= today
        or has_completed(teacher, training.role)
        # Who completed at a school and left it stays where they were: nothing begins there today.
        or ended_before(stay, today)
    ):
        interest = training.expression_of_interest
        changed = replace(
            training,
            partnership=partnership,
            schedule=schedule,
            expression_of_interest=None if interest is None else replace(interest, cohort=cohort),
        )
        return with_training(teacher, changed)
    ended = ended_by(training, today - ONE_DAY)
    if ended is not None:
        teacher = with_training(teacher, ended)
    begun = TrainingPeriod(
        id=TrainingPeriodId(circumstances.occasion.new_id(f"{training.role} training")),
        role=training.role,
        school_period_id=stay.id,
        programme=Programme.PROVIDER_LED,
        started_on=today,
        finished_on=_end_to_come(training, stay, today),
        partnership=partnership,
        schedule=schedule,
        created_at=circumstances.occasion.at,
    )
    teacher = with_training(teacher, left_on(begun, stay.finished_on))
    if training.role is Role.MENTOR:
        return with_mentor_eligibility(teacher, circumstances.occasion)
    return teacher


def _end_to_come(training: TrainingPeriod, stay: SchoolPeriod, today: date) -> date | None:
    """Return the end that training and stay would have had, had nobody reported a leaving."""
    return earliest_end(
        end_without_leaving(period)
        for period in (training, stay)
        if not ended_before(period, today)
    )


def _with_frozen_cohort(
    circumstances: Circumstances, training: TrainingPeriod, cohort: CohortYear
) -> Teacher:
    """Note that somebody leaves a cohort whose payments are frozen, or is back in theirs."""
    teacher, left = circumstances.teacher, training.cohort
    if left is None or left == cohort:
        return teacher
    cohorts, at = circumstances.calendar.cohorts, circumstances.occasion.at
    if cohorts[cohort].is_frozen(at):
        frozen = None
    elif cohorts[left].is_frozen(at):
        frozen = left
    else:
        return teacher
    if training.role is Role.ECT:
        return replace(teacher, ect_frozen_cohort=frozen)
    return replace(teacher, mentor_frozen_cohort=frozen)
