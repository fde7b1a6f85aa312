"""The unit of work of the registry feed: load once, change in memory, write once."""

from collections.abc import Sequence

from shared.database import Connection
from shared.feed import FeedEvent
from trainees_service.services.registry.reference_facts import ReferenceFact, ReferenceFacts
from trainees_service.storage.registers import lock_registers
from trainees_service.views.refresh import TraineeViews


class RegistrySession:
    """The reference facts that a transaction's events concern."""

    def __init__(self, conn: Connection, views: TraineeViews) -> None:
        self._conn = conn
        self._views = views
        self.facts = ReferenceFacts()

    async def preload(self, events: Sequence[tuple[FeedEvent, ReferenceFact]]) -> None:
        """Hold the registers alone, and load what these events put or could collide with."""
        await lock_registers(self._conn)
        await self.facts.load(self._conn, [payload for _, payload in events])

    async def flush(self) -> None:
        """Write what differs, and publish every trainee whose record shows something of it."""
        referring = await self.facts.write(self._conn)
        if referring:
            await self._views.refresh_keys(self._conn, referring)
