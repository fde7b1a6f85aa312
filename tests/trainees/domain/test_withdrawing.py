from datetime import date

import pytest

from trainees_service.domain.states import StateTransitionError, TraineeState
from trainees_service.domain.withdrawals import (
    PROVIDER_REASONS,
    REASONS,
    TRAINEE_REASONS,
    FutureInterest,
    Withdrawal,
    WithdrawalTrigger,
)
from trainees_service.domain.withdrawing import (
    WithdrawalRequest,
    require_withdrawable,
    withdrawn,
)

from .payloads import ABSENT, TODAY
from .records import make_trainee

DATE_BLANK = "Withdraw date Choose a withdrawal date"
DATE_INVALID = "Withdraw date Choose a valid withdrawal date"
DATE_EARLY = "Withdraw date The date must not be before the ITT start date"
REASONS_WRONG = "Reasons Reason(s) selected are not valid for this trigger"
REASONS_BLANK = "Reasons Choose one or more reasons why the trainee withdrew from the course"
TRIGGER = "Trigger is not included in the list"
INTEREST = "Future interest is not included in the list"
ANOTHER = "Another reason Enter another reason"
NEEDS_TEXT = "trainee_chose_to_withdraw_another_reason"


def make_withdrawal(**members: object) -> dict[str, object]:
    data: dict[str, object] = {
        "withdraw_date": "2026-11-20",
        "trigger": "trainee",
        "future_interest": "no",
        "reasons": ["trainee_workload_issues"],
        **members,
    }
    return {name: value for name, value in data.items() if value is not ABSENT}


@pytest.mark.parametrize(
    ("sent", "problems"),
    [
        ({}, ()),
        ({"withdraw_date": ABSENT}, (DATE_BLANK,)),
        ({"withdraw_date": ""}, (DATE_BLANK,)),
        ({"withdraw_date": "20/11/2026"}, (DATE_INVALID,)),
        ({"withdraw_date": 5}, (DATE_INVALID,)),
        ({"withdraw_date": "2026-11-20T10:00:00Z"}, ()),
        ({"withdraw_date": "2026-08-31"}, (DATE_EARLY,)),
        ({"withdraw_date": "2026-09-01"}, ()),
        ({"withdraw_date": "2026-09-02"}, ()),
        ({"withdraw_date": "2030-01-01"}, ()),
        ({"reasons": ABSENT}, (REASONS_BLANK,)),
        ({"reasons": None}, (REASONS_BLANK,)),
        ({"reasons": []}, (REASONS_BLANK,)),
        ({"reasons": "trainee_workload_issues"}, (REASONS_BLANK,)),
        ({"reasons": ["unknown"]}, (REASONS_WRONG,)),
        ({"reasons": ["trainee_workload_issues", "mandatory_reasons"]}, (REASONS_WRONG,)),
        ({"reasons": [None]}, (REASONS_WRONG,)),
        ({"reasons": ["trainee_workload_issues", 5, {}]}, (REASONS_WRONG,)),
        ({"trigger": "provider"}, (REASONS_WRONG,)),
        ({"trigger": "provider", "reasons": ["mandatory_reasons"]}, ()),
        ({"trigger": "provider", "reasons": ["record_added_in_error"]}, ()),
        ({"trigger": "department"}, (TRIGGER,)),
        ({"trigger": ABSENT}, (TRIGGER,)),
        ({"trigger": ["trainee"]}, (TRIGGER,)),
        ({"trigger": "Trainee"}, (TRIGGER,)),
        ({"trigger": None, "reasons": ["mandatory_reasons"]}, (REASONS_WRONG, TRIGGER)),
        ({"future_interest": ABSENT}, (INTEREST,)),
        ({"future_interest": "maybe"}, (INTEREST,)),
        ({"future_interest": True}, (INTEREST,)),
        ({"future_interest": "unknown"}, ()),
        ({"reasons": [NEEDS_TEXT]}, (ANOTHER,)),
        ({"reasons": [NEEDS_TEXT], "another_reason": " "}, (ANOTHER,)),
        ({"reasons": [NEEDS_TEXT], "another_reason": "Moved"}, ()),
        ({"reasons": ["trainee_workload_issues", NEEDS_TEXT]}, (ANOTHER,)),
        ({"reasons": ["another_reason"]}, (REASONS_WRONG, ANOTHER)),
        ({"another_reason": 5}, ("Another reason is invalid",)),
        ({"reasons": [NEEDS_TEXT], "another_reason": "\0"}, ("Another reason is invalid",)),
    ],
)
def test_what_a_withdrawal_must_say(sent: dict[str, object], problems: tuple[str, ...]) -> None:
    request = WithdrawalRequest.read(make_withdrawal(**sent))
    assert request.problems(make_trainee()) == problems


