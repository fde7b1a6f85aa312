"""From what a lead provider sees to the bytes that are stored and sent."""

import orjson

from participants_service.domain.participants import Participant
from participants_service.domain.partnerships import LeadProviderId
from participants_service.schemas.participants import ParticipantSchema
from shared.views import UPDATED_AT_PLACEHOLDER, ViewDraft

_PARTICIPANT = ParticipantSchema()


def render(participant: Participant, lead_provider_id: LeadProviderId) -> ViewDraft:
    """Render a participant for a lead provider, with the columns that lists filter by."""
    return ViewDraft(
        provider_id=lead_provider_id,
        record_id=str(participant.id),
        body=_body(participant),
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


def _body(participant: Participant) -> bytes:
    resource = _PARTICIPANT.dump(
        {
            "id": participant.id,
            "type": "participant",
            "attributes": {
                "full_name": participant.full_name,
                "trn": participant.trn,
                "updated_at": None,
                "enrolments": participant.enrolments,
                "id_changes": participant.id_changes,
            },
        }
    )
    resource["attributes"]["updated_at"] = UPDATED_AT_PLACEHOLDER
    return orjson.dumps(resource)
