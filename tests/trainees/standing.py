"""Brings trainees into each of the six states, as their providers and the registry do."""

from typing import Any

from tests.trainees.api import Api
from tests.trainees.domain.payloads import make_data
from tests.trainees.registry import Registry, award_confirmed, trn_assigned
from trainees_service.domain.states import TraineeState

DEFERRAL = {"defer_date": "2026-10-12", "defer_reason": "Parental leave."}
WITHDRAWAL = {
    "withdraw_date": "2026-11-20",
    "trigger": "trainee",
    "future_interest": "no",
    "reasons": ["trainee_workload_issues"],
}
RECOMMENDATION = {"qts_standards_met_date": "2026-11-20"}


async def trainee_in(
    state: TraineeState, api: Api, registry: Registry, *, trn: str = "4471902", **members: object
) -> dict[str, Any]:
    """Register a trainee and bring it into a state; who needs no TRN for that gets none."""
    trainee_id = str((await api.register(make_data(**members)))["trainee_id"])
    match state:
        case TraineeState.SUBMITTED_FOR_TRN:
            pass
        case TraineeState.TRN_RECEIVED:
            await registry.apply(trn_assigned(trainee_id, trn))
        case TraineeState.RECOMMENDED_FOR_AWARD:
            await registry.apply(trn_assigned(trainee_id, trn))
            await recommend(api, trainee_id)
        case TraineeState.AWARDED:
            await registry.apply(trn_assigned(trainee_id, trn))
            await recommend(api, trainee_id)
            await registry.apply(award_confirmed(trainee_id))
        case TraineeState.DEFERRED:
            await defer(api, trainee_id)
        case TraineeState.WITHDRAWN:
            await withdraw(api, trainee_id)
    trainee = (await api.get(trainee_id)).data
    assert trainee["state"] == state
    return trainee


async def defer(api: Api, trainee_id: str) -> None:
    """Defer a trainee in training."""
    await _act(api, trainee_id, "defer", DEFERRAL)


async def withdraw(api: Api, trainee_id: str) -> None:
    """Withdraw a trainee, from training or from a deferral."""
    await _act(api, trainee_id, "withdraw", WITHDRAWAL)


async def recommend(api: Api, trainee_id: str) -> None:
    """Recommend a trainee who has a TRN for the award."""
    await _act(api, trainee_id, "recommend-for-qts", RECOMMENDATION)


async def _act(api: Api, trainee_id: str, action: str, sent: object) -> None:
    answer = await api.send("POST", sent, trainee_id, action)
    assert answer.status in (200, 202), answer
