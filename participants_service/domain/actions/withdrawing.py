"""A lead provider ends somebody's training."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from participants_service.domain.actions.circumstances import (
    UNRECOGNISED,
    ActionName,
    Circumstances,
    Unrecognised,
)
from participants_service.domain.actions.enrolments import (
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
from participants_service.domain.teachers import Role, Teacher, Withdrawal, WithdrawalReason

REASON_OF_MENTORS = WithdrawalReason.MENTOR_NO_LONGER_BEING_MENTOR
NOT_A_MENTOR = Problem(
    title="reason",
    detail="You cannot withdraw an ECT for this reason. The ECT is not a mentor.",
)


def withdrawal_reasons(role: Role) -> tuple[WithdrawalReason, ...]:
    """Return the reasons for which somebody in a role can be withdrawn."""
    return tuple(
        reason
        for reason in WithdrawalReason
        if role is Role.MENTOR or reason is not REASON_OF_MENTORS
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Training ends today, or with its pause; the person stays at the school, with the mentor."""

    role: Role | None
    reason: WithdrawalReason | Unrecognised | None
    name: ClassVar = ActionName.WITHDRAW

    def problems(self, circumstances: Circumstances) -> Iterator[Problem]:
        """Yield what stands in the way of an end.

        Whether the reason suits the role is only asked when nothing else is wrong.
        """
        found = [*self._problems(circumstances)]
        yield from found
        if not found and self.role is Role.ECT and self.reason is REASON_OF_MENTORS:
            yield NOT_A_MENTOR

    def effect(self, circumstances: Circumstances) -> Teacher:
        """Return the person with their training ended; a pause before that is kept on record."""
        if self.reason is None or self.reason is UNRECOGNISED:
            raise NothingToActOnError(self.reason)
        training = training_meant(circumstances, self.role)
        withdrawal = Withdrawal(reason=self.reason, withdrawn_at=circumstances.occasion.at)
        ended = given_up(training, circumstances.occasion.today)
        return with_training(circumstances.teacher, replace(ended, withdrawal=withdrawal))

    def _problems(self, circumstances: Circumstances) -> Iterator[Problem]:
        training = circumstances.training(self.role)
        yield from course_problems(self.role, training)
        if self.reason is None:
            yield NO_REASON
        elif self.reason is UNRECOGNISED:
            yield OTHER_REASON
        if training is None:
            return
        if training_status(training) is TrainingStatus.WITHDRAWN:
            yield ALREADY_WITHDRAWN
        elif problem := too_early(self.name, training, circumstances.occasion.today):
            yield problem
