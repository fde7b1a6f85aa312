"""What the events of a transaction refer to, by the names of their members."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from participants_service.domain.cohorts import CohortYear
from participants_service.domain.identities import training_record_id
from participants_service.domain.partnerships import (
    DeliveryPartnerId,
    LeadProviderId,
    PartnershipId,
)
from participants_service.domain.schools import SchoolId
from participants_service.domain.teachers import InductionId, ParticipantId, Role
from shared.feed.events import FeedEvent

Payload = Mapping[str, Any]

PEOPLE = (
    "participant_id",
    "ect_participant_id",
    "mentor_participant_id",
    "from_participant_id",
    "into_participant_id",
)
REFERENCE_FACTS = frozenset(
    {
        "cohort.put",
        "lead_provider.put",
        "delivery_partner.put",
        "school.put",
        "uplift.put",
        "partnership.put",
        "partnership.rolled_over",
    }
)
_REGISTRATIONS = frozenset({"ect.registered", "mentor.registered"})


@dataclass(slots=True)
class References:
    """Everything to be looked up before the first event is applied."""

    participant_ids: set[ParticipantId] = field(default_factory=set)
    trns: set[str] = field(default_factory=set)
    record_ids: set[UUID] = field(default_factory=set)
    induction_ids: set[InductionId] = field(default_factory=set)
    school_urns: set[str] = field(default_factory=set)
    school_ids: set[SchoolId] = field(default_factory=set)
    partnership_ids: set[PartnershipId] = field(default_factory=set)
    renumbered_schools: defaultdict[str, set[SchoolId]] = field(
        default_factory=lambda: defaultdict(set)
    )
    uplifted: set[tuple[str, CohortYear]] = field(default_factory=set)
    uplift_flags: set[tuple[CohortYear, bool]] = field(default_factory=set)
    lead_provider_names: set[tuple[LeadProviderId, str]] = field(default_factory=set)
    paired_lead_provider_ids: set[LeadProviderId] = field(default_factory=set)
    paired_delivery_partner_ids: set[DeliveryPartnerId] = field(default_factory=set)
    new_partnerships: set[tuple[str, LeadProviderId, CohortYear]] = field(default_factory=set)
    change_reference_facts: bool = False

    @classmethod
    def of(cls, events: Sequence[tuple[FeedEvent, Payload]]) -> "References":
        """Collect what some events refer to."""
        references = cls()
        for event, payload in events:
            references.add(event.type, payload)
        return references

    def add(self, event_type: str, payload: Payload) -> None:
        """Collect what one event refers to."""
        for member in PEOPLE:
            if member in payload:
                self.participant_ids.add(payload[member])
        if payload.get("trn") is not None:
            self.trns.add(payload["trn"])
        if "induction_id" in payload:
            self.induction_ids.add(payload["induction_id"])
        if "school_urn" in payload:
            self.school_urns.add(payload["school_urn"])
        if event_type in _REGISTRATIONS:
            self.record_ids.update(_record_ids(payload))
        elif event_type in REFERENCE_FACTS:
            self.change_reference_facts = True
            self._add_reference_facts(event_type, payload)

    def _add_reference_facts(self, event_type: str, payload: Payload) -> None:
        if event_type == "school.put":
            self.school_ids.add(payload["school_id"])
            self.school_urns.add(payload["urn"])
            self.renumbered_schools[payload["urn"]].add(payload["school_id"])
        elif event_type == "uplift.put":
            self.uplifted.add((payload["school_urn"], payload["cohort"]))
        elif event_type == "cohort.put":
            self.uplift_flags.add((payload["year"], payload["uplift_fees_enabled"]))
        elif event_type == "lead_provider.put":
            self.paired_lead_provider_ids.add(payload["lead_provider_id"])
            self.lead_provider_names.add((payload["lead_provider_id"], payload["name"]))
        elif event_type == "delivery_partner.put":
            self.paired_delivery_partner_ids.add(payload["delivery_partner_id"])
        else:
            self.partnership_ids.add(payload["partnership_id"])
            cohort = payload["cohort"] if "cohort" in payload else payload["to_cohort"]
            self.new_partnerships.add((payload["school_urn"], payload["lead_provider_id"], cohort))


def _record_ids(payload: Payload) -> tuple[UUID, UUID]:
    participant_id = payload["participant_id"]
    return (
        payload.get("ect_training_record_id") or training_record_id(participant_id, Role.ECT),
        payload.get("mentor_training_record_id") or training_record_id(participant_id, Role.MENTOR),
    )
