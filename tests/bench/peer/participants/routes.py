"""GET one participant and GET a page of them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, HTTPException, Query
from peer.auth import provider_of_token
from peer.database import Session
from peer.participants import models
from peer.participants.models import Partnership, SchoolPeriod, Teacher, TrainingPeriod, Visibility
from peer.participants.rules import participant_of
from peer.participants.schemas import ParticipantResponse, ParticipantsResponse
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

LONDON = ZoneInfo("Europe/London")
MAX_PER_PAGE = 3000
NOT_FOUND = {
    "errors": [
        {
            "title": "Resource not found",
            "detail": "Nothing could be found for the provided details",
        }
    ]
}

router = APIRouter(prefix="/api/v3/participants", tags=["Participants"])

# Everything that the rules look at, a query for each kind of row.
WHOLE_PERSON = joinedload(Visibility.teacher).options(
    selectinload(Teacher.school_periods)
    .joinedload(SchoolPeriod.school)
    .selectinload(models.School.uplifts),
    selectinload(Teacher.training_periods)
    .joinedload(TrainingPeriod.partnership)
    .joinedload(Partnership.contract_period),
    selectinload(Teacher.mentorships),
    selectinload(Teacher.inductions),
    selectinload(Teacher.id_changes),
)

LeadProvider = Annotated[
    UUID, Depends(provider_of_token(models.tokens, {"error": "HTTP Token: Access denied"}))
]


def today() -> date:
    """Return the date in London."""
    return datetime.now(LONDON).date()


@router.get("")
async def list_participants(
    session: Session,
    lead_provider_id: LeadProvider,
    page: Annotated[int, Query(alias="page[page]", ge=1)] = 1,
    per_page: Annotated[int, Query(alias="page[per_page]", ge=1)] = 100,
) -> ParticipantsResponse:
    """List the participants of the lead provider, oldest first."""
    per_page = min(per_page, MAX_PER_PAGE)
    found = await session.scalars(
        select(Visibility)
        .where(Visibility.lead_provider_id == lead_provider_id)
        .order_by(Visibility.created_at, Visibility.participant_id)
        .limit(per_page)
        .offset((page - 1) * per_page)
        .options(WHOLE_PERSON)
    )
    day = today()
    return ParticipantsResponse(data=[participant_of(one, day) for one in found])


@router.get("/{participant_id}")
async def get_participant(
    session: Session, lead_provider_id: LeadProvider, participant_id: UUID
) -> ParticipantResponse:
    """Return one participant of the lead provider."""
    found = await session.scalar(
        select(Visibility)
        .where(
            Visibility.lead_provider_id == lead_provider_id,
            Visibility.participant_id == participant_id,
        )
        .options(WHOLE_PERSON)
    )
    if found is None:
        raise HTTPException(404, NOT_FOUND)
    return ParticipantResponse(data=participant_of(found, today()))