def test_everything_that_is_wrong_is_said_in_order() -> None:
    sent = {"trigger": "x", "future_interest": "y", "reasons": ["another_reason"]}
    assert WithdrawalRequest.read(sent).problems(make_trainee()) == (
        DATE_BLANK,
        REASONS_WRONG,
        TRIGGER,
        INTEREST,
        ANOTHER,
    )
    assert WithdrawalRequest.read({}).problems(make_trainee()) == (
        DATE_BLANK,
        REASONS_BLANK,
        TRIGGER,
        INTEREST,
    )


@pytest.mark.parametrize("trigger", WithdrawalTrigger)
@pytest.mark.parametrize("reason", REASONS)
def test_reasons_go_with_a_trigger(trigger: WithdrawalTrigger, reason: str) -> None:
    sent = make_withdrawal(trigger=trigger.value, reasons=[reason], another_reason="x")
    fitting = PROVIDER_REASONS if trigger is WithdrawalTrigger.PROVIDER else TRAINEE_REASONS
    problems = WithdrawalRequest.read(sent).problems(make_trainee())
    assert problems == (() if reason in fitting else (REASONS_WRONG,))


@pytest.mark.parametrize("state", TraineeState)
def test_who_is_awarded_recommended_or_gone_cannot_be_withdrawn(state: TraineeState) -> None:
    trainee = make_trainee(state)
    if state in {"submitted_for_trn", "trn_received", "deferred"}:
        require_withdrawable(trainee, today=TODAY)
        return
    with pytest.raises(StateTransitionError) as refused:
        require_withdrawable(trainee, today=TODAY)
    assert str(refused.value) == (
        "It\u2019s not possible to perform this action while the trainee is in its current state"
    )


@pytest.mark.parametrize(
    ("starts_on", "allowed"),
    [("2026-11-23", True), ("2026-11-24", True), ("2026-11-25", False)],
)
def test_a_course_must_have_begun_to_be_left(starts_on: str, allowed: bool) -> None:
    trainee = make_trainee(itt_start_date=starts_on)
    if allowed:
        require_withdrawable(trainee, today=TODAY)
        return
    with pytest.raises(StateTransitionError):
        require_withdrawable(trainee, today=TODAY)


def test_a_withdrawal_is_recorded_with_the_state_before_it() -> None:
    sent = make_withdrawal(
        withdraw_date="2026-11-20T10:00:00Z",
        reasons=["trainee_workload_issues", NEEDS_TEXT, "trainee_workload_issues"],
        another_reason="Moved to Saltham",
    )
    trainee = withdrawn(make_trainee(TraineeState.DEFERRED), WithdrawalRequest.read(sent))
    assert trainee.state is TraineeState.WITHDRAWN
    assert trainee.withdrawal == Withdrawal(
        withdraw_date=date(2026, 11, 20),
        trigger=WithdrawalTrigger.TRAINEE,
        future_interest=FutureInterest.NO,
        reasons=("trainee_workload_issues", NEEDS_TEXT),
        another_reason="Moved to Saltham",
        state_before=TraineeState.DEFERRED,
    )


def test_another_reason_is_kept_also_when_nobody_asked_for_it() -> None:
    request = WithdrawalRequest.read(make_withdrawal(another_reason="Moved"))
    trainee = withdrawn(make_trainee(), request)
    assert trainee.withdrawal is not None
    assert trainee.withdrawal.another_reason == "Moved"
