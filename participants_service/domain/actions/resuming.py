"""A lead provider takes up training again that it had paused or ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from participants_service.domain.actions.circumstances import ActionName, Circumstances
from participants_service.domain.actions.enrolments import course_problems, training_meant
from participants_service.domain.actions.problems import Problem
from participants_service.domain.eligibility_moments import with_mentor_eligibility
from participants_service.domain.periods import (
    any_overlap,
    contains,
    end_without_leaving,
    left_on,
)
from participants_service.domain.statuses import TrainingStatus, training_status
from participants_service.domain.stays import with_training
from participants_service.domain.teachers import (
    Programme,
    Role,
    Teacher,
    TrainingPeriod,
    TrainingPeriodId,
)

ALREADY_ACTIVE = Problem(title="participant_id", detail="The '#/participant_id' is already active.")
ACTIVE_ELSEWHERE = Problem(
    title="participant_id",
    detail="This participant cannot be resumed because they are already active with another "
    "provider.",
)
GIVEN_UP_TODAY = Problem(
    title="participant_id",
    detail="You cannot resume a participant on the same day they were withdrawn or deferred. "
    "Resume them tomorrow or later.",
)
NOT_AT_SCHOOL = Problem(
    title="participant_id",
    detail="The participant is no longer at the school. Please contact the induction tutor to "
    "resolve.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Training begins anew today, for as long as the person is at the school."""

    role: Role | None
    name: ClassVar = ActionName.RESUME

    def problems(self, circumstances: Circumstances) -> Iterator[Problem]:
        """Yield what stands in the way of going on; only the first thing is told."""
        training = circumstances.training(self.role)
        yield from course_problems(self.role, training)
        if training is not None:
            problem = _problem_with(training, circumstances)
            if problem is not None:
                yield problem

    def effect(self, circumstances: Circumstances) -> Teacher:
        """Return the person with new training; the old one keeps how it was given up."""
        training = training_meant(circumstances, self.role)
        resumed = with_training(circumstances.teacher, _resumed(training, circumstances))
        if self.role is Role.MENTOR:
            return with_mentor_eligibility(resumed, circumstances.occasion)
        return resumed


def _problem_with(training: TrainingPeriod, circumstances: Circumstances) -> Problem | None:
    today = circumstances.occasion.today
    others = [one for one in circumstances.teacher.training_periods if one.id != training.id]
    if training_status(training) is TrainingStatus.ACTIVE:
        return ALREADY_ACTIVE
    if any(
        other.school_period_id == training.school_period_id and contains(other, today)
        for other in others
    ):
        return ACTIVE_ELSEWHERE
    if training.finished_on == today:
        return GIVEN_UP_TODAY
    stay = circumstances.stay(training)
    if stay.finished_on is not None and stay.finished_on <= today:
        return NOT_AT_SCHOOL
    # Training in a role never overlaps, wherever it is and whenever it begins.
    in_role = [one for one in (*others, training) if one.role is training.role]
    if any_overlap([_resumed(training, circumstances)], in_role):
        return ACTIVE_ELSEWHERE
    return None


def _resumed(training: TrainingPeriod, circumstances: Circumstances) -> TrainingPeriod:
    stay, occasion = circumstances.stay(training), circumstances.occasion
    resumed = TrainingPeriod(
        id=TrainingPeriodId(occasion.new_id(f"{training.role} training")),
        role=training.role,
        school_period_id=stay.id,
        programme=Programme.PROVIDER_LED,
        started_on=occasion.today,
        finished_on=end_without_leaving(stay),
        partnership=training.partnership,
        schedule=training.schedule,
        created_at=occasion.at,
    )
    return left_on(resumed, stay.finished_on)
