"""What requests look up."""

from collections.abc import Sequence
from uuid import UUID

from peer.trainees.codes import SPECIAL_URNS, cycle_of
from peer.trainees.models import LeadPartner, Placement, School, Trainee
from peer.trainees.readiness import email_key, first_name_key, last_name_key
from peer.trainees.requests import TraineeIn
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

# Everything that an answer shows.
WHOLE_TRAINEE = (
    joinedload(Trainee.provider),
    joinedload(Trainee.lead_partner),
    selectinload(Trainee.placements).joinedload(Placement.school),
    selectinload(Trainee.degrees),
)


async def lock_whole_trainee(
    session: AsyncSession, trainee_id: str, provider_id: UUID
) -> Trainee | None:
    """Return a trainee of the provider, held until the end of the transaction."""
    return await session.scalar(
        select(Trainee)
        .where(
            Trainee.trainee_id == trainee_id,
            Trainee.provider_id == provider_id,
            Trainee.discarded_at.is_(None),
        )
        .options(*WHOLE_TRAINEE)
        .with_for_update(of=Trainee)
    )


async def lock_trainee_with_degrees(
    session: AsyncSession, trainee_id: str, provider_id: UUID
) -> Trainee | None:
    """Return the same, of what belongs to it only the degrees."""
    return await session.scalar(
        select(Trainee)
        .where(
            Trainee.trainee_id == trainee_id,
            Trainee.provider_id == provider_id,
            Trainee.discarded_at.is_(None),
        )
        .options(selectinload(Trainee.degrees))
        .with_for_update()
    )


async def count_and_page(
    session: AsyncSession, provider_id: UUID, cycle: int | None, *, size: int, offset: int
) -> tuple[int, Sequence[Trainee]]:
    """Return how many trainees of the provider began in a cycle, and a page of them.

    Those that changed last come first.
    """
    listed = (
        Trainee.provider_id == provider_id,
        Trainee.start_cycle == cycle,
        Trainee.discarded_at.is_(None),
    )
    total = await session.scalar(select(func.count()).select_from(Trainee).where(*listed))
    found = await session.scalars(
        select(Trainee)
        .where(*listed)
        .order_by(Trainee.updated_at.desc(), Trainee.trainee_id.desc())
        .limit(size)
        .offset(offset)
        .options(*WHOLE_TRAINEE)
    )
    return total or 0, found.all()


async def known_schools(session: AsyncSession, sent: TraineeIn) -> dict[str | None, School]:
    """Return the schools that a request names, by URN."""
    urns = {placement.urn for placement in sent.placements_attributes}
    urns.add(sent.employing_school_urn)
    wanted = [urn for urn in urns if urn is not None and urn not in SPECIAL_URNS]
    if not wanted:
        return {}
    found = await session.scalars(select(School).where(School.urn.in_(wanted)))
    return {school.urn: school for school in found}


async def known_lead_partner(session: AsyncSession, sent: TraineeIn) -> LeadPartner | None:
    """Return the lead partner that a request names; its URN decides if it is mentioned."""
    if "lead_partner_urn" in sent.model_fields_set:
        column, value = LeadPartner.urn, sent.lead_partner_urn
    else:
        column, value = LeadPartner.ukprn, sent.lead_partner_ukprn
    if value is None or value in SPECIAL_URNS:
        return None
    return await session.scalar(select(LeadPartner).where(column == value))


async def find_duplicates(
    session: AsyncSession, provider_id: UUID, sent: TraineeIn
) -> Sequence[Trainee]:
    """Return the trainees of the provider that a registration may be about."""
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
        .options(*WHOLE_TRAINEE)
    )
    return found.all()
