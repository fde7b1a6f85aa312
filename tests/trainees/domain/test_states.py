import pytest

from trainees_service.domain.states import Action, TraineeState, allowed, state_in_training


@pytest.mark.parametrize(
    ("action", "states"),
    [
        (Action.DEFER, ["submitted_for_trn", "trn_received"]),
        (Action.WITHDRAW, ["submitted_for_trn", "trn_received", "deferred"]),
        (Action.RECOMMEND, ["trn_received"]),
        (Action.AWARD, ["recommended_for_award"]),
        (Action.REINSTATE, ["deferred"]),
        (Action.UNDO_WITHDRAWAL, ["withdrawn"]),
        (
            Action.RECEIVE_TRN,
            [
                "submitted_for_trn",
                "trn_received",
                "recommended_for_award",
                "awarded",
                "deferred",
                "withdrawn",
            ],
        ),
    ],
)
def test_an_action_is_allowed_in_some_states_only(action: Action, states: list[str]) -> None:
    assert [state.value for state in TraineeState if allowed(action, state)] == states


@pytest.mark.parametrize(
    ("has_trn", "state"), [(True, "trn_received"), (False, "submitted_for_trn")]
)
def test_who_is_in_training_waits_for_a_trn_or_has_it(has_trn: bool, state: str) -> None:
    assert state_in_training(has_trn=has_trn) == state
