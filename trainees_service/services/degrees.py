"""The degrees of a trainee, one by one."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.clock import Clock
from trainees_service.domain.degree_changes import (
    DegreeChange,
    degree_problems,
    duplicate_degrees,
)
from trainees_service.domain.degree_drafts import DegreeDraft
from trainees_service.domain.degrees import Degree
from trainees_service.domain.identifiers import (
    DegreeId,
    ProviderId,
    TraineeId,
    new_identifier,
)
from trainees_service.domain.nested_records import (
    UnknownDegreeError,
    degree_room_problems,
    find_degree,
    next_degree_position,
    with_degree,
    without_degree,
)
from trainees_service.domain.trainees import Trainee
from trainees_service.services.errors import (
    DegreeNotFoundError,
    DuplicateDegreeError,
    InvalidRecordError,
)
from trainees_service.services.held_trainees import TraineeHolder
from trainees_service.services.sent_data import SentData, required
from trainees_service.services.trainees import Trainees
from trainees_service.views.nested import Nested, nested_list, nested_record, render_degree


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedDegree:
    """A degree that was just added, as JSON."""

    degree_id: DegreeId
    body: bytes


class Degrees:
    """Reads and changes degrees; every method may raise TraineeNotFoundError."""

    def __init__(self, clock: Clock, trainees: Trainees, holder: TraineeHolder) -> None:
        self._clock = clock
        self._trainees = trainees
        self._holder = holder

    async def list(self, trainee_id: TraineeId, *, provider_id: ProviderId) -> bytes:
        """Return a trainee's degrees as JSON, in the order of graduation."""
        trainee = await self._trainees.get(trainee_id, provider_id=provider_id)
        return nested_list(trainee.body, Nested.DEGREES)

    async def get(
        self, degree_id: DegreeId, *, trainee_id: TraineeId, provider_id: ProviderId
    ) -> bytes:
        """Return a degree as JSON, or raise DegreeNotFoundError."""
        trainee = await self._trainees.get(trainee_id, provider_id=provider_id)
        record = nested_record(trainee.body, Nested.DEGREES, degree_id)
        if record is None:
            raise DegreeNotFoundError
        return record

    async def add(
        self, data: SentData, *, trainee_id: TraineeId, provider_id: ProviderId
    ) -> AddedDegree:
        """Add a degree.

        Raises DuplicateDegreeError if the trainee has it, whatever else is wrong, and
        InvalidRecordError.
        """
        async with self._holder.hold(trainee_id, provider_id=provider_id) as held:
            draft = DegreeDraft.read(required(data))
            self._refuse_faults(draft, held.trainee.degrees, degree_room_problems(held.trainee))
            degree = draft.degree(
                DegreeId(new_identifier()),
                position=next_degree_position(held.trainee),
                at=self._clock.now(),
            )
            await held.save(with_degree(held.trainee, degree))
            return AddedDegree(degree_id=degree.degree_id, body=render_degree(degree))

    async def change(
        self,
        data: SentData,
        degree_id: DegreeId,
        *,
        trainee_id: TraineeId,
        provider_id: ProviderId,
    ) -> bytes:
        """Change what was sent of a degree, and return all of it as JSON.

        Raises DegreeNotFoundError, DuplicateDegreeError or InvalidRecordError.
        """
        async with self._holder.hold(trainee_id, provider_id=provider_id) as held:
            degree = _degree(held.trainee, degree_id)
            change = DegreeChange.read(required(data), degree=degree)
            self._refuse_faults(change.merged, without_degree(held.trainee, degree).degrees)
            changed = change.changed(at=self._clock.now())
            await held.save(with_degree(held.trainee, changed))
            return render_degree(changed)

    async def remove(
        self, degree_id: DegreeId, *, trainee_id: TraineeId, provider_id: ProviderId
    ) -> bytes:
        """Take a degree off the record, even the last one, and return the trainee as JSON.

        Raises DegreeNotFoundError.
        """
        async with self._holder.hold(trainee_id, provider_id=provider_id) as held:
            degree = _degree(held.trainee, degree_id)
            return await held.save(without_degree(held.trainee, degree))

    def _refuse_faults(
        self, draft: DegreeDraft, others: Iterable[Degree], room_problems: Iterable[str] = ()
    ) -> None:
        duplicates = duplicate_degrees(draft, others)
        if duplicates:
            raise DuplicateDegreeError([render_degree(degree) for degree in duplicates])
        problems = (*room_problems, *degree_problems(draft, today=self._clock.today()))
        if problems:
            raise InvalidRecordError(*problems)


def _degree(trainee: Trainee, degree_id: DegreeId) -> Degree:
    try:
        return find_degree(trainee, degree_id)
    except UnknownDegreeError as error:
        raise DegreeNotFoundError from error
