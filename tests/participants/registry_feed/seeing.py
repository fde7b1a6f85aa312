"""What lead providers see of somebody, asked over HTTP."""

from typing import Any
from uuid import UUID

from participants_service.app import ParticipantsService
from tests.participants.api import Api
from tests.participants.people import known

IMOGEN = known("Imogen Achterberg")


async def enrolments(api: Api, participant_id: UUID = IMOGEN) -> list[dict[str, Any]]:
    """Return somebody's enrolments; none if the lead provider does not see them."""
    if not await api.sees(participant_id):
        return []
    found: list[dict[str, Any]] = (await api.one(participant_id))["ecf_enrolments"]
    return found


async def status(api: Api, participant_id: UUID = IMOGEN) -> str | None:
    """Return the status of somebody's only enrolment; None if they are not seen."""
    found = await enrolments(api, participant_id)
    assert len(found) <= 1
    return found[0]["participant_status"] if found else None


async def statuses(
    larkfield: Api, otterburn: Api, participant_id: UUID = IMOGEN
) -> tuple[str | None, str | None]:
    """Return what both lead providers see."""
    return await status(larkfield, participant_id), await status(otterburn, participant_id)


async def journal(
    service: ParticipantsService, lead_provider_id: UUID, participant_id: UUID = IMOGEN
) -> list[str]:
    """Return what a lead provider's journal says of somebody as a participant, in order."""
    rows = await service.pool.fetch(
        "SELECT op FROM changes WHERE resource = 'participant'"
        " AND provider_id = $1 AND resource_id = $2 ORDER BY position",
        lead_provider_id,
        str(participant_id),
    )
    return [row["op"] for row in rows]
