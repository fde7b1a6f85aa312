"""Deferrals: training that stops for a while."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Self

from trainees_service.domain.sent import (
    Day,
    Misfit,
    Text,
    optional,
    read_day,
    read_text,
    settled,
)
from trainees_service.domain.states import Action, TraineeState, allowed
from trainees_service.domain.trainees import Trainee

_MAX_REASON_LENGTH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferral:
    """A deferral as sent; its date has nothing to do with today or with the course."""

    defer_date: Day
    defer_reason: Text

    @classmethod
    def read(cls, data: Mapping[str, object]) -> Self:
        """Read the `data` of a request; whatever it holds, reading does not fail."""
        return cls(
            defer_date=read_day(data.get("defer_date")),
            defer_reason=read_text(data.get("defer_reason")),
        )

    def problems(self, trainee: Trainee) -> tuple[str, ...]:
        """Return what is wrong with what was sent, else whether the state is."""
        return tuple(self._field_problems()) or tuple(_state_problems(trainee))

    def _field_problems(self) -> Iterator[str]:
        if self.defer_date is None:
            yield "defer_date can't be blank"
        elif isinstance(self.defer_date, Misfit):
            yield "defer_date is invalid"
        if isinstance(self.defer_reason, Misfit):
            yield "defer_reason is invalid"
        elif self.defer_reason is not None and len(self.defer_reason) > _MAX_REASON_LENGTH:
            yield f"defer_reason is too long (maximum is {_MAX_REASON_LENGTH} characters)"


def deferred(trainee: Trainee, deferral: Deferral) -> Trainee:
    """Return the trainee after a deferral without problems; nothing of an earlier one stays."""
    return replace(
        trainee,
        state=TraineeState.DEFERRED,
        defer_date=settled(deferral.defer_date),
        defer_reason=optional(deferral.defer_reason),
    )


def _state_problems(trainee: Trainee) -> Iterator[str]:
    if not allowed(Action.DEFER, trainee.state):
        yield "state is invalid must be one of [submitted_for_trn, trn_received]"
