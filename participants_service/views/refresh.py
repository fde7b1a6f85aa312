"""Bring the stored views of people in line with what is known of them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId, Teacher
from participants_service.domain.uplifts import Facts
from participants_service.domain.visibility import lead_providers_of
from participants_service.storage.cohorts import select_cohorts
from participants_service.storage.participant_views import (
    ParticipantViewStore,
    select_view_keys,
)
from participants_service.storage.teachers import lock_teachers, select_teachers
from participants_service.storage.uplifts import select_uplifts
from participants_service.views.build import build
from participants_service.views.render import render
from shared.clock import Clock
from shared.database import Connection
from shared.views import Gone, Op, Publication, PublishedView, Publisher, ViewDraft
from shared.views.drafts import ViewKey


async def load_facts(conn: Connection, teachers: Iterable[Teacher]) -> Facts:
    """Load what building the views of these people needs beside the people themselves."""
    urns = {period.school.urn for teacher in teachers for period in teacher.school_periods}
    return Facts(
        cohorts=await select_cohorts(conn),
        uplifts=await select_uplifts(conn, urns) if urns else {},
    )


def draft_view(
    teacher: Teacher, lead_provider_id: LeadProviderId, today: date, facts: Facts
) -> ViewDraft | None:
    """Render what one lead provider sees of the person on a day; None if nothing."""
    participant = build(teacher, lead_provider_id, today, facts)
    return None if participant is None else render(participant, lead_provider_id)


def draft_views(teacher: Teacher, today: date, facts: Facts) -> list[ViewDraft]:
    """Render what everybody who sees the person sees of them."""
    drafts = (
        draft_view(teacher, lead_provider_id, today, facts)
        for lead_provider_id in lead_providers_of(teacher)
    )
    return [draft for draft in drafts if draft is not None]


class ParticipantViews:
    """The stored views of people, refreshed inside the transaction that changed something."""

    def __init__(self, publisher: Publisher, clock: Clock) -> None:
        self._publisher = publisher
        self._clock = clock
        self._store = ParticipantViewStore()

    async def refresh(
        self,
        conn: Connection,
        teachers: Collection[Teacher],
        *,
        removed: Collection[ParticipantId] = (),
    ) -> Mapping[ViewKey, PublishedView]:
        """Publish what differs for anybody who sees or saw these people; return what was written.

        The caller holds the people's rows. `removed` are people who should never have been
        registered: who saw them is told so, while somebody who merely lost access is told that.
        """
        if not teachers and not removed:
            return {}
        facts = await load_facts(conn, teachers)
        publication = await self.publication(conn, teachers, removed=removed, facts=facts)
        (published,) = await self._publisher.publish_all(conn, [publication])
        return published

    async def publication(
        self,
        conn: Connection,
        teachers: Collection[Teacher],
        *,
        removed: Collection[ParticipantId] = (),
        facts: Facts,
    ) -> Publication:
        """Draw people for everybody who sees them, and say who no longer sees whom."""
        # Stored views always tell what is true today, whatever clock a sandbox request has.
        today = self._clock.real_today()
        drafts = [draft for teacher in teachers for draft in draft_views(teacher, today, facts)]
        merged_into = {teacher.id: teacher.merged_into for teacher in teachers}
        ids = {*merged_into, *removed}
        present = {draft.key for draft in drafts}
        gone = [
            _gone(key, merged_into, removed)
            for key in await select_view_keys(conn, ids)
            if key not in present
        ]
        return Publication(store=self._store, drafts=drafts, gone=gone)

    async def refresh_people(
        self, conn: Connection, ids: Collection[ParticipantId]
    ) -> Mapping[ViewKey, PublishedView]:
        """Lock, load and refresh people by their ids."""
        await lock_teachers(conn, ids)
        teachers = await select_teachers(conn, ids)
        unknown = [participant_id for participant_id in ids if participant_id not in teachers]
        return await self.refresh(conn, teachers.values(), removed=unknown)


def _gone(
    key: ViewKey,
    merged_into: Mapping[ParticipantId, ParticipantId | None],
    removed: Collection[ParticipantId],
) -> Gone:
    """Say why a view ceased to exist."""
    provider_id, record_id = key
    participant_id = ParticipantId(UUID(record_id))
    survivor = merged_into.get(participant_id)
    if survivor is not None:
        return Gone(
            provider_id=provider_id, record_id=record_id, op=Op.MERGED, merged_into=str(survivor)
        )
    op = Op.DELETED if participant_id in removed else Op.ACCESS_ENDED
    return Gone(provider_id=provider_id, record_id=record_id, op=op)
