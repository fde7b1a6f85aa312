"""What is done about reference facts: they replace what was known."""

from shared.feed import Fault, FeedEvent, RejectedError, RejectionCode
from trainees_service.domain.register_entries import Provider, SchoolEntry
from trainees_service.domain.registers import LeadPartner
from trainees_service.services.registry.session import RegistrySession


async def put_provider(session: RegistrySession, provider: Provider, event: FeedEvent) -> None:
    """Create or replace a training provider."""
    session.facts.providers.set(provider.provider_id, provider, event)


async def put_school(session: RegistrySession, school: SchoolEntry, event: FeedEvent) -> None:
    """Create or replace a school; placements that name it show it from now on."""
    session.facts.schools.set(school.urn, school, event)


async def put_lead_partner(
    session: RegistrySession, partner: LeadPartner, event: FeedEvent
) -> None:
    """Create or replace a lead partner, unless another one has its number."""
    others = [
        other
        for key, other in session.facts.lead_partners.entries().items()
        if key != partner.lead_partner_id
    ]
    faults = []
    if partner.urn is not None and any(other.urn == partner.urn for other in others):
        faults.append(_taken("/data/urn", "URN"))
    if partner.ukprn is not None and any(other.ukprn == partner.ukprn for other in others):
        faults.append(_taken("/data/ukprn", "UKPRN"))
    if faults:
        raise RejectedError(*faults)
    session.facts.lead_partners.set(partner.lead_partner_id, partner, event)


def _taken(pointer: str, number: str) -> Fault:
    return Fault(
        RejectionCode.URN_TAKEN, pointer, f"Another lead partner is registered with this {number}."
    )
