"""The unit of work of the registry feed: load once, change in memory, write once."""

from collections.abc import Sequence

from participants_service.domain.occasions import Occasion
from participants_service.domain.teachers import ParticipantId
from participants_service.services.registry.people import People
from participants_service.services.registry.reference_facts import ReferenceFacts
from participants_service.services.registry.reference_writes import (
    delete_what_ended,
    select_seen_otherwise,
    write_reference_facts,
)
from participants_service.services.registry.references import Payload, References
from participants_service.storage import (
    cohorts,
    delivery_partners,
    lead_providers,
    partnerships,
    schools,
)
from participants_service.storage import teacher_lookups as lookups
from participants_service.storage.teacher_changes import upsert_teachers
from participants_service.storage.teachers import lock_teachers, select_teachers
from participants_service.views.refresh import ParticipantViews
from shared.clock import Clock
from shared.database import Connection
from shared.feed.events import FeedEvent
from shared.feed.rejections import RejectedError, RejectionCode

_PEOPLE_AT_ONCE = 1_000


class RegistrySession:
    """The people and reference facts that a transaction's events concern."""

    def __init__(self, conn: Connection, clock: Clock, views: ParticipantViews) -> None:
        self._conn = conn
        self._clock = clock
        self._views = views
        self.people = People()
        self.facts = ReferenceFacts()

    def occasion(self, event: FeedEvent) -> Occasion:
        """Return when an event counts: its London date takes the part of today."""
        try:
            today = self._clock.date_of(event.occurred_at)
        except OverflowError as error:
            raise RejectedError.because(
                RejectionCode.INVALID_MEMBER, "/occurred_at", "Before the first day in London."
            ) from error
        return Occasion(id=event.event_id, at=event.occurred_at, today=today)

    async def preload(self, events: Sequence[tuple[FeedEvent, Payload]]) -> None:
        """Lock and load what these events refer to, in an order that is the same for everybody."""
        references = References.of(events)
        await lookups.lock_reference_facts(self._conn, exclusive=references.change_reference_facts)
        await self._load_reference_facts(references)
        await self._load_people(references)
        await self._load_partnerships(references)

    async def flush(self) -> None:
        """Write what the events have changed, and publish the views of everybody concerned."""
        await write_reference_facts(self._conn, self.facts)
        changed = self.people.changed
        if changed:
            before = {one: self.people.loaded[one] for one in changed if one in self.people.loaded}
            await upsert_teachers(self._conn, before, changed.values())
        await delete_what_ended(self._conn, self.facts)
        if self.facts.changes.seen_otherwise:
            await self._refresh_anew()
        elif changed:
            await self._views.refresh(self._conn, changed.values())

    async def _refresh_anew(self) -> None:
        """Refresh from the tables whoever was changed or is seen otherwise.

        All are held before the first view is published, because that holds providers' journals,
        which others wait for while they hold people.
        """
        ids = set(self.people.changed) | await select_seen_otherwise(self._conn, self.facts.changes)
        ordered = sorted(await lock_teachers(self._conn, ids))
        for start in range(0, len(ordered), _PEOPLE_AT_ONCE):
            teachers = await select_teachers(self._conn, ordered[start : start + _PEOPLE_AT_ONCE])
            await self._views.refresh(self._conn, teachers.values())

    async def _load_reference_facts(self, references: References) -> None:
        conn, facts = self._conn, self.facts
        facts.cohorts = await cohorts.select_cohorts(conn)
        facts.schedules = await cohorts.select_schedules(conn)
        facts.load_lead_providers(await lead_providers.select_lead_providers(conn))
        facts.load_schools(
            await schools.select_schools(
                conn, urns=references.school_urns, ids=references.school_ids
            )
        )
        if references.change_reference_facts:
            facts.delivery_partners = await delivery_partners.select_delivery_partners(conn)
            facts.load_pairings(await delivery_partners.select_pairings(conn))
            facts.pairings_in_use = await delivery_partners.select_pairings_in_use(
                conn,
                references.paired_lead_provider_ids,
                references.paired_delivery_partner_ids,
            )

    async def _load_people(self, references: References) -> None:
        conn, people = self._conn, self.people
        people.trn_owners = await lookups.select_trn_owners(conn, references.trns)
        people.record_id_owners = await lookups.select_record_id_owners(conn, references.record_ids)
        teachers = await select_teachers(conn, await self._lock(references))
        retired = [teacher.id for teacher in teachers.values() if teacher.merged_into is not None]
        survivors = await lookups.select_survivors(conn, retired) if retired else {}
        people.load(teachers, survivors=survivors)

    async def _lock(self, references: References) -> set[ParticipantId]:
        """Hold the people meant, with their mentors and mentees; return those who are known.

        Whose an induction is and who mentors whom can change until the people are held, so it is
        looked up again until nobody new turns up.
        """
        waiting = await self._waiting(references)
        locked: set[ParticipantId] = set()
        known: set[ParticipantId] = set()
        while True:
            meant = set(references.participant_ids)
            if references.induction_ids:
                owners = await lookups.select_induction_owners(self._conn, references.induction_ids)
                meant.update(owners.values())
            wanted = meant | waiting
            if meant:
                wanted |= await lookups.select_counterparts(self._conn, meant)
            missing = wanted - locked
            found = await lock_teachers(self._conn, missing) if missing else []
            if not found:
                return known
            locked |= missing
            known.update(found)

    async def _waiting(self, references: References) -> set[ParticipantId]:
        # A school may get the number under which its partnership is reported just before that.
        schools_by_urn = references.renumbered_schools
        for school in self.facts.all_schools:
            schools_by_urn[school.urn].add(school.id)
        waiting = [
            (school_id, lead_provider_id, cohort)
            for urn, lead_provider_id, cohort in references.new_partnerships
            for school_id in schools_by_urn[urn]
        ]
        return await lookups.select_waiting(self._conn, waiting) if waiting else set()

    async def _load_partnerships(self, references: References) -> None:
        """Load the partnerships of every school that is named, or that somebody named is at."""
        school_ids = set(self.facts.schools)
        for teacher in self.people.loaded.values():
            school_ids.update(period.school.id for period in teacher.school_periods)
        self.facts.load_partnerships(
            await partnerships.select_partnerships(
                self._conn, school_ids=school_ids, ids=references.partnership_ids
            )
        )
