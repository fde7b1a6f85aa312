"""What lead providers do with partnerships: make one, or give it another delivery partner."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from participants_service.domain.actions.circumstances import UNRECOGNISED, Unrecognised
from participants_service.domain.cohorts import Cohort
from participants_service.domain.partnership_proposals import (
    Proposal,
    Prospects,
    Replacement,
    proposal_problems,
    replacement_problems,
)
from participants_service.domain.partnerships import (
    DeliveryPartnerId,
    LeadProviderId,
    Partnership,
    PartnershipId,
)
from participants_service.domain.school_standings import InductionProgrammeChoice, SchoolCohort
from participants_service.domain.schools import SchoolDetails, SchoolId
from participants_service.services.errors import ActionRefusedError, NotFoundError
from participants_service.services.partnerships import read_partnership
from participants_service.services.registry.partnership_events import store_partnership
from participants_service.services.registry.references import References
from participants_service.services.registry.session import RegistrySession
from participants_service.storage.cohorts import select_cohorts
from participants_service.storage.partnership_actions import (
    PartnershipAction,
    insert_partnership_action,
)
from participants_service.storage.partnerships import select_partnerships
from participants_service.storage.school_facts import select_standings
from participants_service.storage.schools import select_schools
from participants_service.storage.teacher_lookups import lock_reference_facts
from participants_service.views.provider_views import ProviderViews
from shared.clock import Clock
from shared.database import Connection, Pool

Key = TypeVar("Key")
Thing = TypeVar("Thing")


class PartnershipAgreements:
    """Makes and changes partnerships through the same unit of work as the registry's events.

    Whoever changes partnerships works alone, so of two requests for the same one the second finds
    what the first has made.
    """

    def __init__(self, pool: Pool, clock: Clock, views: ProviderViews) -> None:
        self._pool = pool
        self._clock = clock
        self._views = views

    async def make(self, proposal: Proposal, *, lead_provider_id: LeadProviderId) -> bytes:
        """Make a partnership and return it as JSON, or raise ActionRefusedError."""
        now = self._clock.now()
        async with self._pool.acquire() as conn, conn.transaction():
            await lock_reference_facts(conn, exclusive=True)
            cohort = _find(await select_cohorts(conn), proposal.cohort)
            school = await _select_school(conn, proposal.school_id)
            session = await self._session(conn, school, cohort, lead_provider_id)
            prospects = Prospects(
                lead_provider_id=lead_provider_id,
                today=self._clock.date_of(now),
                cohort=cohort,
                school=school,
                delivery_partner=_find(
                    session.facts.delivery_partners, proposal.delivery_partner_id
                ),
                pairings=session.facts.pairings,
                partnerships=_partnerships_at(session, school, lead_provider_id),
                choice=await _select_choice(conn, school, cohort),
            )
            if problems := proposal_problems(proposal, prospects):
                raise ActionRefusedError(problems)
            made = prospects.partnership(PartnershipId(uuid4()), now)
            return await self._store(conn, session, made, at=now)

    async def replace_delivery_partner(
        self,
        partnership_id: PartnershipId,
        replacement: Replacement,
        *,
        lead_provider_id: LeadProviderId,
    ) -> bytes:
        """Give a partnership another delivery partner and return it as JSON.

        Raises NotFoundError for a partnership that is not the lead provider's, and
        ActionRefusedError for whatever the rules have against it.
        """
        now = self._clock.now()
        async with self._pool.acquire() as conn, conn.transaction():
            await lock_reference_facts(conn, exclusive=True)
            before = await _select_own(conn, partnership_id, lead_provider_id)
            school = await _select_school(conn, before.school_id)
            cohort = _find(await select_cohorts(conn), before.cohort)
            session = await self._session(conn, school, cohort, lead_provider_id, before)
            partner = _find(session.facts.delivery_partners, replacement.delivery_partner_id)
            problems = replacement_problems(
                replacement,
                before,
                delivery_partner=partner,
                pairings=session.facts.pairings,
                partnerships=_partnerships_at(session, school, lead_provider_id),
            )
            if problems or partner is None:
                raise ActionRefusedError(problems)
            after = replace(before, delivery_partner_id=partner.id)
            return await self._store(
                conn, session, after, at=now, previous_partner_id=before.delivery_partner_id
            )

    async def _session(
        self,
        conn: Connection,
        school: SchoolDetails | None,
        cohort: Cohort | None,
        lead_provider_id: LeadProviderId,
        partnership: Partnership | None = None,
    ) -> RegistrySession:
        """Hold and load everything that a partnership of a school and a cohort may concern."""
        references = References(change_reference_facts=True)
        if school is not None:
            references.school_ids.add(school.school.id)
            if cohort is not None:
                references.new_partnerships.add((school.school.urn, lead_provider_id, cohort.year))
        if partnership is not None:
            references.partnership_ids.add(partnership.id)
        session = RegistrySession(conn, self._clock, self._views)
        await session.load(references)
        return session

    async def _store(
        self,
        conn: Connection,
        session: RegistrySession,
        partnership: Partnership,
        *,
        at: datetime,
        previous_partner_id: DeliveryPartnerId | None = None,
    ) -> bytes:
        store_partnership(session, partnership)
        await session.flush()
        await insert_partnership_action(
            conn,
            PartnershipAction(
                id=uuid4(),
                partnership_id=partnership.id,
                lead_provider_id=partnership.lead_provider_id,
                delivery_partner_id=partnership.delivery_partner_id,
                previous_partner_id=previous_partner_id,
                acted_at=at,
                recorded_at=self._clock.real_now(),
            ),
        )
        made = await read_partnership(
            conn,
            partnership.id,
            lead_provider_id=partnership.lead_provider_id,
            clock=self._clock,
        )
        return made.body


def _find(things: Mapping[Key, Thing], key: Key | Unrecognised | None) -> Thing | None:
    return None if key is None or key is UNRECOGNISED else things.get(key)


async def _select_school(
    conn: Connection, school_id: SchoolId | Unrecognised | None
) -> SchoolDetails | None:
    if school_id is None or school_id is UNRECOGNISED:
        return None
    found = await select_schools(conn, urns=(), ids=[school_id])
    return found[0] if found else None


async def _select_own(
    conn: Connection, partnership_id: PartnershipId, lead_provider_id: LeadProviderId
) -> Partnership:
    for found in await select_partnerships(conn, school_ids=(), ids=[partnership_id]):
        if found.lead_provider_id == lead_provider_id:
            return found
    raise NotFoundError


async def _select_choice(
    conn: Connection, school: SchoolDetails | None, cohort: Cohort | None
) -> InductionProgrammeChoice | None:
    if school is None or cohort is None:
        return None
    (standing,) = await select_standings(conn, [SchoolCohort(school.school.id, cohort.year)])
    return standing.standing.choice


def _partnerships_at(
    session: RegistrySession, school: SchoolDetails | None, lead_provider_id: LeadProviderId
) -> tuple[Partnership, ...]:
    if school is None:
        return ()
    return session.facts.partnerships_at(school.school.id, lead_provider_id)
