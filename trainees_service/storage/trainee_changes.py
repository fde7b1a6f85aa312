"""What changed of one trainee, written as far as it differs."""

from dataclasses import fields
from datetime import datetime

from shared.database import Connection, load_statements
from trainees_service.domain.degrees import Degree
from trainees_service.domain.placements import Placement
from trainees_service.domain.trainees import Trainee
from trainees_service.domain.withdrawals import Withdrawal
from trainees_service.storage.trainee_columns import trainee_columns

SQL = load_statements(__package__, "trainee_changes.sql")

_DEGREE = tuple(field.name for field in fields(Degree))


async def update_trainee(
    conn: Connection, before: Trainee, after: Trainee, *, at: datetime
) -> None:
    """Store a trainee whose row the caller holds; `at` is when a new withdrawal is noted."""
    columns = trainee_columns(after)
    if columns != trainee_columns(before):
        del columns["created_at"]
        await SQL.execute(conn, "update_trainee", **columns)
    await _update_placements(conn, before, after)
    await _update_degrees(conn, before, after)
    if after.withdrawal is not None and after.withdrawal != before.withdrawal:
        await _insert_withdrawal(conn, after, after.withdrawal, at)


async def _update_placements(conn: Connection, before: Trainee, after: Trainee) -> None:
    stored = {placement.placement_id: placement for placement in before.placements}
    for placement in after.placements:
        if stored.pop(placement.placement_id, None) != placement:
            await _upsert_placement(conn, after, placement)
    if stored:
        await SQL.execute(conn, "delete_placements", **_key(after), placement_ids=list(stored))


async def _upsert_placement(conn: Connection, trainee: Trainee, placement: Placement) -> None:
    await SQL.execute(
        conn,
        "upsert_placement",
        **_key(trainee),
        placement_id=placement.placement_id,
        school_urn=None if placement.school is None else placement.school.urn,
        own_urn=placement.own_urn,
        own_name=placement.own_name,
        own_postcode=placement.own_postcode,
        created_at=placement.created_at,
        updated_at=placement.updated_at,
    )


async def _update_degrees(conn: Connection, before: Trainee, after: Trainee) -> None:
    stored = {degree.degree_id: degree for degree in before.degrees}
    for degree in after.degrees:
        if stored.pop(degree.degree_id, None) != degree:
            values = {name: getattr(degree, name) for name in _DEGREE}
            await SQL.execute(conn, "upsert_degree", **_key(after), **values)
    if stored:
        await SQL.execute(conn, "delete_degrees", **_key(after), degree_ids=list(stored))


async def _insert_withdrawal(
    conn: Connection, trainee: Trainee, withdrawal: Withdrawal, at: datetime
) -> None:
    await SQL.execute(
        conn,
        "insert_withdrawal",
        **_key(trainee),
        withdraw_date=withdrawal.withdraw_date,
        trigger=withdrawal.trigger.value,
        future_interest=withdrawal.future_interest.value,
        reasons=list(withdrawal.reasons),
        another_reason=withdrawal.another_reason,
        state_before=withdrawal.state_before.value,
        created_at=at,
    )


def _key(trainee: Trainee) -> dict[str, object]:
    return {"provider_id": trainee.provider_id, "trainee_id": trainee.trainee_id}
