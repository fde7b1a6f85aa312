"""Trainees with their placements, degrees and withdrawals."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import asyncpg
import orjson

from shared.database import Connection, load_statements
from shared.views.drafts import StoredDigest
from trainees_service.domain.degrees import Degree
from trainees_service.domain.identifiers import LeadPartnerId, ProviderId, TraineeId
from trainees_service.domain.placements import Placement
from trainees_service.domain.registers import LeadPartner, School
from trainees_service.domain.states import TraineeState
from trainees_service.domain.trainees import Trainee
from trainees_service.domain.withdrawals import FutureInterest, Withdrawal, WithdrawalTrigger
from trainees_service.storage.keys import TraineeKey, key_columns, key_of
from trainees_service.storage.registers import REGISTERS_LOCK
from trainees_service.storage.trainee_columns import PLAIN, trainee_columns

SQL = load_statements(__package__, "trainees.sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTrainee:
    """A trainee with what else the view is made from, and what is stored of the view."""

    trainee: Trainee
    ukprn: str
    view: StoredDigest | None


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


async def lock_trainee(conn: Connection, trainee_id: TraineeId, *, provider_id: ProviderId) -> bool:
    """Keep the registers as they are, and hold the provider's trainee; False if there is none."""
    held = await SQL.fetchval(
        conn,
        "lock_trainee",
        registers_key=REGISTERS_LOCK,
        provider_id=provider_id,
        trainee_id=trainee_id,
    )
    return held is not None


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
    return [stored.trainee for stored in await select_stored_trainees(conn, keys)]


async def select_stored_trainees(
    conn: Connection, keys: Collection[TraineeKey]
) -> list[StoredTrainee]:
    """Return these trainees in id order, with what else their views are made from."""
    rows = await SQL.fetch(conn, "select_trainees", **key_columns(keys))
    return [
        StoredTrainee(trainee=_trainee(row), ukprn=row["ukprn"], view=_digest(row)) for row in rows
    ]


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


def _digest(row: asyncpg.Record) -> StoredDigest | None:
    if row["digest"] is None:
        return None
    return StoredDigest(
        digest=row["digest"], flips_on=row["flips_on"], updated_at=row["updated_at"]
    )


def _trainee(row: asyncpg.Record) -> Trainee:
    return Trainee(
        **{name: row[name] for name in PLAIN},
        state=TraineeState(row["state"]),
        disabilities=tuple(row["disabilities"]),
        lead_partner=_lead_partner(row),
        employing_school=_school(row, row["employing_school_urn"]),
        withdrawal=_withdrawal(row),
        placements=tuple([_placement(found) for found in _nested(row["placements"])]),
        degrees=tuple([_degree(found) for found in _nested(row["degrees"])]),
    )


def _nested(records: str | None) -> list[dict[str, Any]]:
    return [] if records is None else orjson.loads(records)


def _placement(found: Mapping[str, Any]) -> Placement:
    return Placement(
        placement_id=found["placement_id"],
        school=_school(found, found["school_urn"]),
        own_urn=found["own_urn"],
        own_name=found["own_name"],
        own_postcode=found["own_postcode"],
        **_moments(found),
    )


def _degree(found: Mapping[str, Any]) -> Degree:
    return Degree(**{**found, **_moments(found)})


def _moments(found: Mapping[str, Any]) -> dict[str, datetime]:
    """Read what JSON writes as text, with the offset of the session."""
    return {
        name: datetime.fromisoformat(found[name]).astimezone(UTC)
        for name in ("created_at", "updated_at")
    }


def _school(row: asyncpg.Record | Mapping[str, Any], urn: str | None) -> School | None:
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
