"""A lead provider pauses somebody's training."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from participants_service.domain.actions.circumstances import (
    UNRECOGNISED,
    ActionName,
    Circumstances,
    Unrecognised,
)
from participants_service.domain.actions.enrolments import (
    ALREADY_DEFERRED,
    ALREADY_WITHDRAWN,
    NO_REASON,
    OTHER_REASON,
    NothingToActOnError,
    course_problems,
    given_up,
    too_early,
    training_meant,
)
from participants_service.domain.actions.problems import Problem
from participants_service.domain.statuses import TrainingStatus, training_status
from participants_service.domain.stays import with_training
from participants_service.domain.teachers import (
    Deferral,
    DeferralReason,
    Role,
    Teacher,
    TrainingPeriod,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Defer:
    """Training stops today; the person stays at the school, with the mentor."""

    role: Role | None
    reason: DeferralReason | Unrecognised | None
    name: ClassVar = ActionName.DEFER

    def problems(self, circumstances: Circumstances) -> Iterator[Problem]:
        """Yield what stands in the way of a pause."""
        training = circumstances.training(self.role)
        yield from course_problems(self.role, training)
        if self.reason is None:
            yield NO_REASON
        elif self.reason is UNRECOGNISED:
            yield OTHER_REASON
        if training is not None:
            problem = _problem_with(training, circumstances.occasion.today)
            if problem is not None:
                yield problem

    def effect(self, circumstances: Circumstances) -> Teacher:
        """Return the person with their training paused."""
        if self.reason is None or self.reason is UNRECOGNISED:
            raise NothingToActOnError(self.reason)
        training = training_meant(circumstances, self.role)
        deferral = Deferral(reason=self.reason, deferred_at=circumstances.occasion.at)
        paused = given_up(training, circumstances.occasion.today)
        return with_training(circumstances.teacher, replace(paused, deferral=deferral))


def _problem_with(training: TrainingPeriod, today: date) -> Problem | None:
    match training_status(training):
        case TrainingStatus.DEFERRED:
            return ALREADY_DEFERRED
        case TrainingStatus.WITHDRAWN:
            return ALREADY_WITHDRAWN
        case TrainingStatus.ACTIVE:
            return too_early(ActionName.DEFER, training, today)
