"""Training providers, schools and lead partners, as registry feed events."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias
from uuid import UUID, uuid5

Event: TypeAlias = dict[str, Any]

_NAMESPACE = UUID("c7e0b0b2-52b5-4f0d-8a52-0a3a3c6f7d11")
# Older than every trainee, and the same on every day, so that loading again changes nothing.
_OCCURRED_AT = datetime(2021, 8, 2, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProvider:
    """A training provider."""

    id: UUID
    name: str
    ukprn: str
    code: str
    accredited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSchool:
    """A school of the register."""

    urn: str
    name: str
    town: str
    postcode: str
    is_lead_partner: bool
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLeadPartner:
    """A lead partner: a school has a URN, a university a UKPRN."""

    id: UUID
    name: str
    urn: str | None = None
    ukprn: str | None = None


def _id(name: str) -> UUID:
    return uuid5(_NAMESPACE, name)


PROVIDERS = tuple(
    DemoProvider(id=_id(name), name=name, ukprn=ukprn, code=code, accredited=accredited)
    for name, ukprn, code, accredited in (
        ("University of Wexmoor", "10990001", "W61", True),
        ("Saltburn Coast Teacher Training", "10990002", "2SC", True),
        ("Three Valleys SCITT", "10990003", "3VS", True),
        ("Ambleford College of Education", "10990004", "A52", False),
    )
)

_TOWNS = ("Ambleford", "Eastwick", "Kingsmere", "Netherby", "Port Ansel", "Stonecross", "Wexmoor")
_SCHOOL_NAMES = (
    "Abbey Gate Academy",
    "Ansel Harbour Primary School",
    "Badgerwood School",
    "Beacon Fell High School",
    "Cathedral Close School",
    "Chestnut Walk Infant School",
    "Dale Head Academy",
    "Eastwick Boys' School",
    "Eastwick Girls' School",
    "Fox Covert Primary School",
    "Gorse Hill Junior School",
    "Heron Lake Academy",
    "Ironbridge Lane School",
    "Jackdaw Hill Primary School",
    "Kingsmere Community School",
    "Lime Tree Avenue School",
    "Meadow Bank Special School",
    "Netherby Grammar School",
    "Orchard Fields Academy",
    "Primrose Lane Nursery and Infant School",
    "Queen's Park Catholic School",
    "Riverside Free School",
    "St Aldhelm's Church of England School",
    "Stonecross Technical School",
    "Tern Valley Academy",
    "Upper Netherby Primary School",
    "Vicarage Road School",
    "Wexmoor Sixth Form College",
    "Wharf Street School",
    "Yewdale High School",
)
SCHOOLS = tuple(
    DemoSchool(
        urn=str(901_001 + number),
        name=name,
        town=_TOWNS[number % len(_TOWNS)],
        postcode=f"AA{number % len(_TOWNS) + 1} {number % 10}QX",  # no real area is called AA
        is_lead_partner=number % 6 == 0,
        is_open=number % 13 != 12,
    )
    for number, name in enumerate(_SCHOOL_NAMES)
)

LEAD_PARTNERS = (
    *(
        DemoLeadPartner(id=_id(f"lead partner {school.urn}"), name=school.name, urn=school.urn)
        for school in SCHOOLS
        if school.is_lead_partner
    ),
    DemoLeadPartner(
        id=_id("University of Kingsmere"), name="University of Kingsmere", ukprn="10990051"
    ),
    DemoLeadPartner(
        id=_id("Netherby Teaching Alliance"),
        name="Netherby Teaching Alliance",
        urn="901051",
        ukprn="10990052",
    ),
)


def demo_events() -> Iterator[Event]:
    """Yield the events that make the registers known, always the same."""
    for provider in PROVIDERS:
        yield demo_event(
            "provider.put",
            str(provider.id),
            _OCCURRED_AT,
            provider_id=str(provider.id),
            name=provider.name,
            ukprn=provider.ukprn,
            code=provider.code,
            accredited=provider.accredited,
        )
    for school in SCHOOLS:
        yield demo_event(
            "school.put",
            school.urn,
            _OCCURRED_AT,
            urn=school.urn,
            name=school.name,
            town=school.town,
            postcode=school.postcode,
            lead_partner=school.is_lead_partner,
            open=school.is_open,
        )
    for partner in LEAD_PARTNERS:
        yield demo_event(
            "lead_partner.put",
            str(partner.id),
            _OCCURRED_AT,
            lead_partner_id=str(partner.id),
            name=partner.name,
            urn=partner.urn,
            ukprn=partner.ukprn,
        )


def demo_event(kind: str, subject: str, occurred_at: datetime, /, **data: object) -> Event:
    """Return an event whose id depends on its kind and its subject alone."""
    return {
        "event_id": str(_id(f"{kind} {subject}")),
        "type": kind,
        "occurred_at": occurred_at.isoformat(),
        "data": data,
    }
