from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from trainees_service.domain.registry_facts import (
    EndNotAfterStartError,
    TraineeDiscardedError,
    award_confirmed,
    discarded,
    reinstated,
    trn_assigned,
    withdrawal_undone,
)
from trainees_service.domain.states import StateTransitionError, TraineeState
from trainees_service.domain.trainees import Trainee, TrnAlreadyHeldError

from .records import LATER, WITHDRAWAL, make_trainee

BACK_ON = date(2026, 11, 20)

Fact = Callable[[Trainee], Trainee]

FACTS: dict[str, Fact] = {
    "trn.assigned": lambda trainee: trn_assigned(trainee, "4471902"),
    "award.confirmed": award_confirmed,
    "trainee.reinstated": lambda trainee: reinstated(trainee, on=BACK_ON),
    "trainee.withdrawal_undone": withdrawal_undone,
    "trainee.discarded": lambda trainee: discarded(trainee, at=LATER),
}


@pytest.mark.parametrize("state", TraineeState)
@pytest.mark.parametrize(
    ("fact", "possible"),
    [
        ("award.confirmed", {"recommended_for_award"}),
        ("trainee.reinstated", {"deferred"}),
        ("trainee.withdrawal_undone", {"withdrawn"}),
    ],
)
def test_a_fact_needs_its_state(fact: str, possible: set[str], state: TraineeState) -> None:
    trainee = make_trainee(state)
    if state in possible:
        assert FACTS[fact](trainee).state is not state
        return
    with pytest.raises(StateTransitionError):
        FACTS[fact](trainee)


@pytest.mark.parametrize(
    ("state", "after"),
    [
        ("submitted_for_trn", "trn_received"),
        ("deferred", "deferred"),
        ("withdrawn", "withdrawn"),
    ],
)
def test_a_trn_arrives_in_any_state(state: str, after: str) -> None:
    trainee = trn_assigned(make_trainee(TraineeState(state)), "4471902")
    assert (trainee.trn, trainee.state) == ("4471902", after)


@pytest.mark.parametrize("state", ["trn_received", "recommended_for_award", "awarded"])
def test_a_trn_stays(state: str) -> None:
    trainee = make_trainee(TraineeState(state))
    assert trn_assigned(trainee, "4471902") is trainee
    with pytest.raises(TrnAlreadyHeldError):
        trn_assigned(trainee, "4471903")


def test_an_award_counts_from_the_day_of_the_outcome() -> None:
    trainee = award_confirmed(make_trainee(TraineeState.RECOMMENDED_FOR_AWARD))
    assert trainee.state is TraineeState.AWARDED
    assert trainee.outcome_date == date(2026, 11, 20)
    assert trainee.awarded_at == datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("trn", "state"), [(None, "submitted_for_trn"), ("4471902", "trn_received")]
)
def test_a_deferred_trainee_comes_back_to_where_the_trn_says(trn: str | None, state: str) -> None:
    trainee = replace(make_trainee(TraineeState.DEFERRED), trn=trn)
    back = reinstated(trainee, on=BACK_ON)
    assert (back.state, back.reinstate_date) == (state, BACK_ON)
    assert back.itt_end_date == trainee.itt_end_date
    assert back.defer_date == trainee.defer_date


@pytest.mark.parametrize(
    ("end", "possible"), [("2026-08-31", False), ("2026-09-01", False), ("2026-09-02", True)]
)
def test_a_new_end_of_the_course_lies_after_its_start(end: str, possible: bool) -> None:
    trainee, day = make_trainee(TraineeState.DEFERRED), date.fromisoformat(end)
    if possible:
        assert reinstated(trainee, on=BACK_ON, itt_end_date=day).itt_end_date == day
        return
    with pytest.raises(EndNotAfterStartError):
        reinstated(trainee, on=BACK_ON, itt_end_date=day)


@pytest.mark.parametrize(
    ("before", "trn", "after"),
    [
        ("submitted_for_trn", None, "submitted_for_trn"),
        pytest.param("submitted_for_trn", "4471902", "trn_received", id="a TRN came meanwhile"),
        ("trn_received", "4471902", "trn_received"),
        ("deferred", None, "deferred"),
        ("deferred", "4471902", "deferred"),
    ],
)
def test_a_withdrawal_is_undone_to_the_state_before_it(
    before: str, trn: str | None, after: str
) -> None:
    withdrawal = replace(WITHDRAWAL, state_before=TraineeState(before))
    trainee = replace(make_trainee(TraineeState.WITHDRAWN), withdrawal=withdrawal, trn=trn)
    back = withdrawal_undone(trainee)
    assert (back.state, back.withdrawal) == (after, None)


@pytest.mark.parametrize("state", TraineeState)
def test_a_trainee_is_discarded_in_any_state(state: TraineeState) -> None:
    trainee = make_trainee(state)
    assert discarded(trainee, at=LATER) == replace(trainee, discarded_at=LATER)


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("state", TraineeState)
def test_nothing_happens_to_a_discarded_trainee(fact: str, state: TraineeState) -> None:
    trainee = discarded(make_trainee(state), at=LATER)
    with pytest.raises(TraineeDiscardedError):
        FACTS[fact](trainee)
