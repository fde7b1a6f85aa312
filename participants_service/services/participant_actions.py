"""What lead providers do with the training of their participants."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import TypeAlias
from uuid import uuid4

from participants_service.domain.actions.availability import AvailableActions, available_actions
from participants_service.domain.actions.changing_schedule import ChangeSchedule
from participants_service.domain.actions.circumstances import Circumstances, refusal
from participants_service.domain.actions.deferring import Defer
from participants_service.domain.actions.resuming import Resume
from participants_service.domain.actions.withdrawing import Withdraw
from participants_service.domain.occasions import Occasion
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId, Teacher
from participants_service.domain.training_offers import Calendar
from participants_service.domain.visibility import lead_providers_of
from participants_service.services.errors import ActionRefusedError, NotFoundError
from participants_service.storage.cohorts import select_cohorts, select_schedules
from participants_service.storage.participant_lists import PARTICIPANT_LISTS
from participants_service.storage.partnerships import select_partnerships
from participants_service.storage.provider_actions import (
    ProviderAction,
    changes_between,
    insert_provider_action,
)
from participants_service.storage.stored_bodies import StoredBody
from participants_service.storage.teacher_changes import upsert_teachers
from participants_service.storage.teacher_lookups import lock_reference_facts
from participants_service.storage.teachers import lock_teachers, select_teachers
from participants_service.views.provider_views import ProviderViews
from participants_service.views.resources import PARTICIPANTS
from participants_service.views.time_shift import shift_view
from shared.clock import Clock
from shared.database import Connection, Pool
from shared.views import PublishedView
from shared.views.drafts import ViewKey

AnyAction: TypeAlias = Defer | Resume | Withdraw | ChangeSchedule


class ParticipantActions:
    """Carries out actions, one at a time for each person."""

    def __init__(self, pool: Pool, clock: Clock, views: ProviderViews) -> None:
        self._pool = pool
        self._clock = clock
        self._views = views

    async def perform(
        self,
        participant_id: ParticipantId,
        action: AnyAction,
        *,
        lead_provider_id: LeadProviderId,
    ) -> bytes:
        """Carry out an action and return the participant as seen afterwards, as JSON.

        Raises NotFoundError for somebody whom the lead provider does not see, and
        ActionRefusedError for whatever the rules have against it.
        """
        occasion = self._occasion()
        relies_on_facts = isinstance(action, ChangeSchedule)
        async with self._pool.acquire() as conn, conn.transaction():
            if relies_on_facts:
                # As everywhere, facts are held before people.
                await lock_reference_facts(conn, exclusive=False)
            await lock_teachers(conn, [participant_id])
            teacher = await _select_visible(conn, participant_id, lead_provider_id)
            circumstances = Circumstances(
                teacher=teacher, lead_provider_id=lead_provider_id, occasion=occasion
            )
            if relies_on_facts:
                circumstances = await _with_facts(conn, circumstances)
            if problems := refusal(action, circumstances):
                raise ActionRefusedError(problems)
            after = action.effect(circumstances)
            await upsert_teachers(conn, {teacher.id: teacher}, [after])
            await insert_provider_action(
                conn,
                ProviderAction(
                    id=occasion.id,
                    participant_id=participant_id,
                    lead_provider_id=lead_provider_id,
                    action=action.name,
                    request=asdict(action),
                    changes=changes_between(teacher, after),
                    acted_at=occasion.at,
                    recorded_at=self._clock.real_now(),
                ),
            )
            published = await self._views.refresh(conn, {teacher.id: teacher}, [after])
            return await self._as_seen(conn, participant_id, lead_provider_id, published)

    async def available(
        self, participant_id: ParticipantId, *, lead_provider_id: LeadProviderId
    ) -> AvailableActions:
        """Return which actions would be let through now, or raise NotFoundError."""
        async with (
            self._pool.acquire() as conn,
            conn.transaction(isolation="repeatable_read", readonly=True),
        ):
            teacher = await _select_visible(conn, participant_id, lead_provider_id)
            circumstances = await _with_facts(
                conn,
                Circumstances(
                    teacher=teacher, lead_provider_id=lead_provider_id, occasion=self._occasion()
                ),
            )
        return available_actions(circumstances, self._occasion_on)

    def _occasion(self) -> Occasion:
        now = self._clock.now()
        return Occasion(id=uuid4(), at=now, today=self._clock.date_of(now))

    def _occasion_on(self, day: date) -> Occasion:
        return Occasion(id=uuid4(), at=self._clock.midnight(day), today=day)

    async def _as_seen(
        self,
        conn: Connection,
        participant_id: ParticipantId,
        lead_provider_id: LeadProviderId,
        published: Mapping[ViewKey, PublishedView],
    ) -> bytes:
        """Return what a GET with the same clock would answer next."""
        real_today = self._clock.real_today()
        view: PublishedView | StoredBody | None
        if self._clock.today() != real_today:
            view = await shift_view(
                conn, PARTICIPANTS, lead_provider_id, participant_id, clock=self._clock
            )
        else:
            # What changed for nobody's eyes was not published again.
            view = published.get(
                (lead_provider_id, str(participant_id))
            ) or await PARTICIPANT_LISTS.select_one(
                conn, participant_id, lead_provider_id=lead_provider_id, today=real_today
            )
        if view is None:
            raise NotFoundError
        return view.body


async def _select_visible(
    conn: Connection, participant_id: ParticipantId, lead_provider_id: LeadProviderId
) -> Teacher:
    """Return somebody whom the lead provider sees; who was merged away is seen by nobody."""
    teacher = (await select_teachers(conn, [participant_id])).get(participant_id)
    if teacher is None or lead_provider_id not in lead_providers_of(teacher):
        raise NotFoundError
    return teacher


async def _with_facts(conn: Connection, circumstances: Circumstances) -> Circumstances:
    """Add what another schedule depends on."""
    schools = {stay.school.id for stay in circumstances.teacher.school_periods}
    return replace(
        circumstances,
        calendar=Calendar(
            cohorts=await select_cohorts(conn), schedules=await select_schedules(conn)
        ),
        partnerships=await select_partnerships(conn, school_ids=schools, ids=()),
    )
