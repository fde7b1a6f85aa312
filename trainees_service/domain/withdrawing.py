"""Withdrawals as sent: when, on whose part and why a trainee leaves the course."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from trainees_service.domain.messages import text_problems
from trainees_service.domain.sent import (
    Code,
    Day,
    Misfit,
    Text,
    is_blank,
    optional,
    read_code,
    read_day,
    read_text,
    settled,
)
from trainees_service.domain.states import (
    Action,
    StateTransitionError,
    TraineeState,
    require_allowed,
)
from trainees_service.domain.trainees import Trainee
from trainees_service.domain.withdrawals import (
    PROVIDER_REASONS,
    TRAINEE_REASONS,
    FutureInterest,
    Withdrawal,
    WithdrawalTrigger,
)

_NEEDS_TEXT = "another_reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRequest:
    """A withdrawal as sent."""

    withdraw_date: Day
    trigger: Code
    future_interest: Code
    reasons: tuple[Code, ...]
    another_reason: Text

    @classmethod
    def read(cls, data: Mapping[str, object]) -> Self:
        """Read the `data` of a request; whatever it holds, reading does not fail."""
        reasons = data.get("reasons")
        return cls(
            withdraw_date=read_day(data.get("withdraw_date")),
            trigger=read_code(data.get("trigger")),
            future_interest=read_code(data.get("future_interest")),
            reasons=tuple(map(read_code, reasons)) if isinstance(reasons, list) else (),
            another_reason=read_text(data.get("another_reason")),
        )

    def problems(self, trainee: Trainee) -> tuple[str, ...]:
        """Return what is wrong with what was sent, for a trainee who may be withdrawn."""
        return (
            *self._date_problems(trainee),
            *self._reason_problems(),
            *self._choice_problems(),
            *self._text_problems(),
        )

    def _date_problems(self, trainee: Trainee) -> Iterator[str]:
        if self.withdraw_date is None:
            yield "Withdraw date Choose a withdrawal date"
        elif isinstance(self.withdraw_date, Misfit):
            yield "Withdraw date Choose a valid withdrawal date"
        elif self.withdraw_date < trainee.itt_start_date:
            yield "Withdraw date The date must not be before the ITT start date"

    def _reason_problems(self) -> Iterator[str]:
        by_provider = self.trigger == WithdrawalTrigger.PROVIDER
        fitting = PROVIDER_REASONS if by_provider else TRAINEE_REASONS
        if any(reason not in fitting for reason in self.reasons):
            yield "Reasons Reason(s) selected are not valid for this trigger"
        if not self.reasons:
            yield "Reasons Choose one or more reasons why the trainee withdrew from the course"

    def _choice_problems(self) -> Iterator[str]:
        if self.trigger not in tuple(WithdrawalTrigger):
            yield "Trigger is not included in the list"
        if self.future_interest not in tuple(FutureInterest):
            yield "Future interest is not included in the list"

    def _text_problems(self) -> Iterator[str]:
        needed = any(isinstance(r, str) and _NEEDS_TEXT in r for r in self.reasons)
        if needed and is_blank(self.another_reason):
            yield "Another reason Enter another reason"
        yield from text_problems("Another reason", self.another_reason)


def require_withdrawable(trainee: Trainee, *, today: date) -> None:
    """Raise StateTransitionError unless the course has begun and the state allows to leave it.

    That comes first: a trainee who cannot be withdrawn is told so whatever else was sent.
    """
    require_allowed(Action.WITHDRAW, trainee.state)
    if trainee.itt_start_date > today:
        raise StateTransitionError


def withdrawn(trainee: Trainee, request: WithdrawalRequest) -> Trainee:
    """Return the trainee after a withdrawal without problems; a reason given twice counts once."""
    return replace(
        trainee,
        state=TraineeState.WITHDRAWN,
        withdrawal=Withdrawal(
            withdraw_date=settled(request.withdraw_date),
            trigger=WithdrawalTrigger(settled(request.trigger)),
            future_interest=FutureInterest(settled(request.future_interest)),
            reasons=tuple(dict.fromkeys([settled(reason) for reason in request.reasons])),
            another_reason=optional(request.another_reason),
            state_before=trainee.state,
        ),
    )
