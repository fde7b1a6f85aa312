"""A school gives an ECT a mentor, or takes the mentor away."""

from collections.abc import Sequence
from datetime import date

from participants_service.domain.calendar import ONE_DAY
from participants_service.domain.eligibility_moments import with_mentor_eligibility
from participants_service.domain.errors import (
    DomainError,
    InvalidMemberError,
    NotActiveError,
    NotAllowedNowError,
    OverlapError,
    UnknownReferenceError,
    WrongRoleError,
    refuse_if_any,
)
from participants_service.domain.occasions import Occasion
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.periods import (
    contains,
    earliest_end,
    end_without_leaving,
    ended_before,
    ended_by,
    left_on,
)
from participants_service.domain.replacements import DeclaredDays, takes_over
from participants_service.domain.stays import stays, with_mentorship, with_training
from participants_service.domain.teachers import (
    Mentorship,
    MentorshipId,
    Role,
    SchoolPeriod,
    Teacher,
)
from participants_service.domain.training_offers import Calendar, Offer, provider_led_training


def stays_of_both(
    ect: Teacher, mentor: Teacher, started_on: date
) -> tuple[SchoolPeriod, SchoolPeriod]:
    """Return the stays at one school within which a mentorship can start on a day."""
    if ect.id == mentor.id:
        raise InvalidMemberError("mentor_participant_id", "Nobody is their own mentor.")
    errors: list[DomainError] = []
    if not stays(ect, Role.ECT):
        errors.append(WrongRoleError("ect_participant_id", "The person is not an ECT."))
    if not stays(mentor, Role.MENTOR):
        errors.append(WrongRoleError("mentor_participant_id", "The person is not a mentor."))
    refuse_if_any(errors)
    ect_stay = _stay_on(stays(ect, Role.ECT), started_on)
    at_school = stays(mentor, Role.MENTOR, ect_stay.school.id)
    if not at_school:
        raise WrongRoleError("mentor_participant_id", "The mentor is not at the ECT's school.")
    return ect_stay, _stay_on(at_school, started_on)


def lead_provider_to_share(
    ect: Teacher, ect_stay: SchoolPeriod, mentor: Teacher
) -> LeadProviderId | None:
    """Return who is to train a mentor because of the ECT: None if the mentor needs no training.

    A mentor is trained once, and only while funded.
    """
    if not _needs_training(mentor):
        return None
    trainings = [one for one in ect.training_periods if one.school_period_id == ect_stay.id]
    last = max(trainings, key=lambda training: training.started_on, default=None)
    return None if last is None else last.lead_provider_id


def assign_mentor(
    ect: Teacher,
    mentor: Teacher,
    started_on: date,
    *,
    offer: Offer | None,
    declared_days: DeclaredDays,
    calendar: Calendar,
    occasion: Occasion,
) -> tuple[Teacher, Teacher]:
    """Return the ECT and the mentor once the one looks after the other.

    The mentorship before ends on the day before. With an offer, training of the mentor begins.
    """
    ect_stay, mentor_stay = stays_of_both(ect, mentor, started_on)
    both = (ect_stay, mentor_stay)
    mentorship = left_on(
        Mentorship(
            id=MentorshipId(occasion.new_id("mentorship")),
            ect_school_period_id=ect_stay.id,
            mentor_id=mentor.id,
            mentor_school_period_id=mentor_stay.id,
            started_on=started_on,
            finished_on=earliest_end(end_without_leaving(stay) for stay in both),
        ),
        earliest_end(stay.finished_on for stay in both),
    )
    ect = with_mentorship(_without_mentor_from(ect, ect_stay, started_on), mentorship)
    if offer is not None:
        mentor = train_mentor_of(
            ect,
            mentorship,
            mentor,
            offer,
            declared_days=declared_days,
            calendar=calendar,
            occasion=occasion,
        )
    return ect, mentor


def train_mentor_of(
    ect: Teacher,
    mentorship: Mentorship,
    mentor: Teacher,
    offer: Offer,
    *,
    declared_days: DeclaredDays,
    calendar: Calendar,
    occasion: Occasion,
) -> Teacher:
    """Return the mentor of an ECT in training with the ECT's lead provider, if they need it.

    They are as welcome without training where the lead provider is not active in the cohort it
    would have.
    """
    if not _needs_training(mentor):
        return mentor
    stay = next(
        one for one in mentor.school_periods if one.id == mentorship.mentor_school_period_id
    )
    try:
        training, _ = provider_led_training(
            mentor,
            stay,
            offer,
            calendar=calendar,
            occasion=occasion,
            replacement=takes_over(ect, mentorship, declared_days),
        )
    except (NotActiveError, UnknownReferenceError):
        return mentor
    if training.finished_on is not None and training.finished_on < training.started_on:
        return mentor
    return with_mentor_eligibility(with_training(mentor, training), occasion)


def unassign_mentor(ect: Teacher, finished_on: date) -> Teacher:
    """Return the ECT whose mentor looks after them up to a day."""
    if not stays(ect, Role.ECT):
        raise WrongRoleError("ect_participant_id", "The person is not an ECT.")
    for mentorship in ect.mentorships:
        if contains(mentorship, finished_on):
            ended = ended_by(mentorship, finished_on)
            return ect if ended is None else with_mentorship(ect, ended)
    raise NotAllowedNowError("finished_on", "The ECT has no mentor on that day.")


def _stay_on(at_school: Sequence[SchoolPeriod], day: date) -> SchoolPeriod:
    for stay in at_school:
        if contains(stay, day):
            return stay
    raise NotAllowedNowError("started_on", "The two are not both at the school on that day.")


def _without_mentor_from(ect: Teacher, stay: SchoolPeriod, day: date) -> Teacher:
    for mentorship in ect.mentorships:
        if mentorship.ect_school_period_id == stay.id and not ended_before(mentorship, day):
            ended = ended_by(mentorship, day - ONE_DAY) if mentorship.started_on < day else None
            if ended is None:
                raise OverlapError("started_on", "The ECT has a mentor from then or later on.")
            ect = with_mentorship(ect, ended)
    return ect


def _needs_training(mentor: Teacher) -> bool:
    trained = any(training.role is Role.MENTOR for training in mentor.training_periods)
    return not trained and mentor.mentor_funding_end is None
