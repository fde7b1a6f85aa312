"""Bring the stored views of people in line with what is known of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from participants_service.domain.teachers import ParticipantId, Teacher
from participants_service.domain.uplifts import Facts
from participants_service.storage.due_people import StoredKeys, replace_coming, select_keys
from participants_service.storage.teachers import lock_teachers, select_teachers
from participants_service.views.people import Person, load_changed, load_facts
from participants_service.views.resources import (
    PARTICIPANTS,
    TRANSFERS,
    UNFUNDED_MENTORS,
    Resource,
)
from shared.clock import Clock
from shared.database import Connection
from shared.views import Gone, Op, Publication, PublishedView, Publisher, ViewDraft
from shared.views.drafts import ViewKey


class ParticipantViews:
    """The stored views of people, refreshed inside the transaction that changed something."""

    def __init__(self, publisher: Publisher, clock: Clock) -> None:
        self._publisher = publisher
        self._clock = clock

    async def refresh(
        self,
        conn: Connection,
        teachers: Collection[Teacher],
        *,
        mentors: Collection[ParticipantId] = (),
        removed: Collection[ParticipantId] = (),
    ) -> Mapping[ViewKey, PublishedView]:
        """Publish what differs for anybody who sees or saw these people, in every resource.

        The caller holds the people's rows and has written them. `mentors` are those whom changes
        of their mentees have put in another place. `removed` are people who should never have been
        registered: who saw them is told so, while somebody who merely lost access is told that.
        Return what was written of participants.
        """
        if not teachers and not mentors and not removed:
            return {}
        facts = await load_facts(conn, teachers)
        published, *_ = await self._publisher.publish_all(
            conn,
            await self.publications(conn, teachers, mentors=mentors, removed=removed, facts=facts),
        )
        return published

    async def publications(
        self,
        conn: Connection,
        teachers: Collection[Teacher],
        *,
        mentors: Collection[ParticipantId] = (),
        removed: Collection[ParticipantId] = (),
        facts: Facts,
    ) -> list[Publication]:
        """Draw people for everybody who sees them, and say who no longer sees whom.

        Participants come first. This holds mentors: no journal may be held yet, unless they are
        held already.
        """
        people, others = await load_changed(conn, teachers, mentors, facts=facts)
        ids = {teacher.id for teacher in teachers}.union(mentors, removed)
        stored, fates = await select_keys(conn, ids), _Fates(teachers, removed)
        return [
            await self._publication(conn, PARTICIPANTS, people, stored, fates),
            await self._publication(conn, TRANSFERS, people, stored, fates),
            await self._publication(conn, UNFUNDED_MENTORS, [*people, *others], stored, fates),
        ]

    async def refresh_people(
        self, conn: Connection, ids: Collection[ParticipantId]
    ) -> Mapping[ViewKey, PublishedView]:
        """Lock, load and refresh people by their ids; who is due is so again in no resource."""
        await lock_teachers(conn, ids)
        teachers = await select_teachers(conn, ids)
        unknown = [participant_id for participant_id in ids if participant_id not in teachers]
        return await self.refresh(conn, teachers.values(), removed=unknown)

    async def _publication(
        self,
        conn: Connection,
        resource: Resource,
        people: Sequence[Person],
        stored: Mapping[str, StoredKeys],
        fates: "_Fates",
    ) -> Publication:
        # Stored views always tell what is true today, whatever clock a sandbox request has.
        today = self._clock.real_today()
        drafts: list[ViewDraft] = []
        coming: dict[ViewKey, date] = {}
        for person in people:
            for lead_provider_id in resource.lead_providers(person):
                drawn = resource.draw(person, lead_provider_id, today)
                if drawn.draft is not None:
                    drafts.append(drawn.draft)
                elif drawn.flips_on is not None:
                    coming[lead_provider_id, str(person.teacher.id)] = drawn.flips_on
        keys = stored.get(resource.table.resource, StoredKeys())
        looked_at = {str(person.teacher.id) for person in people} | fates.removed
        present = {draft.key for draft in drafts}
        await replace_coming(
            conn,
            resource.table.resource,
            {key: day for key, day in keys.coming.items() if key[1] in looked_at},
            coming,
        )
        gone = [
            fates.gone(key) for key in keys.present if key[1] in looked_at and key not in present
        ]
        return Publication(store=resource.table, drafts=drafts, gone=gone)


class _Fates:
    """Why people are no longer seen."""

    def __init__(self, teachers: Collection[Teacher], removed: Collection[ParticipantId]) -> None:
        self.removed = frozenset(map(str, removed))
        self._survivors = {
            str(teacher.id): str(teacher.merged_into)
            for teacher in teachers
            if teacher.merged_into is not None
        }

    def gone(self, key: ViewKey) -> Gone:
        """Say why a view ceased to exist."""
        provider_id, record_id = key
        survivor = self._survivors.get(record_id)
        if survivor is not None:
            return Gone(
                provider_id=provider_id, record_id=record_id, op=Op.MERGED, merged_into=survivor
            )
        op = Op.DELETED if record_id in self.removed else Op.ACCESS_ENDED
        return Gone(provider_id=provider_id, record_id=record_id, op=op)
