"""The unit of work of the registry feed: load once, change in memory, write once."""

from collections.abc import Sequence
from typing import TypeAlias

from shared.database import Connection
from shared.feed import FeedEvent
from trainees_service.domain.trainee_reports import TraineeReport
from trainees_service.services.registry.reference_facts import ReferenceFact, ReferenceFacts
from trainees_service.services.registry.trainee_facts import TraineeFacts
from trainees_service.storage.registers import lock_registers, lock_registers_shared
from trainees_service.views.refresh import TraineeViews

Payload: TypeAlias = ReferenceFact | TraineeReport


class RegistrySession:
    """The reference facts and the trainees that a transaction's events concern."""

    def __init__(self, conn: Connection, views: TraineeViews) -> None:
        self._conn = conn
        self._views = views
        self.facts = ReferenceFacts()
        self.trainees = TraineeFacts()

    async def preload(self, events: Sequence[tuple[FeedEvent, Payload]]) -> None:
        """Lock and load what these events refer to, in an order that is the same for everybody.

        Facts about trainees alone leave the registers to others: registrations go on meanwhile.
        """
        reports = [payload for _, payload in events if isinstance(payload, TraineeReport)]
        facts = [payload for _, payload in events if not isinstance(payload, TraineeReport)]
        if facts:
            await lock_registers(self._conn)
        else:
            await lock_registers_shared(self._conn)
        await self.facts.load(self._conn, facts)
        await self.trainees.load(self._conn, reports)

    async def flush(self) -> None:
        """Write what differs, and publish everybody whose record shows something of it."""
        referring = await self.facts.write(self._conn)
        changed = await self.trainees.write(self._conn)
        if referring:
            # What was loaded of trainees shows the registers as they were.
            keys = {(trainee.provider_id, trainee.trainee_id) for trainee in changed}
            await self._views.refresh_keys(self._conn, keys.union(referring))
        elif changed:
            await self._views.refresh(self._conn, changed)
