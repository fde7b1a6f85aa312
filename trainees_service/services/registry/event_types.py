"""The table of events: what each type may say, and what is done about it."""

from collections.abc import Mapping

from shared.feed import EventType
from trainees_service.schemas import registry_reference_events as reference
from trainees_service.schemas import registry_trainee_events as trainee
from trainees_service.services.registry import reference_events, trainee_events
from trainees_service.services.registry.session import RegistrySession

EVENT_TYPES: Mapping[str, EventType[RegistrySession]] = {
    "provider.put": EventType(reference.ProviderPutSchema(), reference_events.put_provider),
    "school.put": EventType(reference.SchoolPutSchema(), reference_events.put_school),
    "lead_partner.put": EventType(
        reference.LeadPartnerPutSchema(), reference_events.put_lead_partner
    ),
    "trn.assigned": EventType(trainee.TrnAssignedSchema(), trainee_events.assign_trn),
    "award.confirmed": EventType(trainee.AwardConfirmedSchema(), trainee_events.confirm_award),
    "trainee.reinstated": EventType(trainee.ReinstatedSchema(), trainee_events.reinstate),
    "trainee.withdrawal_undone": EventType(
        trainee.WithdrawalUndoneSchema(), trainee_events.undo_withdrawal
    ),
    "trainee.discarded": EventType(trainee.DiscardedSchema(), trainee_events.discard),
}
