"""The unit of work of the registry feed: load once, change in memory, write once."""

from collections.abc import Sequence

from participants_service.domain.occasions import Occasion
from participants_service.services.registry.loading import (
    load_partnerships,
    load_people,
    load_reference_facts,
)
from participants_service.services.registry.people import People
from participants_service.services.registry.reference_facts import ReferenceFacts
from participants_service.services.registry.reference_writes import (
    delete_what_ended,
    select_seen_otherwise,
    write_reference_facts,
)
from participants_service.services.registry.references import Payload, References
from participants_service.storage.teacher_changes import upsert_teachers
from participants_service.storage.teacher_lookups import lock_reference_facts
from participants_service.storage.teachers import select_teachers
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
        await lock_reference_facts(self._conn, exclusive=references.change_reference_facts)
        await load_reference_facts(self._conn, self.facts, references)
        await load_people(self._conn, self.people, self.facts, references)
        await load_partnerships(self._conn, self.facts, self.people, references)

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
            await self._views.refresh(
                self._conn, changed.values(), removed=self.people.registered_in_error
            )

    async def _refresh_anew(self) -> None:
        """Refresh from the tables whoever was changed or is seen otherwise.

        Loading has held them: all have to be held before the first view is published, because that
        holds providers' journals, which others wait for while they hold people.
        """
        ids = set(self.people.changed) | await select_seen_otherwise(self._conn, self.facts.changes)
        ordered = sorted(ids)
        for start in range(0, len(ordered), _PEOPLE_AT_ONCE):
            some = ordered[start : start + _PEOPLE_AT_ONCE]
            teachers = await select_teachers(self._conn, some)
            removed = self.people.registered_in_error.intersection(some)
            await self._views.refresh(self._conn, teachers.values(), removed=removed)
