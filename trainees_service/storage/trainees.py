"""Trainees with their placements, degrees and withdrawals."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import fields

import asyncpg

from shared.database import Connection, load_statements
from trainees_service.domain.degrees import Degree
from trainees_service.domain.identifiers import LeadPartnerId, TraineeId
from trainees_service.domain.placements import Placement
from trainees_service.domain.registers import LeadPartner, School
from trainees_service.domain.states import TraineeState
from trainees_service.domain.trainees import Trainee
from trainees_service.domain.withdrawals import FutureInterest, Withdrawal, WithdrawalTrigger
from trainees_service.storage.keys import TraineeKey, key_columns, key_of
from trainees_service.storage.trainee_columns import PLAIN, trainee_columns

SQL = load_statements(__package__, "trainees.sql")

_DEGREE = tuple(field.name for field in fields(Degree))


async def insert_trainee(conn: Connection, trainee: Trainee) -> None:
    """Store a new trainee with placements and degrees."""
    placements, degrees = trainee.placements, trainee.degrees
    await SQL.execute(
        conn,
        "insert_trainee",
        **trainee_columns(trainee),
        placement_ids=[p.placement_id for p in placements],
        placement_school_urns=[None if p.school is None else p.school.urn for p in placements],
        placement_own_urns=[p.own_urn for p in placements],
        placement_own_names=[p.own_name for p in placements],
        placement_own_postcodes=[p.own_postcode for p in placements],
        degree_ids=[d.degree_id for d in degrees],
        degree_positions=[d.position for d in degrees],
        degree_countries=[d.country for d in degrees],
        degree_types=[d.degree_type for d in degrees],
        degree_subjects=[d.subject for d in degrees],
        degree_institutions=[d.institution for d in degrees],
        degree_grades=[d.grade for d in degrees],
        degree_other_grades=[d.other_grade for d in degrees],
        degree_graduation_years=[d.graduation_year for d in degrees],
    )


async def lock_trainees(conn: Connection, keys: Collection[TraineeKey]) -> list[TraineeKey]:
    """Hold these trainees until the end of the transaction; return those that exist."""
    rows = await SQL.fetch(conn, "lock_trainees", **key_columns(keys))
    return [key_of(row) for row in rows]


async def lock_trainees_named(
    conn: Connection, trainee_ids: Collection[TraineeId]
) -> list[TraineeKey]:
    """Hold whoever has these ids, of whatever provider; return their keys."""
    rows = await SQL.fetch(conn, "lock_trainees_named", trainee_ids=list(trainee_ids))
    return [key_of(row) for row in rows]


async def lock_trainees_without_trn(conn: Connection, *, at_most: int) -> list[TraineeKey]:
    """Hold the next trainees that wait for a TRN and that nobody else has in hand."""
    rows = await SQL.fetch(conn, "lock_trainees_without_trn", at_most=at_most)
    return [key_of(row) for row in rows]


async def select_trainees(conn: Connection, keys: Collection[TraineeKey]) -> list[Trainee]:
    """Return these trainees in id order, as far as they exist."""
    columns = key_columns(keys)
    rows = await SQL.fetch(conn, "select_trainees", **columns)
    placements = defaultdict(list)
    for row in await SQL.fetch(conn, "select_placements", **columns):
        placements[key_of(row)].append(_placement(row))
    degrees = defaultdict(list)
    for row in await SQL.fetch(conn, "select_degrees", **columns):
        degrees[key_of(row)].append(Degree(**{name: row[name] for name in _DEGREE}))
    return [_trainee(row, placements[key_of(row)], degrees[key_of(row)]) for row in rows]


async def select_trainee_keys_after(
    conn: Connection, after: TraineeKey, *, at_most: int
) -> list[TraineeKey]:
    """Return the next keys of trainees and of views, in id order."""
    provider_id, trainee_id = after
    rows = await SQL.fetch(
        conn,
        "select_trainee_keys_after",
        provider_id=provider_id,
        trainee_id=trainee_id,
        at_most=at_most,
    )
    return [key_of(row) for row in rows]


async def count_trainees(conn: Connection) -> int:
    """Return how many trainees there are."""
    count: int = await SQL.fetchval(conn, "count_trainees")
    return count


def _trainee(
    row: asyncpg.Record, placements: Sequence[Placement], degrees: Sequence[Degree]
) -> Trainee:
    return Trainee(
        **{name: row[name] for name in PLAIN},
        state=TraineeState(row["state"]),
        disabilities=tuple(row["disabilities"]),
        lead_partner=_lead_partner(row),
        employing_school=_school(row, row["employing_school_urn"]),
        withdrawal=_withdrawal(row),
        placements=tuple(placements),
        degrees=tuple(degrees),
    )


def _placement(row: asyncpg.Record) -> Placement:
    return Placement(
        placement_id=row["placement_id"],
        school=_school(row, row["school_urn"]),
        own_urn=row["own_urn"],
        own_name=row["own_name"],
        own_postcode=row["own_postcode"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def _school(row: asyncpg.Record, urn: str | None) -> School | None:
    if urn is None:
        return None
    return School(
        urn=urn,
        name=row["school_name"],
        town=row["school_town"],
        postcode=row["school_postcode"],
    )


def _lead_partner(row: asyncpg.Record) -> LeadPartner | None:
    if row["lead_partner_id"] is None:
        return None
    return LeadPartner(
        lead_partner_id=LeadPartnerId(row["lead_partner_id"]),
        name=row["lead_partner_name"],
        urn=row["lead_partner_urn"],
        ukprn=row["lead_partner_ukprn"],
    )


def _withdrawal(row: asyncpg.Record) -> Withdrawal | None:
    if row["withdraw_date"] is None:
        return None
    return Withdrawal(
        withdraw_date=row["withdraw_date"],
        trigger=WithdrawalTrigger(row["trigger"]),
        future_interest=FutureInterest(row["future_interest"]),
        reasons=tuple(row["reasons"]),
        another_reason=row["another_reason"],
        state_before=TraineeState(row["state_before"]),
    )
