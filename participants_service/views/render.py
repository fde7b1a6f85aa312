"""From what a lead provider sees to the bytes that are stored and sent."""

from collections.abc import Mapping
from datetime import date

import orjson

from participants_service.domain.participants import Participant
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from participants_service.domain.transfers import ParticipantTransfers
from participants_service.domain.unfunded_mentors import UnfundedMentor
from participants_service.schemas.participants import ParticipantSchema
from participants_service.schemas.transfers import ParticipantTransfersSchema
from participants_service.schemas.unfunded_mentors import UnfundedMentorSchema
from shared.schemas import ResourceSchema
from shared.views import UPDATED_AT_PLACEHOLDER, ViewDraft

_PARTICIPANT = ParticipantSchema()
_TRANSFERS = ParticipantTransfersSchema()
_UNFUNDED_MENTOR = UnfundedMentorSchema()


def render(participant: Participant, lead_provider_id: LeadProviderId) -> ViewDraft:
    """Render a participant for a lead provider, with the columns that lists filter by."""
    attributes = {
        "full_name": participant.full_name,
        "trn": participant.trn,
        "enrolments": participant.enrolments,
        "id_changes": participant.id_changes,
    }
    return ViewDraft(
        provider_id=lead_provider_id,
        record_id=str(participant.id),
        body=_body(_PARTICIPANT, participant.id, "participant", attributes),
        created_at=participant.created_at,
        flips_on=participant.flips_on,
        columns={
            "cohorts": sorted({item.cohort for item in participant.enrolments}),
            "training_statuses": sorted(
                {item.training_status.value for item in participant.enrolments}
            ),
            "from_participant_ids": [item.from_participant_id for item in participant.id_changes],
        },
    )


def render_transfers(seen: ParticipantTransfers, lead_provider_id: LeadProviderId) -> ViewDraft:
    """Render somebody's transfers for a lead provider."""
    return ViewDraft(
        provider_id=lead_provider_id,
        record_id=str(seen.id),
        body=_body(_TRANSFERS, seen.id, "participant-transfer", {"transfers": seen.transfers}),
        created_at=seen.created_at,
        flips_on=seen.flips_on,
    )


def render_unfunded_mentor(
    mentor: UnfundedMentor, lead_provider_id: LeadProviderId, *, flips_on: date | None
) -> ViewDraft:
    """Render an unfunded mentor for a lead provider."""
    attributes = {
        "full_name": mentor.full_name,
        "email": mentor.email,
        "trn": mentor.trn,
        "created_at": mentor.created_at,
    }
    return ViewDraft(
        provider_id=lead_provider_id,
        record_id=str(mentor.id),
        body=_body(_UNFUNDED_MENTOR, mentor.id, "unfunded-mentor", attributes),
        created_at=mentor.created_at,
        flips_on=flips_on,
    )


def _body(
    schema: ResourceSchema,
    participant_id: ParticipantId,
    kind: str,
    attributes: Mapping[str, object],
) -> bytes:
    resource = schema.dump(
        {"id": participant_id, "type": kind, "attributes": {"updated_at": None, **attributes}}
    )
    resource["attributes"]["updated_at"] = UPDATED_AT_PLACEHOLDER
    return orjson.dumps(resource)
