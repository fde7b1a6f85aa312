"""What training providers can do with their trainees."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.clock import Clock
from shared.database import Pool
from shared.http.conditional import entity_tag
from trainees_service.domain.correcting import Correction
from trainees_service.domain.duplicates import MatchingKeys
from trainees_service.domain.identifiers import ProviderId, TraineeId
from trainees_service.domain.readiness import second_stage_problems, storage_stage_problems
from trainees_service.domain.registering import register_trainee
from trainees_service.domain.registration_rules import first_stage_problems
from trainees_service.domain.registrations import Registration
from trainees_service.services.errors import (
    DuplicateTraineeError,
    InvalidTraineeError,
    TraineeNotFoundError,
)
from trainees_service.services.held_trainees import TraineeHolder
from trainees_service.services.sent_data import SentData, required
from trainees_service.storage.registrations import lock_registration, select_known
from trainees_service.storage.trainee_views import select_version, select_view
from trainees_service.storage.trainees import insert_trainee
from trainees_service.views.refresh import TraineeViews


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredTrainee:
    """A trainee that was just registered, as its provider sees it."""

    trainee_id: TraineeId
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenTrainee:
    """A trainee as its provider sees it, and the tag of what is seen."""

    body: bytes
    tag: str


class Trainees:
    """Registers trainees, and shows them to their providers."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        views: TraineeViews,
        holder: TraineeHolder,
        *,
        on_registered: Callable[[], None],
    ) -> None:
        self._pool = pool
        self._clock = clock
        self._views = views
        self._holder = holder
        self._on_registered = on_registered

    async def get(self, trainee_id: TraineeId, *, provider_id: ProviderId) -> SeenTrainee:
        """Return a trainee as its provider sees it, or raise TraineeNotFoundError."""
        async with self._pool.acquire() as conn:
            found = await select_view(conn, trainee_id, provider_id=provider_id)
        if found is None:
            raise TraineeNotFoundError
        body, version = found
        return SeenTrainee(body=body, tag=entity_tag(version))

    async def tag(self, trainee_id: TraineeId, *, provider_id: ProviderId) -> str:
        """Return the tag that `get` would, or raise TraineeNotFoundError."""
        async with self._pool.acquire() as conn:
            version = await select_version(conn, trainee_id, provider_id=provider_id)
        if version is None:
            raise TraineeNotFoundError
        return entity_tag(version)

    async def register(self, data: SentData, *, provider_id: ProviderId) -> RegisteredTrainee:
        """Register a trainee, submitted for a TRN.

        Raises DataMissingError, InvalidTraineeError with everything that one stage of the rules
        finds wrong, and DuplicateTraineeError if the provider has the trainee already.
        """
        registration = Registration.read(required(data))
        keys = MatchingKeys.sent(registration)
        async with self._pool.acquire() as conn, conn.transaction():
            # The locks come in a statement of their own: only what is read after the wait shows
            # what the request before this one has done. And a register entry that changed between
            # this look at it and the commit would leave a stale view behind.
            await lock_registration(conn, keys, provider_id=provider_id)
            known = await select_known(conn, registration.references, keys, provider_id=provider_id)
            registers = known.registers
            today = self._clock.today()
            _refuse_if_any(first_stage_problems(registration, registers=registers, today=today))
            if known.duplicates:
                raise DuplicateTraineeError(known.duplicates)
            _refuse_if_any(second_stage_problems(registration, today=today))
            _refuse_if_any(storage_stage_problems(registration, today=today))
            trainee = register_trainee(
                registration, provider_id=provider_id, registers=registers, now=self._clock.now()
            )
            await insert_trainee(conn, trainee)
            view = await self._views.publish_new(conn, trainee, ukprn=known.ukprn)
        self._on_registered()
        return RegisteredTrainee(trainee_id=trainee.trainee_id, body=view.body)

    async def correct(
        self, data: SentData, trainee_id: TraineeId, *, provider_id: ProviderId
    ) -> bytes:
        """Lay what was sent over the record, judge the whole, and return it as JSON.

        Raises TraineeNotFoundError, DataMissingError, and InvalidTraineeError with everything that
        one stage of the rules finds wrong; then the record stays as it was.
        """
        async with self._holder.hold(trainee_id, provider_id=provider_id) as held:
            correction = Correction.read(required(data), trainee=held.trainee)
            registers = await held.look_up(correction.references)
            _refuse_if_any(correction.problems(registers=registers, today=self._clock.today()))
            return await held.save(correction.corrected(registers=registers))


def _refuse_if_any(problems: Sequence[str]) -> None:
    if problems:
        raise InvalidTraineeError(*problems)
