"""Trainees in states that their providers bring about, as those would leave them."""

from datetime import UTC, date, datetime

from trainees_service.app import TraineesService
from trainees_service.domain.identifiers import ProviderId, TraineeId
from trainees_service.storage.registers import lock_registers_shared

RECOMMENDED_AT = datetime(2026, 11, 21, 9, 15, tzinfo=UTC)
MET_ON = date(2026, 11, 20)
DEFERRED_ON = date(2026, 10, 1)
WITHDRAWN_ON = date(2026, 10, 12)

_RECOMMEND = """
UPDATE trainees
   SET state = 'recommended_for_award', recommended_for_award_at = $2, outcome_date = $3
 WHERE trainee_id = $1 AND state = 'trn_received'
RETURNING provider_id
"""
_DEFER = """
UPDATE trainees
   SET state = 'deferred', defer_date = $2, defer_reason = 'Moved away'
 WHERE trainee_id = $1 AND state IN ('submitted_for_trn', 'trn_received')
RETURNING provider_id
"""
_WITHDRAW = """
  WITH leaving AS (
       INSERT INTO withdrawals (
              provider_id, trainee_id, position, withdraw_date, trigger, future_interest, reasons,
              another_reason, state_before, created_at)
       SELECT t.provider_id, t.trainee_id,
              (SELECT count(*) FROM withdrawals AS w WHERE w.trainee_id = t.trainee_id),
              $2, 'provider', 'unknown', '{had_to_withdraw_trainee_another_reason}', 'Unwell',
              t.state, now()
         FROM trainees AS t
        WHERE t.trainee_id = $1 AND t.state IN ('submitted_for_trn', 'trn_received', 'deferred')
       RETURNING provider_id, trainee_id
       )
UPDATE trainees AS t
   SET state = 'withdrawn'
  FROM leaving AS l
 WHERE t.provider_id = l.provider_id AND t.trainee_id = l.trainee_id
RETURNING t.provider_id
"""


async def recommend(service: TraineesService, trainee_id: str) -> None:
    """Recommend a trainee who has a TRN for the award."""
    await _change(service, trainee_id, _RECOMMEND, RECOMMENDED_AT, MET_ON)


async def defer(service: TraineesService, trainee_id: str) -> None:
    """Defer a trainee in training."""
    await _change(service, trainee_id, _DEFER, DEFERRED_ON)


async def withdraw(service: TraineesService, trainee_id: str) -> None:
    """Withdraw a trainee, from training or from a deferral."""
    await _change(service, trainee_id, _WITHDRAW, WITHDRAWN_ON)


async def _change(
    service: TraineesService, trainee_id: str, statement: str, *values: object
) -> None:
    async with service.pool.acquire() as conn, conn.transaction():
        await lock_registers_shared(conn)
        (row,) = await conn.fetch(statement, trainee_id, *values)
        key = ProviderId(row["provider_id"]), TraineeId(trainee_id)
        await service.views.refresh_keys(conn, [key])
