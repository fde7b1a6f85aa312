"""The operations on trainees."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from peer.auth import provider_of_token
from peer.database import Session
from peer.trainees.codes import CYCLE_YEARS, cycle_of
from peer.trainees.corrections import corrected
from peer.trainees.degree_requests import DegreeRequest
from peer.trainees.models import Provider, tokens
from peer.trainees.queries import (
    count_and_page,
    find_duplicates,
    known_lead_partner,
    known_schools,
    lock_trainee_with_degrees,
    lock_whole_trainee,
)
from peer.trainees.readiness import (
    lock_key,
    new_degree_problems,
    second_stage_problems,
    stored_degree_problems,
)
from peer.trainees.records import degree_of, trainee_of, values_of
from peer.trainees.refusals import conflict, existing, not_found, refuse_if_any, unknown_cycle
from peer.trainees.requests import CorrectionRequest, TraineeRequest
from peer.trainees.responses import (
    DegreeOut,
    DegreeResponse,
    PageMeta,
    TraineeOut,
    TraineeResponse,
    TraineesResponse,
)
from sqlalchemy import func, select

router = APIRouter(prefix="/api/v0.1/trainees", tags=["Trainees"])

MAX_PER_PAGE = 1000
MAX_DEGREES = 100

ProviderId = Annotated[UUID, Depends(provider_of_token(tokens, {"error": "Unauthorized"}))]


@router.get("")
async def list_trainees(
    session: Session,
    provider_id: ProviderId,
    academic_cycle: Annotated[int | None, Query()] = None,
    page: Annotated[int, Query(ge=1)] = 1,
    per_page: Annotated[int, Query(ge=1)] = 50,
) -> TraineesResponse:
    """List the provider's trainees of an academic cycle, the last changed first."""
    if academic_cycle is not None and academic_cycle not in CYCLE_YEARS:
        raise unknown_cycle(academic_cycle)
    cycle = academic_cycle or cycle_of(datetime.now(UTC).date())
    per_page = min(per_page, MAX_PER_PAGE)
    total, found = await count_and_page(
        session, provider_id, cycle, size=per_page, offset=(page - 1) * per_page
    )
    if not found:
        raise not_found("No trainees found")
    return TraineesResponse(
        data=[TraineeOut.of(trainee) for trainee in found],
        meta=PageMeta(
            current_page=page,
            total_pages=-(-total // per_page),
            total_count=total,
            per_page=per_page,
        ),
    )


@router.post("", status_code=201)
async def create_trainee(
    session: Session, provider_id: ProviderId, request: TraineeRequest
) -> TraineeResponse:
    """Register a trainee of the provider."""
    sent, now = request.data, datetime.now(UTC)
    provider = await session.get_one(Provider, provider_id)
    schools = await known_schools(session, sent)
    refuse_if_any(
        f"Placements attributes {message}"
        for placement in sent.placements_attributes
        for message in placement.problems(school_is_known=placement.urn in schools)
    )
    await session.execute(select(func.pg_advisory_xact_lock(lock_key(provider_id, sent))))
    if duplicates := await find_duplicates(session, provider_id, sent):
        raise conflict("This trainee is already in Register", map(TraineeOut.of, duplicates))
    refuse_if_any(second_stage_problems(sent, now.date()))
    refuse_if_any(new_degree_problems(sent, now.date()))
    partner = await known_lead_partner(session, sent)
    trainee = trainee_of(sent, provider, partner, schools, now)
    session.add(trainee)
    await session.commit()
    return TraineeResponse(data=TraineeOut.of(trainee))


@router.put("/{trainee_id}")
async def correct_trainee(
    session: Session, provider_id: ProviderId, trainee_id: str, request: CorrectionRequest
) -> TraineeResponse:
    """Change what is sent of a trainee, if the whole is right then."""
    now = datetime.now(UTC)
    trainee = existing(await lock_whole_trainee(session, trainee_id, provider_id))
    sent = corrected(trainee, request.data)
    refuse_if_any(
        [*second_stage_problems(sent, now.date()), *stored_degree_problems(sent, now.date())]
    )
    values = values_of(sent)
    if sent.model_fields_set & {"lead_partner_urn", "lead_partner_ukprn"}:
        values["lead_partner"] = await known_lead_partner(session, sent)
    if "employing_school_urn" in sent.model_fields_set:
        school = (await known_schools(session, sent)).get(sent.employing_school_urn)
        values["employing_school_urn"] = school and school.urn
    for name, value in values.items():
        setattr(trainee, name, value)
    if session.is_modified(trainee):
        trainee.updated_at = now
    await session.commit()
    return TraineeResponse(data=TraineeOut.of(trainee))


@router.post("/{trainee_id}/degrees", status_code=201)
async def add_degree(
    session: Session, provider_id: ProviderId, trainee_id: str, request: DegreeRequest
) -> DegreeResponse:
    """Add a degree that the trainee does not have yet."""
    sent, now = request.data, datetime.now(UTC)
    trainee = existing(await lock_trainee_with_degrees(session, trainee_id, provider_id))
    if duplicates := [degree for degree in trainee.degrees if sent.repeats(degree)]:
        raise conflict("This is a duplicate degree", map(DegreeOut.model_validate, duplicates))
    refuse_if_any(sent.problems())
    refuse_if_any(f"Graduation year {message}" for message in sent.year_problems(now.date()))
    if len(trainee.degrees) >= MAX_DEGREES:
        refuse_if_any([f"Degrees is too long (maximum is {MAX_DEGREES} degrees)"])
    position = max((degree.position for degree in trainee.degrees), default=0) + 1
    degree = degree_of(sent, position, now)
    trainee.degrees.append(degree)
    trainee.updated_at = now
    await session.commit()
    return DegreeResponse(data=DegreeOut.model_validate(degree))
