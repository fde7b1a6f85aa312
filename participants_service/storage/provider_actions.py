"""The record of what lead providers did with people's training."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import orjson

from participants_service.domain.actions.circumstances import ActionName
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId, Teacher
from participants_service.storage.teacher_rows import (
    TEACHER_COLUMNS,
    TRAINING_PERIODS,
    Row,
    teacher_row,
)
from shared.database import Connection, load_statements

SQL = load_statements(__package__, "provider_actions.sql")

Changes: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAction:
    """Who did what with whom, what they asked for and what that changed.

    `acted_at` is when it counts from; a sandbox request can say when that is. `recorded_at` is the
    time of the world.
    """

    id: UUID
    participant_id: ParticipantId
    lead_provider_id: LeadProviderId
    action: ActionName
    request: Mapping[str, object]
    changes: Changes
    acted_at: datetime
    recorded_at: datetime


def changes_between(before: Teacher, after: Teacher) -> Changes:
    """Return which columns of the person and of their training are different, from what to what."""
    old, new = TRAINING_PERIODS.rows(before), TRAINING_PERIODS.rows(after)
    nothing: Row = (None,) * len(TRAINING_PERIODS.columns)
    return {
        "person": _differences(TEACHER_COLUMNS, teacher_row(before), teacher_row(after)),
        "training_periods": {
            str(period_id): differences
            for period_id in {**old, **new}
            if (
                differences := _differences(
                    TRAINING_PERIODS.columns,
                    old.get(period_id, nothing),
                    new.get(period_id, nothing),
                )
            )
        },
    }


async def insert_provider_action(conn: Connection, action: ProviderAction) -> None:
    """Record an action."""
    await SQL.execute(
        conn,
        "insert_provider_action",
        participant_id=action.participant_id,
        id=action.id,
        lead_provider_id=action.lead_provider_id,
        action=action.action,
        # Ids come from the driver as a class of its own, which is written like any other id.
        request=orjson.dumps(action.request, default=str).decode(),
        changes=orjson.dumps(action.changes, default=str).decode(),
        acted_at=action.acted_at,
        recorded_at=action.recorded_at,
    )


async def select_provider_actions(
    conn: Connection, participant_id: ParticipantId
) -> list[ProviderAction]:
    """Return everything that lead providers did with a person, oldest first."""
    rows = await SQL.fetch(conn, "select_provider_actions", participant_id=participant_id)
    return [
        ProviderAction(
            id=row["id"],
            participant_id=participant_id,
            lead_provider_id=row["lead_provider_id"],
            action=ActionName(row["action"]),
            request=orjson.loads(row["request"]),
            changes=orjson.loads(row["changes"]),
            acted_at=row["acted_at"],
            recorded_at=row["recorded_at"],
        )
        for row in rows
    ]


def _differences(columns: tuple[str, ...], before: Row, after: Row) -> dict[str, object]:
    return {
        name: {"from": old, "to": new}
        for name, old, new in zip(columns, before, after, strict=True)
        if old != new
    }
