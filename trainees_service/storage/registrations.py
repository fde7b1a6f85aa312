"""What has to be known before a registration can be judged."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg
import orjson

from shared.database import Connection, load_statements
from trainees_service.domain.duplicates import MatchingKeys
from trainees_service.domain.identifiers import LeadPartnerId, ProviderId
from trainees_service.domain.registers import LeadPartner, References, Registers, School
from trainees_service.storage.registers import REGISTERS_LOCK

SQL = load_statements(__package__, "registrations.sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The provider's number, the register entries a registration names, and equal records."""

    ukprn: str
    registers: Registers
    duplicates: Sequence[bytes]


async def lock_registration(
    conn: Connection, keys: MatchingKeys | None, *, provider_id: ProviderId
) -> None:
    """Keep the registers as they are, and other registrations of the same person waiting."""
    await SQL.fetchrow(
        conn,
        "lock_registration",
        registers_key=REGISTERS_LOCK,
        duplicates_key=None if keys is None else keys.lock_key(provider_id),
    )


async def select_known(
    conn: Connection,
    references: References,
    keys: MatchingKeys | None,
    *,
    provider_id: ProviderId,
) -> Known:
    """Look up what a registration refers to and, by its keys, whom it repeats, oldest first."""
    row = await SQL.fetchrow(
        conn,
        "select_known",
        provider_id=provider_id,
        school_urns=sorted(references.school_urns),
        lead_partner_urn=references.lead_partner_urn,
        lead_partner_ukprn=references.lead_partner_ukprn,
        # Nothing equals a missing key.
        date_of_birth=None if keys is None else keys.date_of_birth,
        last_name_key=None if keys is None else keys.last_name,
        start_cycle=None if keys is None else keys.cycle,
        training_route=None if keys is None else keys.training_route,
        first_name_key=None if keys is None else keys.first_name,
        email_key=None if keys is None else keys.email,
    )
    if row is None:
        raise LookupError(f"there is no provider {provider_id}")
    return Known(ukprn=row["ukprn"], registers=_registers(row), duplicates=row["bodies"] or ())


def _registers(row: asyncpg.Record) -> Registers:
    schools = [] if row["schools"] is None else orjson.loads(row["schools"])
    return Registers(
        schools={school["urn"]: School(**school) for school in schools},
        lead_partner=None if row["lead_partner_id"] is None else _lead_partner(row),
    )


def _lead_partner(row: asyncpg.Record) -> LeadPartner:
    return LeadPartner(
        lead_partner_id=LeadPartnerId(row["lead_partner_id"]),
        name=row["lead_partner_name"],
        urn=row["lead_partner_urn"],
        ukprn=row["lead_partner_ukprn"],
    )
