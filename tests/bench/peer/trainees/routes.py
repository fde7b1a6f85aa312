"""POST a trainee."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException
from fastapi.encoders import jsonable_encoder
from peer.auth import provider_of_token
from peer.database import Session
from peer.trainees.codes import SPECIAL_URNS, TABLES, cycle_of
from peer.trainees.models import Degree, LeadPartner, Placement, Provider, School, Trainee, tokens
from peer.trainees.readiness import (
    email_key,
    first_name_key,
    last_name_key,
    lock_key,
    second_stage_problems,
)
from peer.trainees.requests import DegreeIn, PlacementIn, TraineeIn, TraineeRequest
from peer.trainees.responses import TraineeOut, TraineeResponse
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

router = APIRouter(prefix="/api/v0.1/trainees", tags=["Trainees"])

ProviderId = Annotated[UUID, Depends(provider_of_token(tokens, {"error": "Unauthorized"}))]


@router.post("", status_code=201)
async def create_trainee(
    session: Session, provider_id: ProviderId, request: TraineeRequest
) -> TraineeResponse:
    """Register a trainee of the provider."""
    sent, now = request.data, datetime.now(UTC)
    provider = await session.get_one(Provider, provider_id)
    schools = await known_schools(session, sent)
    refuse(
        f"Placements attributes {message}"
        for placement in sent.placements_attributes
        for message in placement.problems(school_is_known=placement.urn in schools)
    )
    await session.execute(select(func.pg_advisory_xact_lock(lock_key(provider_id, sent))))
    if duplicates := await find_duplicates(session, provider_id, sent):
        raise HTTPException(
            409,
            {
                "errors": [
                    {
                        "error": "Conflict",
                        "message": "This trainee is already in Register",
                    }
                ],
                "data": jsonable_encoder([TraineeOut.of(one) for one in duplicates]),
            },
        )
    refuse(second_stage_problems(sent, now.date()))
    partner = await known_lead_partner(session, sent)
    trainee = trainee_of(sent, provider, partner, schools, now)
    session.add(trainee)
    await session.commit()
    return TraineeResponse(data=TraineeOut.of(trainee))


def refuse(problems: Any) -> None:
    """Refuse the request if there are any problems."""
    errors = [{"error": "UnprocessableEntity", "message": message} for message in problems]
    if errors:
        raise HTTPException(422, {"errors": errors})


async def known_schools(session: AsyncSession, sent: TraineeIn) -> dict[str | None, School]:
    """Return the schools that the registration names, by URN."""
    urns = {placement.urn for placement in sent.placements_attributes}
    urns.add(sent.employing_school_urn)
    wanted = [urn for urn in urns if urn is not None and urn not in SPECIAL_URNS]
    if not wanted:
        return {}
    found = await session.scalars(select(School).where(School.urn.in_(wanted)))
    return {school.urn: school for school in found}


async def known_lead_partner(session: AsyncSession, sent: TraineeIn) -> LeadPartner | None:
    """Return the lead partner that the registration names; its URN decides if it is mentioned."""
    if "lead_partner_urn" in sent.model_fields_set:
        column, value = LeadPartner.urn, sent.lead_partner_urn
    else:
        column, value = LeadPartner.ukprn, sent.lead_partner_ukprn
    if value is None or value in SPECIAL_URNS:
        return None
    return await session.scalar(select(LeadPartner).where(column == value))


async def find_duplicates(
    session: AsyncSession, provider_id: UUID, sent: TraineeIn
) -> list[Trainee]:
    """Return the trainees of the provider that the registration may be about."""
    found = await session.scalars(
        select(Trainee)
        .where(
            Trainee.provider_id == provider_id,
            Trainee.date_of_birth == sent.date_of_birth,
            Trainee.last_name_key == last_name_key(sent.last_name),
            Trainee.start_cycle.is_not_distinct_from(cycle_of(sent.itt_start_date)),
            Trainee.training_route == sent.training_route,
            Trainee.discarded_at.is_(None),
            or_(
                Trainee.first_name_key == first_name_key(sent.first_names),
                Trainee.email_key == email_key(sent.email),
            ),
        )
        .options(
            joinedload(Trainee.provider),
            joinedload(Trainee.lead_partner),
            selectinload(Trainee.placements).joinedload(Placement.school),
            selectinload(Trainee.degrees),
        )
    )
    return list(found)


def trainee_of(
    sent: TraineeIn,
    provider: Provider,
    partner: LeadPartner | None,
    schools: dict[str | None, School],
    now: datetime,
) -> Trainee:
    """Return the new trainee."""
    one, two, three = sent.subjects
    employing_school = schools.get(sent.employing_school_urn)
    copied = sent.model_dump(
        include={
            "provider_trainee_id",
            "application_id",
            "first_names",
            "last_name",
            "previous_last_name",
            "date_of_birth",
            "sex",
            "email",
            "training_route",
            "itt_start_date",
            "itt_end_date",
            "course_age_range",
            "study_mode",
            "course_year",
            "itt_aim",
            "itt_qualification_aim",
            "fund_code",
            "funding_method",
            "training_initiative",
            "additional_training_initiative",
            "hesa_id",
            "ni_number",
            "pg_apprenticeship_start_date",
        }
    )
    return Trainee(
        **copied,
        provider=provider,
        middle_names=" ".join(sent.middle_names.split()) if sent.middle_names else None,
        nationality_code=sent.nationality,
        ethnicity_code=sent.ethnicity or "997",
        disabilities=sent.disabilities,
        trainee_start_date=sent.starts_on,
        course_subject_one=one,
        course_subject_two=two,
        course_subject_three=three,
        lead_partner=partner,
        employing_school_urn=employing_school and employing_school.urn,
        submitted_for_trn_at=now,
        start_cycle=cycle_of(sent.starts_on),
        last_name_key=last_name_key(sent.last_name),
        first_name_key=first_name_key(sent.first_names),
        email_key=email_key(sent.email),
        created_at=now,
        updated_at=now,
        placements=[
            placement_of(placement, schools, now) for placement in sent.placements_attributes
        ],
        degrees=sorted(
            (degree_of(degree, now) for degree in sent.degrees_attributes),
            key=lambda degree: degree.graduation_year,
        ),
    )


def placement_of(sent: PlacementIn, schools: dict[str | None, School], now: datetime) -> Placement:
    """Return a new placement; one in a known school keeps no texts of its own."""
    school = schools.get(sent.urn)
    if school is not None:
        return Placement(school=school, created_at=now, updated_at=now)
    return Placement(
        own_urn=sent.urn,
        own_name=sent.name or SPECIAL_URNS.get(sent.urn or ""),
        own_postcode=sent.postcode,
        created_at=now,
        updated_at=now,
    )


def degree_of(sent: DegreeIn, now: datetime) -> Degree:
    """Return a new degree."""
    institution = TABLES["degree_institutions"].get(sent.institution or "")
    grade = TABLES["degree_grades"].get(sent.grade or "")
    return Degree(
        country=None if sent.is_uk else sent.country,
        degree_type=sent.uk_degree if sent.is_uk else sent.non_uk_degree,
        subject_code=sent.subject,
        institution_code=institution and institution["stored_as"],
        grade=grade and grade["stored_as"],
        graduation_year=sent.graduation_year,
        created_at=now,
        updated_at=now,
    )
