"""One training gives way to another during a stay: of another lead provider or programme."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from participants_service.domain.calendar import ONE_DAY
from participants_service.domain.cohorts import CohortYear
from participants_service.domain.eligibility_moments import with_mentor_eligibility
from participants_service.domain.errors import NotAllowedNowError, OverlapError
from participants_service.domain.occasions import Occasion
from participants_service.domain.periods import (
    any_overlap,
    by_start,
    contains,
    ended_before,
)
from participants_service.domain.stays import with_training
from participants_service.domain.teachers import (
    Programme,
    Role,
    SchoolPeriod,
    Teacher,
    TrainingPeriod,
)
from participants_service.domain.training_offers import (
    Calendar,
    Offer,
    provider_led_training,
    school_led_training,
)


def trainings_during(teacher: Teacher, stay: SchoolPeriod) -> tuple[TrainingPeriod, ...]:
    """Return the training that belongs to a stay."""
    return tuple(one for one in teacher.training_periods if one.school_period_id == stay.id)


def training_to_change(trainings: Sequence[TrainingPeriod], today: date) -> TrainingPeriod | None:
    """Return the training that goes on today, else the next to begin; None if all is over."""
    current = [one for one in trainings if contains(one, today)]
    coming = [one for one in trainings if one.started_on > today]
    return min(current or coming, key=by_start, default=None)


def training_chosen(trainings: Sequence[TrainingPeriod], today: date) -> TrainingPeriod | None:
    """Return what the school chose last: also training that its lead provider has given up."""
    return training_to_change(trainings, today) or max(trainings, key=by_start, default=None)


def refuse_after(stay: SchoolPeriod, today: date) -> None:
    """Refuse to change how somebody is trained at a school that they have left."""
    if ended_before(stay, today):
        raise NotAllowedNowError("participant_id", "The person has left the school.")


def with_lead_provider(
    teacher: Teacher,
    stay: SchoolPeriod,
    offer: Offer,
    *,
    calendar: Calendar,
    occasion: Occasion,
) -> Teacher:
    """Return the person in training with a lead provider from today, or from their first day.

    Where a frozen cohort is left and nothing remains of the training at this school, the new one
    reaches back as far as that of somebody who is registered.
    """
    first_day = max(stay.started_on, occasion.today)
    training, placement = provider_led_training(
        as_known_on(teacher, first_day), stay, offer, calendar=calendar, occasion=occasion
    )
    person = _made_way(teacher, stay, occasion.today)
    if placement.frozen_cohort is not None and trainings_during(person, stay):
        training = replace(training, started_on=first_day)
    person = _followed_by(person, training)
    if training.role is Role.MENTOR:
        return with_mentor_eligibility(person, occasion)
    return out_of_frozen_cohort(person, placement.frozen_cohort)


def with_school_led(teacher: Teacher, stay: SchoolPeriod, occasion: Occasion) -> Teacher:
    """Return the ECT in training by the school itself from today, or from their first day."""
    person = _made_way(teacher, stay, occasion.today)
    return _followed_by(person, school_led_training(stay, occasion))


def is_given_up(training: TrainingPeriod) -> bool:
    """Return whether the lead provider has paused or ended training."""
    return training.deferral is not None or training.withdrawal is not None


def as_known_on(teacher: Teacher, day: date) -> Teacher:
    """Return the person with the training that had begun by a day: what is new goes on from it."""
    begun = tuple(one for one in teacher.training_periods if one.started_on <= day)
    return replace(teacher, training_periods=begun)


def out_of_frozen_cohort(teacher: Teacher, frozen_cohort: CohortYear | None) -> Teacher:
    """Note which frozen cohort an ECT leaves, if they leave one."""
    return teacher if frozen_cohort is None else replace(teacher, ect_frozen_cohort=frozen_cohort)


def _made_way(teacher: Teacher, stay: SchoolPeriod, today: date) -> Teacher:
    """End the training of a stay yesterday.

    It goes without a trace if it had not begun, or if no lead provider ever saw it. Only what its
    lead provider has acted on is never lost, even if that is told before the training begins.
    """
    now = training_to_change(trainings_during(teacher, stay), today)
    if now is None:
        return teacher
    has_begun = now.started_on < today
    if is_given_up(now) and not has_begun:
        return teacher
    is_waiting = now.programme is Programme.PROVIDER_LED and now.partnership is None
    if has_begun and not is_waiting:
        return with_training(
            teacher, replace(now, finished_on=today - ONE_DAY, cut_by_leaving=None)
        )
    others = tuple(one for one in teacher.training_periods if one.id != now.id)
    return replace(teacher, training_periods=others)


def _followed_by(teacher: Teacher, training: TrainingPeriod) -> Teacher:
    """Return the person with more training, unless they are trained otherwise at that time."""
    in_role = [one for one in teacher.training_periods if one.role is training.role]
    if any_overlap([training], in_role):
        raise OverlapError("participant_id", "The person has other training from then on.")
    return with_training(teacher, training)
