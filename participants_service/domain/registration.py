"""A school registers somebody: a new person, or one who is known and moves there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from participants_service.domain.calendar import ONE_DAY
from participants_service.domain.eligibility_moments import (
    with_ect_eligibility,
    with_mentor_eligibility,
)
from participants_service.domain.errors import (
    DomainError,
    OverlapError,
    SameSchoolError,
    refuse_if_any,
)
from participants_service.domain.identities import (
    Identity,
    identified,
    identity_errors,
    new_teacher,
)
from participants_service.domain.occasions import Occasion
from participants_service.domain.periods import Cuttable, ended_before, ended_by
from participants_service.domain.schools import School
from participants_service.domain.stays import (
    mentored_from,
    stays,
    with_stay,
    with_training,
    within_stays,
)
from participants_service.domain.teachers import (
    Role,
    SchoolPeriod,
    SchoolPeriodId,
    Teacher,
    TrainingPeriod,
    WorkingPattern,
)
from participants_service.domain.training_offers import (
    Calendar,
    Offer,
    Placement,
    provider_led_training,
    school_led_training,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EctRegistration:
    """An ECT as a school registers them; without an offer the school trains them itself."""

    identity: Identity
    school: School
    email: str
    started_on: date
    working_pattern: WorkingPattern | None = None
    offer: Offer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorRegistration:
    """A mentor as a school registers them; without an offer they are not trained there."""

    identity: Identity
    school: School
    email: str
    started_on: date
    offer: Offer | None = None
    also_at_other_schools: bool = False


def register_ect(
    teacher: Teacher | None,
    registration: EctRegistration,
    *,
    calendar: Calendar,
    occasion: Occasion,
) -> Teacher:
    """Return the person after a school has registered them as an ECT.

    An earlier stay that would overlap ends on the day before, with training and mentorship.
    """
    person = teacher or new_teacher(registration.identity, occasion)
    period = _stay(registration, Role.ECT, occasion, registration.working_pattern)
    errors = [*identity_errors(teacher, registration.identity), *_move_errors(person, period)]
    offered = None
    if registration.offer is not None:
        offered = _offered(
            person, period, registration.offer, calendar=calendar, occasion=occasion, errors=errors
        )
    refuse_if_any(errors)
    moved, *_ = _moved(identified(person, registration.identity), (), period)
    if offered is None:
        moved = with_training(moved, school_led_training(period, occasion))
    else:
        training, placement = offered
        moved = with_training(moved, training)
        if placement.frozen_cohort is not None:
            moved = replace(moved, ect_frozen_cohort=placement.frozen_cohort)
    return moved if stays(person, Role.ECT) else with_ect_eligibility(moved, occasion)


def register_mentor(
    teacher: Teacher | None,
    registration: MentorRegistration,
    *,
    mentees: Sequence[Teacher],
    calendar: Calendar,
    occasion: Occasion,
) -> tuple[Teacher, ...]:
    """Return the person after a school has registered them as a mentor, then all the mentees.

    A mentor moves like an ECT, unless carrying on at other schools; who carries on is not trained
    at the new school. Nobody is trained whose funding has ended.
    """
    person = teacher or new_teacher(registration.identity, occasion)
    period = _stay(registration, Role.MENTOR, occasion, None)
    carries_on = registration.also_at_other_schools
    errors = [
        *identity_errors(teacher, registration.identity),
        *(_same_school_errors if carries_on else _move_errors)(person, period),
    ]
    offered = None
    if registration.offer is not None and not carries_on and person.mentor_funding_end is None:
        offered = _offered(
            person, period, registration.offer, calendar=calendar, occasion=occasion, errors=errors
        )
    refuse_if_any(errors)
    person = identified(person, registration.identity)
    if carries_on:
        return with_stay(person, period), *mentees
    moved, *parted = _moved(person, mentees, period)
    if offered is not None:
        moved = with_mentor_eligibility(with_training(moved, offered[0]), occasion)
    return moved, *parted


def _offered(
    person: Teacher,
    period: SchoolPeriod,
    offer: Offer,
    *,
    calendar: Calendar,
    occasion: Occasion,
    errors: list[DomainError],
) -> tuple[TrainingPeriod, Placement] | None:
    # Earlier training is looked up before the move, which may undo what had not begun.
    try:
        return provider_led_training(person, period, offer, calendar=calendar, occasion=occasion)
    except DomainError as error:
        errors.append(error)
        return None


def _stay(
    registration: EctRegistration | MentorRegistration,
    role: Role,
    occasion: Occasion,
    working_pattern: WorkingPattern | None,
) -> SchoolPeriod:
    return SchoolPeriod(
        id=SchoolPeriodId(occasion.new_id("stay")),
        role=role,
        school=registration.school,
        started_on=registration.started_on,
        email=registration.email,
        working_pattern=working_pattern,
        created_at=occasion.at,
    )


def _overlapped(teacher: Teacher, period: SchoolPeriod) -> list[SchoolPeriod]:
    """Return the stays of the same role that are not over when a new one begins."""
    return [
        stay for stay in stays(teacher, period.role) if not ended_before(stay, period.started_on)
    ]


def _same_school_errors(teacher: Teacher, period: SchoolPeriod) -> Iterator[DomainError]:
    if any(stay.school.id == period.school.id for stay in _overlapped(teacher, period)):
        yield SameSchoolError("school_urn", "The person is registered at this school already.")


def _move_errors(teacher: Teacher, period: SchoolPeriod) -> Iterator[DomainError]:
    yield from _same_school_errors(teacher, period)
    for stay in _overlapped(teacher, period):
        if stay.school.id != period.school.id and stay.started_on >= period.started_on:
            yield OverlapError("started_on", "The person is at another school from then on.")
            return


def _moved(
    teacher: Teacher, mentees: Sequence[Teacher], period: SchoolPeriod
) -> tuple[Teacher, ...]:
    """Begin a stay and end those of the same role that would overlap."""
    ending = {stay.id for stay in _overlapped(teacher, period)}
    if not ending:
        return with_stay(teacher, period), *mentees

    def end(part: Cuttable) -> Cuttable | None:
        return ended_by(part, period.started_on - ONE_DAY)

    return (
        with_stay(within_stays(teacher, ending, end), period),
        *mentored_from(mentees, ending, end),
    )
