"""A school hands the training of an ECT to a lead provider, or takes it into its own hands."""

from collections.abc import Mapping

from participants_service.domain.errors import SameProgrammeError
from participants_service.domain.mentoring import train_mentor_of
from participants_service.domain.mentors import mentorship_shown
from participants_service.domain.occasions import Occasion
from participants_service.domain.replacements import DeclaredDays
from participants_service.domain.teachers import (
    ParticipantId,
    Programme,
    SchoolPeriod,
    Teacher,
)
from participants_service.domain.training_changes import (
    refuse_after,
    training_chosen,
    trainings_during,
    with_lead_provider,
    with_school_led,
)
from participants_service.domain.training_offers import Calendar, Offer


def change_to_school_led(ect: Teacher, stay: SchoolPeriod, occasion: Occasion) -> Teacher:
    """Return the ECT once the school trains them itself.

    Training that began before today and has a partnership ends yesterday; any other goes.
    """
    _refuse_choice(ect, stay, Programme.SCHOOL_LED, occasion)
    return with_school_led(ect, stay, occasion)


def change_to_provider_led(
    ect: Teacher,
    stay: SchoolPeriod,
    offer: Offer,
    *,
    mentors: Mapping[ParticipantId, Teacher],
    declared_days: DeclaredDays,
    calendar: Calendar,
    occasion: Occasion,
) -> tuple[Teacher, ...]:
    """Return the ECT once a lead provider trains them, and the mentor if that changes them too.

    A mentor who was never trained now looks after somebody whom a lead provider trains, and begins
    training with the same one. `mentors` are all that the ECT ever had.
    """
    _refuse_choice(ect, stay, Programme.PROVIDER_LED, occasion)
    ect = with_lead_provider(ect, stay, offer, calendar=calendar, occasion=occasion)
    mentorship = mentorship_shown(ect, stay.id, today=occasion.today)
    if mentorship is None:
        return (ect,)
    mentor = train_mentor_of(
        ect,
        mentorship,
        mentors[mentorship.mentor_id],
        offer,
        declared_days=declared_days,
        calendar=calendar,
        occasion=occasion,
    )
    return ect, mentor


def _refuse_choice(
    ect: Teacher, stay: SchoolPeriod, programme: Programme, occasion: Occasion
) -> None:
    refuse_after(stay, occasion.today)
    chosen = training_chosen(trainings_during(ect, stay), occasion.today)
    if chosen is not None and chosen.programme is programme:
        raise SameProgrammeError("programme", "The ECT is on this programme already.")
