"""What training providers can do with their trainees."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from shared.clock import Clock
from shared.database import Connection, Pool
from trainees_service.domain.duplicates import MatchingKeys
from trainees_service.domain.identifiers import ProviderId, TraineeId
from trainees_service.domain.readiness import second_stage_problems, storage_stage_problems
from trainees_service.domain.registering import register_trainee
from trainees_service.domain.registers import References, Registers
from trainees_service.domain.registration_rules import first_stage_problems
from trainees_service.domain.registrations import Registration
from trainees_service.services.errors import (
    DuplicateTraineeError,
    InvalidTraineeError,
    TraineeNotFoundError,
)
from trainees_service.storage.registers import lock_registers_shared, select_registers
from trainees_service.storage.trainee_views import select_body
from trainees_service.storage.trainees import insert_trainee, lock_duplicates, select_duplicates
from trainees_service.views.refresh import TraineeViews

_NO_REFERENCES = References()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredTrainee:
    """A trainee that was just registered, as its provider sees it."""

    trainee_id: TraineeId
    body: bytes


class Trainees:
    """Registers trainees, and shows them to their providers."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        views: TraineeViews,
        *,
        on_registered: Callable[[], None],
    ) -> None:
        self._pool = pool
        self._clock = clock
        self._views = views
        self._on_registered = on_registered

    async def get(self, trainee_id: TraineeId, *, provider_id: ProviderId) -> bytes:
        """Return a trainee as JSON, or raise TraineeNotFoundError."""
        async with self._pool.acquire() as conn:
            body = await select_body(conn, trainee_id, provider_id=provider_id)
        if body is None:
            raise TraineeNotFoundError
        return body

    async def register(
        self, data: Mapping[str, object], *, provider_id: ProviderId
    ) -> RegisteredTrainee:
        """Register a trainee, submitted for a TRN.

        Raises InvalidTraineeError with everything that one stage of the rules finds wrong, and
        DuplicateTraineeError if the provider has the trainee already.
        """
        registration = Registration.read(data)
        references = registration.references
        async with self._pool.acquire() as conn, conn.transaction():
            await _lock(conn, registration, references, provider_id)
            registers = await _look_up(conn, references)
            today = self._clock.today()
            _refuse_if_any(first_stage_problems(registration, registers=registers, today=today))
            ukprn = await _refuse_duplicate(conn, registration, provider_id)
            _refuse_if_any(second_stage_problems(registration, today=today))
            _refuse_if_any(storage_stage_problems(registration, today=today))
            trainee = register_trainee(
                registration, provider_id=provider_id, registers=registers, now=self._clock.now()
            )
            await insert_trainee(conn, trainee)
            view = await self._views.publish_new(conn, trainee, ukprn=ukprn)
        self._on_registered()
        return RegisteredTrainee(trainee_id=trainee.trainee_id, body=view.body)


async def _lock(
    conn: Connection, registration: Registration, references: References, provider_id: ProviderId
) -> None:
    """Make equal registrations wait for each other, and the registers stay as they are.

    A school that changed between this look at it and the commit would leave a stale view behind.
    The locks come in a statement of their own: only what is read after the wait shows what the
    request before this one has done.
    """
    keys = MatchingKeys.sent(registration)
    if keys is not None:
        await lock_duplicates(conn, keys, provider_id=provider_id)
    elif references != _NO_REFERENCES:
        await lock_registers_shared(conn)


async def _look_up(conn: Connection, references: References) -> Registers:
    if references == _NO_REFERENCES:
        return Registers()
    return await select_registers(conn, references)


async def _refuse_duplicate(
    conn: Connection, registration: Registration, provider_id: ProviderId
) -> str:
    """Refuse a trainee the provider has already; else return the provider's UKPRN."""
    keys = MatchingKeys.requested(registration)
    duplicates = await select_duplicates(conn, keys, provider_id=provider_id)
    if duplicates.bodies:
        raise DuplicateTraineeError(duplicates.bodies)
    return duplicates.ukprn


def _refuse_if_any(problems: Sequence[str]) -> None:
    if problems:
        raise InvalidTraineeError(*problems)
