"""Who mentors an ECT, as the lead provider of one training period is told."""

from datetime import date

from participants_service.domain.calendar import day_after
from participants_service.domain.teachers import (
    Mentorship,
    ParticipantId,
    SchoolPeriodId,
    Teacher,
    TrainingPeriod,
)


def mentor_of(teacher: Teacher, training: TrainingPeriod, *, today: date) -> ParticipantId | None:
    """Return the current mentor at the school of the training, or else the next one.

    Only mentorships of that stay at that school count. The last day of a mentorship belongs to it.
    """
    mentorship = mentorship_shown(teacher, training.school_period_id, today=today)
    return None if mentorship is None else mentorship.mentor_id


def mentorship_shown(
    teacher: Teacher, stay_id: SchoolPeriodId, *, today: date
) -> Mentorship | None:
    """Return the current mentorship of an ECT during a stay, or else the next one."""
    return _mentorship_on(today, _mentorships_during(teacher, stay_id))


def mentor_flips_on(teacher: Teacher, training: TrainingPeriod, *, today: date) -> date | None:
    """Return the first day after today on which somebody else, or nobody, is shown as the mentor.

    The start of a mentorship changes nothing by itself: its mentor is shown as the next one before.
    """
    mentorships = _mentorships_during(teacher, training.school_period_id)
    now = _mentor_on(today, mentorships)
    if now is None:
        return None
    ends = (day_after(item.finished_on) for item in mentorships if item.finished_on is not None)
    for day in sorted(day for day in ends if day is not None and day > today):
        if _mentor_on(day, mentorships) != now:
            return day
    return None


def _mentorships_during(teacher: Teacher, stay_id: SchoolPeriodId) -> list[Mentorship]:
    return [one for one in teacher.mentorships if one.ect_school_period_id == stay_id]


def _mentorship_on(day: date, mentorships: list[Mentorship]) -> Mentorship | None:
    not_over = [item for item in mentorships if item.finished_on is None or item.finished_on >= day]
    return min(not_over, key=lambda item: (item.started_on, item.id), default=None)


def _mentor_on(day: date, mentorships: list[Mentorship]) -> ParticipantId | None:
    mentorship = _mentorship_on(day, mentorships)
    return None if mentorship is None else mentorship.mentor_id
