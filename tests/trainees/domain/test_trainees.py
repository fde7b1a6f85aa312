from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from trainees_service.domain.identifiers import ProviderId
from trainees_service.domain.registering import register_trainee
from trainees_service.domain.registers import Registers
from trainees_service.domain.states import TraineeState
from trainees_service.domain.trainees import Trainee, TrnAlreadyHeldError
from trainees_service.domain.withdrawals import (
    PROVIDER_REASONS,
    TRAINEE_REASONS,
    FutureInterest,
    Withdrawal,
    WithdrawalTrigger,
)

from .payloads import make_registration

NOW = datetime(2026, 11, 24, 10, 12, 3, tzinfo=UTC)


def make_trainee(state: TraineeState = TraineeState.SUBMITTED_FOR_TRN) -> Trainee:
    trainee = register_trainee(
        make_registration(),
        provider_id=ProviderId(UUID("3f6f1f38-3c55-4d4b-9a0e-0d7a5ac0b6f2")),
        registers=Registers(),
        now=NOW,
    )
    return replace(trainee, state=state)


@pytest.mark.parametrize(
    ("state", "state_after"),
    [
        (TraineeState.SUBMITTED_FOR_TRN, TraineeState.TRN_RECEIVED),
        (TraineeState.DEFERRED, TraineeState.DEFERRED),
        (TraineeState.WITHDRAWN, TraineeState.WITHDRAWN),
    ],
)
def test_a_trn_changes_the_state_where_it_was_waited_for(
    state: TraineeState,
    state_after: TraineeState,
) -> None:
    trainee = make_trainee(state).with_trn("4471902")
    assert (trainee.trn, trainee.state) == ("4471902", state_after)


def test_a_trn_is_never_overwritten() -> None:
    trainee = make_trainee().with_trn("4471902")
    assert trainee.with_trn("4471902") == trainee
    with pytest.raises(TrnAlreadyHeldError):
        trainee.with_trn("4471903")


def test_the_first_request_for_a_trn_is_the_one_kept() -> None:
    trainee = make_trainee().with_trn_requested(at=NOW)
    assert trainee.slug_sent_to_dqt_at == NOW
    assert trainee.with_trn_requested(at=NOW + timedelta(hours=1)) == trainee


@pytest.mark.parametrize(
    ("awarded_at", "withdrawn_on", "cycle"),
    [
        pytest.param(None, None, 2026, id="expected end"),
        pytest.param(None, date(2026, 7, 31), 2025, id="withdrawal"),
        pytest.param(datetime(2027, 8, 1, tzinfo=UTC), date(2026, 7, 31), 2027, id="award"),
    ],
)
def test_the_cycle_in_which_the_training_ends(
    awarded_at: datetime | None,
    withdrawn_on: date | None,
    cycle: int,
) -> None:
    withdrawal = withdrawn_on and Withdrawal(
        withdraw_date=withdrawn_on,
        trigger=WithdrawalTrigger.TRAINEE,
        future_interest=FutureInterest.UNKNOWN,
        reasons=(TRAINEE_REASONS[0],),
        state_before=TraineeState.TRN_RECEIVED,
    )
    trainee = replace(make_trainee(), awarded_at=awarded_at, withdrawal=withdrawal or None)
    assert trainee.end_cycle == cycle


def test_the_reasons_depend_on_who_triggered_the_withdrawal() -> None:
    assert PROVIDER_REASONS == (
        "unacceptable_behaviour",
        "lack_of_progress_during_placements",
        "did_not_make_progress",
        "stopped_responding_to_messages",
        "record_added_in_error",
        "mandatory_reasons",
        "not_meeting_qts_standards",
        "had_to_withdraw_trainee_another_reason",
    )
    assert TRAINEE_REASONS == (
        "unacceptable_behaviour",
        "lack_of_progress_during_placements",
        "did_not_make_progress",
        "does_not_want_to_become_a_teacher",
        "not_meeting_qts_standards",
        "change_in_personal_or_health_circumstances",
        "never_intended_to_obtain_qts",
        "moved_to_different_itt_course",
        "trainee_chose_to_withdraw_another_reason",
        "trainee_workload_issues",
    )
