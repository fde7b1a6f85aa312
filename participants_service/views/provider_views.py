"""Everything that lead providers see, refreshed together by whoever changed something."""

from collections.abc import Collection, Mapping

from participants_service.domain.assignments import reassigned
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId, Teacher
from participants_service.domain.touched_places import TouchedPlaces, touched_by_people
from participants_service.storage.cohorts import select_cohorts
from participants_service.storage.lead_providers import select_lead_provider_ids
from participants_service.storage.newcomers import insert_introduction
from participants_service.storage.school_facts import lock_all_schools
from participants_service.storage.teachers import select_teachers
from participants_service.views.people import hold_mentors, load_facts
from participants_service.views.place_refresh import hold_places, place_publications
from participants_service.views.refresh import ParticipantViews
from shared.clock import Clock
from shared.database import Connection
from shared.views import PublishedView, Publisher
from shared.views.drafts import ViewKey
from shared.views.journal import Journal

_PEOPLE_AT_ONCE = 1_000

People = Mapping[ParticipantId, Teacher]


class ProviderViews:
    """The stored views of people and places, refreshed in the transaction that changed something.

    Everything is held in one order: facts, people, schools, mentors, and the lead providers'
    journals last, all that are written at once. Mentors are held apart from people, because what
    is seen of one depends on several mentees whom different transactions may hold; whoever does
    not touch one of these kinds leaves it out.
    """

    def __init__(self, publisher: Publisher, clock: Clock) -> None:
        self._publisher = publisher
        self._clock = clock
        self.people = ParticipantViews(publisher, clock)

    async def hold(
        self,
        conn: Connection,
        before: People,
        after: Collection[Teacher],
        *,
        touched: TouchedPlaces,
    ) -> None:
        """Hold the schools that a change is going to touch, before any of their rows is written.

        Others hold several of them in the order of their ids, while rows are written in any order.
        """
        changes = ((before.get(teacher.id), teacher) for teacher in after)
        cohorts = await select_cohorts(conn)
        await hold_places(conn, touched | touched_by_people(changes, cohorts))

    async def introduce(self, conn: Connection, newcomers: Collection[LeadProviderId]) -> None:
        """Tell lead providers that are new of the schools that were there before them.

        Whoever draws a school holds it and then finds out who sees it, so with all schools held
        nothing is told twice or to nobody. Nobody else can know, and hold, these journals yet.
        """
        await lock_all_schools(conn)
        journal = await Journal.lock(conn, newcomers, self._clock)
        for lead_provider_id in sorted(newcomers):
            await insert_introduction(conn, lead_provider_id, changed_at=journal.moment)

    async def refresh(
        self,
        conn: Connection,
        before: People,
        after: Collection[Teacher],
        *,
        removed: Collection[ParticipantId] = (),
    ) -> Mapping[ViewKey, PublishedView]:
        """Publish what differs because people have changed; return what is new of participants.

        The caller holds the people's rows. `removed` are those of them who should never have been
        registered.
        """
        facts = await load_facts(conn, after)
        changes = ((before.get(teacher.id), teacher) for teacher in after)
        held = await hold_places(conn, touched_by_people(changes, facts.cohorts))
        today = self._clock.real_today()
        publications = [
            *await self.people.publications(
                conn,
                after,
                mentors=reassigned(before, after),
                removed=removed,
                facts=facts,
            ),
            *await place_publications(conn, held, today=today),
        ]
        published, *_ = await self._publisher.publish_all(conn, publications)
        return published

    async def refresh_anew(
        self,
        conn: Connection,
        before: People,
        after: Collection[Teacher],
        *,
        removed: Collection[ParticipantId],
        bystanders: Collection[ParticipantId],
        touched: TouchedPlaces,
    ) -> None:
        """Publish what differs because of facts that concern many, step by step.

        The caller holds all of these people. All mentors and then all journals are held before the
        first step, because others wait for journals while they hold mentors, and for one journal
        while they hold another.
        """
        cohorts = await select_cohorts(conn)
        changes = ((before.get(teacher.id), teacher) for teacher in after)
        held = await hold_places(conn, touched | touched_by_people(changes, cohorts))
        ids = sorted({teacher.id for teacher in after} | set(bystanders))
        mentors = reassigned(before, after)
        await hold_mentors(conn, ids, reassigned=mentors)
        await self._publisher.hold(conn, await select_lead_provider_ids(conn))
        await self.people.refresh(conn, (), mentors=mentors.difference(ids))
        for start in range(0, len(ids), _PEOPLE_AT_ONCE):
            some = ids[start : start + _PEOPLE_AT_ONCE]
            teachers = await select_teachers(conn, some)
            await self.people.refresh(
                conn, teachers.values(), removed=set(removed).intersection(some)
            )
        today = self._clock.real_today()
        for batch in held.batches():
            await self._publisher.publish_all(
                conn, await place_publications(conn, batch, today=today)
            )
