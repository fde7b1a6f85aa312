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
from participants_service.services.registry.touched import touched_by_facts
from participants_service.storage.teacher_changes import upsert_teachers
from participants_service.storage.teacher_lookups import lock_reference_facts
from participants_service.views.provider_views import ProviderViews
from shared.clock import Clock
from shared.database import Connection
from shared.feed.events import FeedEvent
from shared.feed.rejections import RejectedError, RejectionCode


class RegistrySession:
    """The people and reference facts that a transaction's events concern."""

    def __init__(self, conn: Connection, clock: Clock, views: ProviderViews) -> None:
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
        await self.load(References.of(events))

    async def load(self, references: References) -> None:
        """Lock and load everything that is referred to."""
        await lock_reference_facts(self._conn, exclusive=references.change_reference_facts)
        await load_reference_facts(self._conn, self.facts, references)
        await load_people(self._conn, self.people, self.facts, references)
        await load_partnerships(self._conn, self.facts, self.people, references)

    async def flush(self) -> None:
        """Write what has changed, and publish the views of everybody concerned.

        Loading has held everybody: views are published only while nobody is waited for any more,
        because that holds providers' journals, which others wait for while they hold people.
        """
        changed = self.people.changed
        before = {one: self.people.loaded[one] for one in changed if one in self.people.loaded}
        touched = touched_by_facts(self.facts)
        if touched:
            await self._views.hold(self._conn, before, changed.values(), touched=touched)
        await write_reference_facts(self._conn, self.facts)
        if newcomers := self.facts.new_lead_providers:
            await self._views.introduce(self._conn, newcomers)
        if changed:
            await upsert_teachers(self._conn, before, changed.values())
        await delete_what_ended(self._conn, self.facts)
        if touched or self.facts.changes.seen_otherwise:
            await self._views.refresh_anew(
                self._conn,
                before,
                changed.values(),
                removed=self.people.registered_in_error,
                bystanders=await select_seen_otherwise(self._conn, self.facts.changes),
                touched=touched,
            )
        elif changed:
            await self._views.refresh(
                self._conn, before, changed.values(), removed=self.people.registered_in_error
            )
