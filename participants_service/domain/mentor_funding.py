"""The department ends the funding of a mentor."""

from dataclasses import replace
from datetime import date

from participants_service.domain.calendar import ONE_DAY
from participants_service.domain.errors import WrongRoleError
from participants_service.domain.periods import ended_before, ended_by
from participants_service.domain.stays import stays
from participants_service.domain.teachers import (
    MentorFundingEnd,
    Role,
    Teacher,
    TrainingPeriod,
)
from participants_service.domain.training_changes import is_given_up


def end_mentor_funding(teacher: Teacher, end: MentorFundingEnd, today: date) -> Teacher:
    """Return the person who is no longer funded as a mentor.

    Training as a mentor that goes on ends with the funding, though never before its second day;
    what has not begun goes.
    """
    if not stays(teacher, Role.MENTOR):
        raise WrongRoleError("participant_id", "The person is not a mentor.")
    trainings = (
        _ended(one, end, today) if one.role is Role.MENTOR else one
        for one in teacher.training_periods
    )
    return replace(
        teacher,
        mentor_funding_end=end,
        training_periods=tuple(one for one in trainings if one is not None),
    )


def _ended(training: TrainingPeriod, end: MentorFundingEnd, today: date) -> TrainingPeriod | None:
    if training.started_on > today:
        return None
    if ended_before(training, today) or is_given_up(training):
        return training
    return ended_by(training, max(end.ended_on, training.started_on + ONE_DAY))
