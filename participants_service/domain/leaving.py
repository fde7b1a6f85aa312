"""A school reports that somebody leaves, changes its mind about the day, or takes it back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from participants_service.domain.calendar import ONE_DAY
from participants_service.domain.errors import NotAllowedNowError, OverlapError
from participants_service.domain.periods import (
    any_overlap,
    by_start,
    earliest_end,
    ended_by,
    left_on,
    overlap,
)
from participants_service.domain.schools import SchoolId
from participants_service.domain.stays import stays, stays_named, with_stay
from participants_service.domain.teachers import (
    Mentorship,
    ParticipantId,
    Role,
    SchoolPeriod,
    SchoolPeriodId,
    Teacher,
    TrainingPeriod,
)


def report_leaving(
    teacher: Teacher,
    role: Role,
    school_id: SchoolId,
    leaving_on: date,
    *,
    counterparts: Mapping[ParticipantId, Teacher],
) -> tuple[Teacher, ...]:
    """Return the person and their mentees once they leave a school on a day.

    What began before that day ends on it, what was to begin on it or later goes. A second report
    replaces the first, so what the first had cut comes back up to the new day. `counterparts` are
    the person's mentees and mentors.
    """
    begun = [
        stay for stay in stays_named(teacher, role, school_id) if stay.started_on <= leaving_on
    ]
    if not begun:
        raise NotAllowedNowError("leaving_on", "The person was not at the school by that day.")
    stay = begun[-1]
    left = left_on(stay, leaving_on)
    others = [
        other
        for other in stays(teacher, role, None if role is Role.ECT else school_id)
        if other.id != stay.id
    ]
    if any(overlap(replace(stay, finished_on=leaving_on), other) for other in others):
        raise OverlapError("leaving_on", "The person is elsewhere by that day.")
    if left.finished_on != leaving_on:
        raise NotAllowedNowError("leaving_on", "The person left the school before that day.")
    return _with_end(teacher, left, leaving_on, counterparts)


def cancel_leaving(
    teacher: Teacher,
    role: Role,
    school_id: SchoolId,
    *,
    counterparts: Mapping[ParticipantId, Teacher],
) -> tuple[Teacher, ...]:
    """Return the person and their mentees as if the school had not reported a leaving.

    What the report ended goes on; what it deleted stays deleted. Somebody who has begun at another
    school since cannot come back this way.
    """
    left = [
        stay for stay in stays_named(teacher, role, school_id) if stay.cut_by_leaving is not None
    ]
    if not left:
        raise NotAllowedNowError("school_urn", "No leaving is reported from this school.")
    stay = left[-1]
    if any(other.started_on > stay.started_on for other in stays(teacher, role)):
        raise NotAllowedNowError("school_urn", "The person has another school since.")
    return _with_end(teacher, left_on(stay, None), None, counterparts)


def _with_end(
    teacher: Teacher,
    stay: SchoolPeriod,
    leaving_on: date | None,
    counterparts: Mapping[ParticipantId, Teacher],
) -> tuple[Teacher, ...]:
    """Give everything that belongs to a stay the end that the stay has now."""
    person = with_stay(
        replace(teacher, training_periods=_trainings(teacher, stay, leaving_on)), stay
    )
    known = {**counterparts, person.id: person}
    ends = {
        period.id: period.finished_on for one in known.values() for period in one.school_periods
    }
    mentees = [
        one
        for one in counterparts.values()
        if any(mentorship.mentor_school_period_id == stay.id for mentorship in one.mentorships)
    ]
    return tuple(
        replace(one, mentorships=_mentorships(one, stay, leaving_on, ends))
        for one in (person, *mentees)
    )


def _trainings(
    teacher: Teacher, stay: SchoolPeriod, leaving_on: date | None
) -> tuple[TrainingPeriod, ...]:
    """Cut or restore training; what a lead provider ended stays ended."""
    untouched = [one for one in teacher.training_periods if one.school_period_id != stay.id]
    concerned = [
        left_on(replace(one, cut_by_leaving=None) if one.deferral or one.withdrawal else one, end)
        for one in teacher.training_periods
        if one.school_period_id == stay.id and (leaving_on is None or one.started_on < leaving_on)
        for end in (stay.finished_on,)
    ]
    if any_overlap(concerned, [one for one in untouched if one.role is stay.role]):
        raise OverlapError("leaving_on", "The person is trained elsewhere by that day.")
    return tuple(sorted((*untouched, *concerned), key=by_start))


def _mentorships(
    ect: Teacher,
    stay: SchoolPeriod,
    leaving_on: date | None,
    ends: Mapping[SchoolPeriodId, date | None],
) -> tuple[Mentorship, ...]:
    """Cut or restore mentorships that belong to a stay, of the ECT or of a mentor.

    One that comes back has to stay within both stays, and makes way for the next mentor.
    """
    kept: list[Mentorship] = []
    for one in ect.mentorships:
        if stay.id not in {one.ect_school_period_id, one.mentor_school_period_id}:
            kept.append(one)
        elif leaving_on is None or one.started_on < leaving_on:
            end = earliest_end((ends[one.ect_school_period_id], ends[one.mentor_school_period_id]))
            kept.append(_before_next(left_on(one, end), ect.mentorships))
    return tuple(kept)


def _before_next(mentorship: Mentorship, others: Sequence[Mentorship]) -> Mentorship:
    later = [
        other.started_on
        for other in others
        if other.ect_school_period_id == mentorship.ect_school_period_id
        and other.started_on > mentorship.started_on
    ]
    if not later:
        return mentorship
    return ended_by(mentorship, min(later) - ONE_DAY) or mentorship
