"""The table of events: what each type may say, and what is done about it."""

from collections.abc import Callable, Mapping

from marshmallow import Schema

from participants_service.domain.errors import DomainError, RefusedError
from participants_service.domain.occasions import Occasion
from participants_service.schemas import registry_people_events as people
from participants_service.schemas import registry_reference_events as reference
from participants_service.services.registry import (
    partnership_events,
    record_events,
    reference_events,
    school_events,
    training_events,
)
from participants_service.services.registry.references import Payload
from participants_service.services.registry.refusals import rejected
from participants_service.services.registry.session import RegistrySession
from shared.feed.engine import EventType
from shared.feed.events import FeedEvent

Act = Callable[[RegistrySession, Payload, Occasion], None]


def _event_type(schema: type[Schema], act: Act) -> EventType[RegistrySession]:
    async def apply(session: RegistrySession, payload: Payload, event: FeedEvent) -> None:
        try:
            act(session, payload, session.occasion(event))
        except (DomainError, RefusedError) as refused:
            raise rejected(refused) from refused

    return EventType(schema=schema(), apply=apply)


EVENT_TYPES: Mapping[str, EventType[RegistrySession]] = {
    "cohort.put": _event_type(reference.CohortPutSchema, reference_events.put_cohort),
    "lead_provider.put": _event_type(
        reference.LeadProviderPutSchema, reference_events.put_lead_provider
    ),
    "delivery_partner.put": _event_type(
        reference.DeliveryPartnerPutSchema, reference_events.put_delivery_partner
    ),
    "school.put": _event_type(reference.SchoolPutSchema, reference_events.put_school),
    "uplift.put": _event_type(reference.UpliftPutSchema, reference_events.put_uplift),
    "partnership.put": _event_type(
        reference.PartnershipPutSchema, partnership_events.put_partnership
    ),
    "partnership.rolled_over": _event_type(
        reference.PartnershipRolledOverSchema, partnership_events.roll_over
    ),
    "ect.registered": _event_type(people.EctRegisteredSchema, school_events.register_as_ect),
    "mentor.registered": _event_type(
        people.MentorRegisteredSchema, school_events.register_as_mentor
    ),
    "mentor.assigned": _event_type(people.MentorAssignedSchema, school_events.assign),
    "mentor.unassigned": _event_type(people.MentorUnassignedSchema, school_events.unassign),
    "participant.details_changed": _event_type(
        people.DetailsChangedSchema, school_events.correct_details
    ),
    "participant.leaving_reported": _event_type(people.LeavingReportedSchema, school_events.leave),
    "participant.leaving_cancelled": _event_type(
        people.LeavingCancelledSchema, school_events.stay_after_all
    ),
    "participant.lead_provider_changed": _event_type(
        people.LeadProviderChangedSchema, training_events.name_lead_provider
    ),
    "participant.programme_changed": _event_type(
        people.ProgrammeChangedSchema, training_events.change_programme
    ),
    "participant.registered_in_error": _event_type(
        people.RegisteredInErrorSchema, training_events.undo
    ),
    "induction.put": _event_type(people.InductionPutSchema, record_events.record_induction),
    "induction.removed": _event_type(
        people.InductionRemovedSchema, record_events.take_back_induction
    ),
    "national_record.put": _event_type(
        people.NationalRecordPutSchema, record_events.record_national_record
    ),
    "participants.merged": _event_type(
        people.ParticipantsMergedSchema, record_events.merge_participants
    ),
    "mentor_funding.ended": _event_type(people.MentorFundingEndedSchema, record_events.end_funding),
}
