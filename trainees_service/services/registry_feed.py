"""What is done about each type of registry event."""

from collections.abc import Mapping

from shared.clock import Clock
from shared.database import Pool
from shared.feed import EventType, Fault, FeedEngine, FeedEvent, RejectedError, RejectionCode
from shared.metrics import Metrics
from trainees_service.domain.register_entries import Provider, SchoolEntry
from trainees_service.domain.registers import LeadPartner
from trainees_service.schemas.events import (
    LeadPartnerPutSchema,
    ProviderPutSchema,
    SchoolPutSchema,
)
from trainees_service.services.register_session import RegisterSession
from trainees_service.views.refresh import TraineeViews


async def put_provider(session: RegisterSession, provider: Provider, event: FeedEvent) -> None:
    """Create or replace a training provider."""
    session.providers.set(provider.provider_id, provider, event)


async def put_school(session: RegisterSession, school: SchoolEntry, event: FeedEvent) -> None:
    """Create or replace a school; placements that name it show it from now on."""
    session.schools.set(school.urn, school, event)


async def put_lead_partner(
    session: RegisterSession, partner: LeadPartner, event: FeedEvent
) -> None:
    """Create or replace a lead partner, unless another one has its number."""
    others = [
        other
        for key, other in session.lead_partners.entries().items()
        if key != partner.lead_partner_id
    ]
    faults = []
    if partner.urn is not None and any(other.urn == partner.urn for other in others):
        faults.append(_taken("/data/urn", "URN"))
    if partner.ukprn is not None and any(other.ukprn == partner.ukprn for other in others):
        faults.append(_taken("/data/ukprn", "UKPRN"))
    if faults:
        raise RejectedError(*faults)
    session.lead_partners.set(partner.lead_partner_id, partner, event)


EVENT_TYPES: Mapping[str, EventType[RegisterSession]] = {
    "provider.put": EventType(ProviderPutSchema(), put_provider),
    "school.put": EventType(SchoolPutSchema(), put_school),
    "lead_partner.put": EventType(LeadPartnerPutSchema(), put_lead_partner),
}


def open_registry_feed(
    pool: Pool, clock: Clock, metrics: Metrics, views: TraineeViews
) -> FeedEngine[RegisterSession]:
    """Return what takes registry events in."""
    return FeedEngine(pool, clock, metrics, EVENT_TYPES, lambda conn: RegisterSession(conn, views))


def _taken(pointer: str, number: str) -> Fault:
    return Fault(
        RejectionCode.URN_TAKEN, pointer, f"Another lead partner is registered with this {number}."
    )
