"""Who mentors an ECT, as the lead provider of one training period is told."""

from datetime import date

from participants_service.domain.calendar import day_after
from participants_service.domain.teachers import Mentorship, ParticipantId, Teacher, TrainingPeriod


def mentor_of(teacher: Teacher, training: TrainingPeriod, *, today: date) -> ParticipantId | None:
    """Return the current mentor at the school of the training, or else the next one.

    Only mentorships of that stay at that school count. The last day of a mentorship belongs to it.
    """
    mentorships = _mentorships_at(teacher, training)
    return _mentor_on(today, mentorships)


def mentor_flips_on(teacher: Teacher, training: TrainingPeriod, *, today: date) -> date | None:
    """Return the first day after today on which somebody else, or nobody, is shown as the mentor.

    The start of a mentorship changes nothing by itself: its mentor is shown as the next one before.
    """
    mentorships = _mentorships_at(teacher, training)
    now = _mentor_on(today, mentorships)
    if now is None:
        return None
    ends = (day_after(item.finished_on) for item in mentorships if item.finished_on is not None)
    for day in sorted(day for day in ends if day is not None and day > today):
        if _mentor_on(day, mentorships) != now:
            return day
    return None


def _mentorships_at(teacher: Teacher, training: TrainingPeriod) -> list[Mentorship]:
    return [
        mentorship
        for mentorship in teacher.mentorships
        if mentorship.ect_school_period_id == training.school_period_id
    ]


def _mentor_on(day: date, mentorships: list[Mentorship]) -> ParticipantId | None:
    not_over = [item for item in mentorships if item.finished_on is None or item.finished_on >= day]
    if not not_over:
        return None
    return min(not_over, key=lambda item: (item.started_on, item.id)).mentor_id
