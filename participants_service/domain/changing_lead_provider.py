"""A school names another lead provider for somebody who stays there."""

from dataclasses import replace

from participants_service.domain.errors import NotAllowedNowError, SameProviderError
from participants_service.domain.occasions import Occasion
from participants_service.domain.stays import with_training
from participants_service.domain.teachers import (
    Programme,
    Role,
    SchoolPeriod,
    Teacher,
    TrainingPeriod,
)
from participants_service.domain.training_changes import (
    as_known_on,
    is_given_up,
    out_of_frozen_cohort,
    refuse_after,
    training_chosen,
    training_to_change,
    trainings_during,
    with_lead_provider,
)
from participants_service.domain.training_offers import Calendar, Offer, provider_led_training


def change_lead_provider(
    teacher: Teacher,
    stay: SchoolPeriod,
    offer: Offer,
    *,
    calendar: Calendar,
    occasion: Occasion,
) -> Teacher:
    """Return the person once the lead provider on offer trains them during a stay.

    Training that began before today ends yesterday, and the old lead provider goes on seeing it; if
    that never had a partnership, it goes. Training that begins today or later changes hands as it
    is, so that the old lead provider has never trained the person.
    """
    refuse_after(stay, occasion.today)
    trainings = trainings_during(teacher, stay)
    _refuse_choice(training_chosen(trainings, occasion.today), offer)
    if stay.role is Role.MENTOR and teacher.mentor_funding_end is not None:
        raise NotAllowedNowError("participant_id", "The mentor is no longer funded.")
    now = training_to_change(trainings, occasion.today)
    if now is not None and now.started_on >= occasion.today and not is_given_up(now):
        return _handed_over(teacher, stay, now, offer, calendar=calendar, occasion=occasion)
    return with_lead_provider(teacher, stay, offer, calendar=calendar, occasion=occasion)


def _refuse_choice(chosen: TrainingPeriod | None, offer: Offer) -> None:
    if chosen is None:
        return
    if chosen.programme is Programme.SCHOOL_LED:
        raise NotAllowedNowError("lead_provider_id", "The school trains the person itself.")
    if chosen.lead_provider_id == offer.lead_provider.id:
        raise SameProviderError("lead_provider_id", "The school has named this one already.")


def _handed_over(
    teacher: Teacher,
    stay: SchoolPeriod,
    training: TrainingPeriod,
    offer: Offer,
    *,
    calendar: Calendar,
    occasion: Occasion,
) -> Teacher:
    """Give training to another lead provider, on the days it has."""
    successor, placement = provider_led_training(
        as_known_on(teacher, training.started_on), stay, offer, calendar=calendar, occasion=occasion
    )
    changed = replace(
        training,
        partnership=successor.partnership,
        expression_of_interest=successor.expression_of_interest,
        schedule=successor.schedule,
    )
    return out_of_frozen_cohort(with_training(teacher, changed), placement.frozen_cohort)
