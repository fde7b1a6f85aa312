"""What lead providers did in the past, brought in as history beside the feed.

The feed has no word for a deferral or a withdrawal: lead providers act on training themselves.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from participants_service.demo.interruptions import Interruption
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import (
    DeferralReason,
    ParticipantId,
    Role,
    Teacher,
    TrainingPeriodId,
    WithdrawalReason,
)
from participants_service.domain.visibility import latest_training
from participants_service.storage.teachers import lock_teachers, select_teachers
from participants_service.views.refresh import ParticipantViews
from shared.clock import Clock
from shared.database import Connection, Pool, load_statements

SQL = load_statements(__package__, "demo.sql")


class _Interrupted(NamedTuple):
    training_id: TrainingPeriodId
    interruption: Interruption


class InterruptionHistory:
    """Records past deferrals and withdrawals."""

    def __init__(self, pool: Pool, clock: Clock, views: ParticipantViews) -> None:
        self._pool = pool
        self._clock = clock
        self._views = views

    async def record(self, interruptions: Sequence[Interruption]) -> int:
        """Record those that are not known yet, all or none; return how many that were.

        Whoever was interrupted before is left alone: a lead provider may have acted since.
        """
        ids = [ParticipantId(interruption.participant_id) for interruption in interruptions]
        async with self._pool.acquire() as conn, conn.transaction():
            await lock_teachers(conn, ids)
            teachers = await select_teachers(conn, ids)
            interrupted = _find(interruptions, teachers)
            if interrupted:
                await self._update(conn, interrupted)
                await self._views.refresh_people(
                    conn, [ParticipantId(i.interruption.participant_id) for i in interrupted]
                )
        return len(interrupted)

    async def _update(self, conn: Connection, interrupted: Sequence[_Interrupted]) -> None:
        interruptions = [one.interruption for one in interrupted]
        deferrals = [_deferral(one) for one in interruptions]
        withdrawals = [_withdrawal(one) for one in interruptions]
        await SQL.execute(
            conn,
            "update_interrupted_training",
            participant_ids=[one.participant_id for one in interruptions],
            training_ids=[one.training_id for one in interrupted],
            days=[self._clock.date_of(one.happened_at) for one in interruptions],
            deferred_at=[moment for moment, _ in deferrals],
            deferral_reasons=[reason for _, reason in deferrals],
            withdrawn_at=[moment for moment, _ in withdrawals],
            withdrawal_reasons=[reason for _, reason in withdrawals],
        )


def _find(
    interruptions: Sequence[Interruption], teachers: Mapping[ParticipantId, Teacher]
) -> list[_Interrupted]:
    """Find the training that each interruption is about, leaving out what needs none."""
    found = []
    for interruption in interruptions:
        teacher = teachers.get(ParticipantId(interruption.participant_id))
        role = Role(interruption.role)
        if teacher is None or _was_interrupted(teacher, role):
            continue
        training = latest_training(teacher, LeadProviderId(interruption.lead_provider_id), role)
        if training is not None:
            found.append(_Interrupted(training.id, interruption))
    return found


def _was_interrupted(teacher: Teacher, role: Role) -> bool:
    return any(
        training.role is role and (training.deferral or training.withdrawal)
        for training in teacher.training_periods
    )


def _deferral(interruption: Interruption) -> tuple[datetime | None, DeferralReason | None]:
    if isinstance(interruption.reason, DeferralReason):
        return interruption.happened_at, interruption.reason
    return None, None


def _withdrawal(interruption: Interruption) -> tuple[datetime | None, WithdrawalReason | None]:
    if isinstance(interruption.reason, WithdrawalReason):
        return interruption.happened_at, interruption.reason
    return None, None
