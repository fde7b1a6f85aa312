"""Brings trainees into each of the six states."""

from typing import Any

from tests.trainees.api import Api
from tests.trainees.domain.payloads import make_data
from trainees_service.app import TraineesService
from trainees_service.domain.identifiers import TraineeId
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
    state: TraineeState, api: Api, service: TraineesService, **members: object
) -> dict[str, Any]:
    """Register a trainee and bring it into a state, by the API as far as that goes."""
    trainee_id = (await api.register(make_data(**members)))["trainee_id"]
    match state:
        case TraineeState.SUBMITTED_FOR_TRN:
            pass
        case TraineeState.TRN_RECEIVED:
            await give_trn(service, trainee_id)
        case TraineeState.RECOMMENDED_FOR_AWARD | TraineeState.AWARDED:
            await give_trn(service, trainee_id)
            answer = await api.send("POST", RECOMMENDATION, trainee_id, "recommend-for-qts")
            assert answer.status == 202, answer
        case TraineeState.DEFERRED:
            assert (await api.send("POST", DEFERRAL, trainee_id, "defer")).status == 200
        case TraineeState.WITHDRAWN:
            assert (await api.send("POST", WITHDRAWAL, trainee_id, "withdraw")).status == 200
    if state is TraineeState.AWARDED:
        await give_award(service, trainee_id)
    trainee = (await api.get(trainee_id)).data
    assert trainee["state"] == state
    return trainee


async def give_trn(service: TraineesService, trainee_id: str, trn: str = "4471902") -> None:
    """Let a TRN arrive."""
    await _update(
        service,
        "UPDATE trainees SET trn = $2, state = CASE state WHEN 'submitted_for_trn'"
        " THEN 'trn_received' ELSE state END WHERE trainee_id = $1 RETURNING provider_id",
        trainee_id,
        trn,
    )


async def give_award(service: TraineesService, trainee_id: str) -> None:
    """Let the award of a recommended trainee be confirmed."""
    await _update(
        service,
        "UPDATE trainees SET state = 'awarded', awarded_at = outcome_date::timestamp"
        " AT TIME ZONE 'UTC' WHERE trainee_id = $1 AND state = 'recommended_for_award'"
        " RETURNING provider_id",
        trainee_id,
    )


async def discard(service: TraineesService, trainee_id: str) -> None:
    """Let a trainee be discarded."""
    await _update(
        service,
        "UPDATE trainees SET discarded_at = created_at WHERE trainee_id = $1 RETURNING provider_id",
        trainee_id,
    )


async def _update(
    service: TraineesService, statement: str, trainee_id: str, *values: object
) -> None:
    async with service.pool.acquire() as conn, conn.transaction():
        provider_id = await conn.fetchval(statement, trainee_id, *values)
        assert provider_id is not None
        await service.views.refresh_keys(conn, [(provider_id, TraineeId(trainee_id))])
