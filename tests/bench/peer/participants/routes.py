"""GET one participant, GET a page of them, and PUT …/defer."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, HTTPException, Query
from peer.auth import provider_of_token
from peer.database import Session
from peer.participants import models
from peer.participants.deferring import DeferRequest, defer
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
    *,
    page: Annotated[int, Query(alias="page[page]", ge=1)] = 1,
    per_page: Annotated[int, Query(alias="page[per_page]", ge=1)] = 100,
    sort: Literal["created_at", "updated_at"] = "created_at",
    updated_since: Annotated[datetime | None, Query(alias="filter[updated_since]")] = None,
) -> ParticipantsResponse:
    """List the participants of the lead provider, oldest first."""
    per_page = min(per_page, MAX_PER_PAGE)
    wanted = select(Visibility).where(Visibility.lead_provider_id == lead_provider_id)
    if updated_since is not None:
        wanted = wanted.where(Visibility.updated_at >= updated_since)
    found = await session.scalars(
        wanted.order_by(getattr(Visibility, sort), Visibility.participant_id)
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


@router.put("/{participant_id}/defer")
async def defer_participant(
    session: Session, lead_provider_id: LeadProvider, participant_id: UUID, request: DeferRequest
) -> ParticipantResponse:
    """Pause the training of one enrolment."""
    found = await session.scalar(
        select(Visibility)
        .where(
            Visibility.lead_provider_id == lead_provider_id,
            Visibility.participant_id == participant_id,
        )
        .with_for_update(of=Visibility)
        .options(WHOLE_PERSON)
    )
    if found is None:
        raise HTTPException(404, NOT_FOUND)
    session.add(defer(found, request.data.attributes, datetime.now(UTC), today()))
    await session.commit()
    return ParticipantResponse(data=participant_of(found, today()))
