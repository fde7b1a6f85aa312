"""What the department and the teacher record system say about a trainee."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from trainees_service.domain.states import (
    Action,
    StateTransitionError,
    TraineeState,
    require_allowed,
    state_in_training,
)
from trainees_service.domain.trainees import Trainee


class TraineeDiscardedError(Exception):
    """Nothing happens any more to a trainee who was discarded."""


class EndNotAfterStartError(Exception):
    """A course cannot end before it has begun, nor on the same day."""


def trn_assigned(trainee: Trainee, trn: str) -> Trainee:
    """Return the trainee with a TRN; the same again changes nothing.

    Raises TrnAlreadyHeldError if the trainee has another one.
    """
    _require_kept(trainee)
    return trainee.with_trn(trn)


def award_confirmed(trainee: Trainee) -> Trainee:
    """Return the trainee with the award, which counts from the day the standards were met."""
    _require_kept(trainee)
    require_allowed(Action.AWARD, trainee.state)
    if trainee.outcome_date is None:
        raise StateTransitionError
    return replace(
        trainee,
        state=TraineeState.AWARDED,
        awarded_at=datetime.combine(trainee.outcome_date, time(), tzinfo=UTC),
    )


def reinstated(trainee: Trainee, *, on: date, itt_end_date: date | None = None) -> Trainee:
    """Return the trainee back in training after a deferral, of which the record keeps the traces.

    A TRN that arrived meanwhile is no longer waited for. Raises EndNotAfterStartError for an end
    of the course that cannot be.
    """
    _require_kept(trainee)
    require_allowed(Action.REINSTATE, trainee.state)
    require_end_after_start(trainee, itt_end_date)
    return replace(
        trainee,
        state=state_in_training(has_trn=trainee.trn is not None),
        reinstate_date=on,
        itt_end_date=itt_end_date or trainee.itt_end_date,
    )


def require_end_after_start(trainee: Trainee, itt_end_date: date | None) -> None:
    """Raise EndNotAfterStartError if the course is to end when it has not yet begun."""
    if itt_end_date is not None and itt_end_date <= trainee.itt_start_date:
        raise EndNotAfterStartError


def withdrawal_undone(trainee: Trainee) -> Trainee:
    """Return the trainee as before the withdrawal: deferred, or in training with any new TRN."""
    _require_kept(trainee)
    require_allowed(Action.UNDO_WITHDRAWAL, trainee.state)
    if trainee.withdrawal is not None and trainee.withdrawal.state_before is TraineeState.DEFERRED:
        state = TraineeState.DEFERRED
    else:
        state = state_in_training(has_trn=trainee.trn is not None)
    return replace(trainee, state=state, withdrawal=None)


def discarded(trainee: Trainee, *, at: datetime) -> Trainee:
    """Return the trainee as seen by nobody any more, in whatever state."""
    _require_kept(trainee)
    return replace(trainee, discarded_at=at)


def _require_kept(trainee: Trainee) -> None:
    if trainee.discarded_at is not None:
        raise TraineeDiscardedError
