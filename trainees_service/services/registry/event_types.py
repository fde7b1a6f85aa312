"""The table of events: what each type may say, and what is done about it."""

from collections.abc import Mapping

from shared.feed import EventType
from trainees_service.schemas import registry_reference_events as reference
from trainees_service.services.registry import reference_events
from trainees_service.services.registry.session import RegistrySession

EVENT_TYPES: Mapping[str, EventType[RegistrySession]] = {
    "provider.put": EventType(reference.ProviderPutSchema(), reference_events.put_provider),
    "school.put": EventType(reference.SchoolPutSchema(), reference_events.put_school),
    "lead_partner.put": EventType(
        reference.LeadPartnerPutSchema(), reference_events.put_lead_partner
    ),
}
