from datetime import date
from itertools import combinations

import pytest

from trainees_service.domain.list_statuses import ListStatus, listed_states, status_criteria
from trainees_service.domain.states import TraineeState

from .payloads import TODAY

YESTERDAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 25)
STARTED = {
    "submitted_for_trn": {"in_training"},
    "trn_received": {"in_training"},
    "recommended_for_award": {"in_training"},
    "awarded": {"awarded"},
    "deferred": {"deferred"},
    "withdrawn": {"withdrawn"},
}
NOT_STARTED = {
    "submitted_for_trn": {"course_not_yet_started"},
    "trn_received": {"course_not_yet_started"},
    "recommended_for_award": {"course_not_yet_started"},
    "awarded": {"course_not_yet_started", "awarded"},
    "deferred": {"deferred"},
    "withdrawn": {"withdrawn"},
}


def has_status(status: ListStatus, state: TraineeState, starts_on: date) -> bool:
    criteria = status_criteria([status], today=TODAY)
    return any(criterion.fits(state=state, itt_start_date=starts_on) for criterion in criteria)


@pytest.mark.parametrize("state", TraineeState)
@pytest.mark.parametrize(
    ("starts_on", "statuses"),
    [(YESTERDAY, STARTED), (TODAY, STARTED), (TOMORROW, NOT_STARTED)],
)
def test_a_status_follows_from_state_and_start(
    state: TraineeState, starts_on: date, statuses: dict[str, set[str]]
) -> None:
    found = {status for status in ListStatus if has_status(status, state, starts_on)}
    assert found == statuses[state]


def test_several_statuses_are_one_or_the_other() -> None:
    criteria = status_criteria([ListStatus.DEFERRED, ListStatus.IN_TRAINING], today=TODAY)
    assert [criterion.state for criterion in criteria] == [
        "deferred",
        "submitted_for_trn",
        "trn_received",
        "recommended_for_award",
    ]


def test_no_status_is_no_criterion() -> None:
    assert status_criteria([], today=TODAY) == ()


@pytest.mark.parametrize("count", range(len(ListStatus) + 1))
@pytest.mark.parametrize(
    ("starts_on", "has_started"), [(YESTERDAY, True), (TODAY, True), (TOMORROW, False)]
)
def test_states_say_the_same_as_criteria(count: int, starts_on: date, has_started: bool) -> None:
    for statuses in combinations(ListStatus, count):
        states = listed_states(statuses, today=TODAY)
        assert states.today == TODAY
        found = states.started if has_started else states.not_started
        criteria = status_criteria(statuses, today=TODAY)
        assert found == tuple(
            state
            for state in TraineeState
            if any(each.fits(state=state, itt_start_date=starts_on) for each in criteria)
        )
