"""One trainee held for the length of a transaction, changed and published."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from shared.clock import Clock
from shared.database import Connection, Pool
from trainees_service.domain.identifiers import ProviderId, TraineeId
from trainees_service.domain.registers import References, Registers
from trainees_service.domain.trainees import Trainee
from trainees_service.services.errors import TraineeNotFoundError
from trainees_service.storage.registrations import select_known
from trainees_service.storage.trainee_changes import update_trainee
from trainees_service.storage.trainee_views import select_view
from trainees_service.storage.trainees import (
    StoredTrainee,
    lock_trainee,
    select_stored_trainees,
)
from trainees_service.views.refresh import TraineeViews


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTrainee:
    """A trainee whom nobody else can change until the transaction ends."""

    _stored: StoredTrainee
    _conn: Connection
    _clock: Clock
    _views: TraineeViews

    @property
    def trainee(self) -> Trainee:
        """The trainee as stored."""
        return self._stored.trainee

    async def look_up(self, references: References) -> Registers:
        """Return the register entries that a request names."""
        if references == References():
            return Registers()
        known = await select_known(
            self._conn, references, None, provider_id=self.trainee.provider_id
        )
        return known.registers

    async def save(self, changed: Trainee) -> bytes:
        """Store what differs, and return the trainee as its provider sees it from now on."""
        trainee = self.trainee
        if changed != trainee:
            await update_trainee(self._conn, trainee, changed, at=self._clock.now())
            view = await self._views.publish_changed(self._conn, changed, before=self._stored)
            if view is not None:
                return view.body
        stored = await select_view(self._conn, trainee.trainee_id, provider_id=trainee.provider_id)
        if stored is None:
            raise LookupError(f"trainee {trainee.trainee_id} has no view")
        body, _ = stored
        return body


class TraineeHolder:
    """Takes trainees in hand, so that changes of one trainee come one after another."""

    def __init__(self, pool: Pool, clock: Clock, views: TraineeViews) -> None:
        self._pool = pool
        self._clock = clock
        self._views = views

    @asynccontextmanager
    async def hold(
        self, trainee_id: TraineeId, *, provider_id: ProviderId
    ) -> AsyncIterator[HeldTrainee]:
        """Hold one of the provider's trainees, or raise TraineeNotFoundError.

        What the context saves is committed at its end; when it raises, nothing has happened.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            # What is loaded is looked at only behind the locks. A register entry that changed
            # between this look and the commit would leave a stale view behind.
            if not await lock_trainee(conn, trainee_id, provider_id=provider_id):
                raise TraineeNotFoundError
            (stored,) = await select_stored_trainees(conn, [(provider_id, trainee_id)])
            if stored.trainee.discarded_at is not None:
                raise TraineeNotFoundError
            yield HeldTrainee(_stored=stored, _conn=conn, _clock=self._clock, _views=self._views)
