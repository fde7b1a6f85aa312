from datetime import date

import pytest

from trainees_service.domain.deferring import Deferral, deferred
from trainees_service.domain.states import TraineeState

from .records import make_trainee

BLANK = "defer_date can't be blank"
INVALID = "defer_date is invalid"
TOO_LONG = "defer_reason is too long (maximum is 500 characters)"
STATE = "state is invalid must be one of [submitted_for_trn, trn_received]"


@pytest.mark.parametrize(
    ("sent", "problems"),
    [
        ({"defer_date": "2026-11-24"}, ()),
        ({"defer_date": "2016-01-01"}, ()),
        ({"defer_date": "2036-01-01"}, ()),
        ({"defer_date": "2026-11-24T23:59:59-05:00"}, ()),
        ({}, (BLANK,)),
        ({"defer_date": None}, (BLANK,)),
        ({"defer_date": " "}, (BLANK,)),
        ({"defer_date": "20261124"}, (INVALID,)),
        ({"defer_date": "2026-11-31"}, (INVALID,)),
        ({"defer_date": 20261124}, (INVALID,)),
        ({"defer_date": "2026-11-24", "defer_reason": "é" * 500}, ()),
        ({"defer_date": "2026-11-24", "defer_reason": "é" * 501}, (TOO_LONG,)),
        ({"defer_date": "2026-11-24", "defer_reason": 5}, ("defer_reason is invalid",)),
        ({"defer_date": "2026-11-24", "defer_reason": "a\0"}, ("defer_reason is invalid",)),
        ({"defer_date": "soon", "defer_reason": "x" * 501}, (INVALID, TOO_LONG)),
    ],
)
def test_what_a_deferral_must_say(sent: dict[str, object], problems: tuple[str, ...]) -> None:
    assert Deferral.read(sent).problems(make_trainee()) == problems


@pytest.mark.parametrize("state", TraineeState)
def test_only_who_is_in_training_can_be_deferred(state: TraineeState) -> None:
    trainee = make_trainee(state)
    found = Deferral.read({"defer_date": "2026-11-24"}).problems(trainee)
    assert found == (() if state in {"submitted_for_trn", "trn_received"} else (STATE,))


def test_the_state_is_looked_at_when_all_else_is_right() -> None:
    assert Deferral.read({}).problems(make_trainee(TraineeState.AWARDED)) == (BLANK,)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [({}, None), ({"defer_reason": None}, None), ({"defer_reason": "Illness"}, "Illness")],
)
def test_a_deferral_replaces_date_and_reason(sent: dict[str, object], reason: str | None) -> None:
    earlier = Deferral.read({"defer_date": "2026-01-02", "defer_reason": "Parental leave"})
    trainee = deferred(make_trainee(), earlier)
    assert (trainee.state, trainee.defer_reason) == (TraineeState.DEFERRED, "Parental leave")
    trainee = deferred(trainee, Deferral.read({"defer_date": "2026-11-24", **sent}))
    assert (trainee.defer_date, trainee.defer_reason) == (date(2026, 11, 24), reason)
