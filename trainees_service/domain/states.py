"""The life cycle of a trainee: states, and which action is allowed in which."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class TraineeState(StrEnum):
    """Where a trainee stands, as responses name it."""

    SUBMITTED_FOR_TRN = "submitted_for_trn"
    TRN_RECEIVED = "trn_received"
    RECOMMENDED_FOR_AWARD = "recommended_for_award"
    AWARDED = "awarded"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What moves a trainee from one state to another."""

    RECEIVE_TRN = "receive_trn"
    RECOMMEND = "recommend"
    AWARD = "award"
    DEFER = "defer"
    WITHDRAW = "withdraw"
    REINSTATE = "reinstate"
    UNDO_WITHDRAWAL = "undo_withdrawal"


class StateTransitionError(Exception):
    """The state of the trainee forbids what was asked for."""

    message = (
        "It\N{RIGHT SINGLE QUOTATION MARK}s not possible to perform this action while the trainee "
        "is in its current state"
    )

    def __init__(self) -> None:
        super().__init__(self.message)


_BEFORE_AWARD = frozenset({TraineeState.SUBMITTED_FOR_TRN, TraineeState.TRN_RECEIVED})

# A TRN may arrive in any state; it changes the state only where it was waited for.
ALLOWED_FROM: Mapping[Action, frozenset[TraineeState]] = MappingProxyType(
    {
        Action.RECEIVE_TRN: frozenset(TraineeState),
        Action.RECOMMEND: frozenset({TraineeState.TRN_RECEIVED}),
        Action.AWARD: frozenset({TraineeState.RECOMMENDED_FOR_AWARD}),
        Action.DEFER: _BEFORE_AWARD,
        Action.WITHDRAW: _BEFORE_AWARD | {TraineeState.DEFERRED},
        Action.REINSTATE: frozenset({TraineeState.DEFERRED}),
        Action.UNDO_WITHDRAWAL: frozenset({TraineeState.WITHDRAWN}),
    },
)


def allowed(action: Action, state: TraineeState) -> bool:
    """Whether `action` may be taken on a trainee in `state`."""
    return state in ALLOWED_FROM[action]


def require_allowed(action: Action, state: TraineeState) -> None:
    """Raise StateTransitionError unless `action` may be taken on a trainee in `state`."""
    if not allowed(action, state):
        raise StateTransitionError


def state_in_training(*, has_trn: bool) -> TraineeState:
    """Return the state of a trainee who is in training, for example after a reinstatement."""
    return TraineeState.TRN_RECEIVED if has_trn else TraineeState.SUBMITTED_FOR_TRN
