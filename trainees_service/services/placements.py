"""The placements of a trainee, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.clock import Clock
from trainees_service.domain.identifiers import (
    PlacementId,
    ProviderId,
    TraineeId,
    new_identifier,
)
from trainees_service.domain.nested_records import (
    UnknownPlacementError,
    find_placement,
    placement_room_problems,
    with_placement,
    without_placement,
)
from trainees_service.domain.placement_changes import PlacementChange
from trainees_service.domain.placements import Placement, PlacementDraft
from trainees_service.domain.registers import References
from trainees_service.domain.trainees import Trainee
from trainees_service.services.errors import InvalidRecordError, PlacementNotFoundError
from trainees_service.services.held_trainees import TraineeHolder
from trainees_service.services.sent_data import SentData, required
from trainees_service.services.trainees import Trainees
from trainees_service.views.nested import Nested, nested_list, nested_record, render_placement


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedPlacement:
    """A placement that was just added, as JSON."""

    placement_id: PlacementId
    body: bytes


class Placements:
    """Reads and changes placements; every method may raise TraineeNotFoundError."""

    def __init__(self, clock: Clock, trainees: Trainees, holder: TraineeHolder) -> None:
        self._clock = clock
        self._trainees = trainees
        self._holder = holder

    async def list(self, trainee_id: TraineeId, *, provider_id: ProviderId) -> bytes:
        """Return a trainee's placements as JSON, in the order of their creation."""
        trainee = await self._trainees.get(trainee_id, provider_id=provider_id)
        return nested_list(trainee.body, Nested.PLACEMENTS)

    async def get(
        self, placement_id: PlacementId, *, trainee_id: TraineeId, provider_id: ProviderId
    ) -> bytes:
        """Return a placement as JSON, or raise PlacementNotFoundError."""
        trainee = await self._trainees.get(trainee_id, provider_id=provider_id)
        record = nested_record(trainee.body, Nested.PLACEMENTS, placement_id)
        if record is None:
            raise PlacementNotFoundError
        return record

    async def add(
        self, data: SentData, *, trainee_id: TraineeId, provider_id: ProviderId
    ) -> AddedPlacement:
        """Add a placement, even one like another; InvalidRecordError says what is wrong."""
        async with self._holder.hold(trainee_id, provider_id=provider_id) as held:
            draft = PlacementDraft.read(required(data))
            registers = await held.look_up(_school(draft.school_urn))
            _refuse_if_any(
                (*placement_room_problems(held.trainee), *draft.problems(registers.schools))
            )
            placement = draft.placement(
                PlacementId(new_identifier()), schools=registers.schools, at=self._clock.now()
            )
            await held.save(with_placement(held.trainee, placement))
            return AddedPlacement(
                placement_id=placement.placement_id, body=render_placement(placement)
            )

    async def change(
        self,
        data: SentData,
        placement_id: PlacementId,
        *,
        trainee_id: TraineeId,
        provider_id: ProviderId,
    ) -> bytes:
        """Change what was sent of a placement, and return all of it as JSON.

        Raises PlacementNotFoundError or InvalidRecordError.
        """
        async with self._holder.hold(trainee_id, provider_id=provider_id) as held:
            placement = _placement(held.trainee, placement_id)
            change = PlacementChange.read(required(data), placement=placement)
            registers = await held.look_up(_school(change.school_urn))
            _refuse_if_any(change.problems(registers.schools))
            changed = change.changed(schools=registers.schools, at=self._clock.now())
            await held.save(with_placement(held.trainee, changed))
            return render_placement(changed)

    async def remove(
        self, placement_id: PlacementId, *, trainee_id: TraineeId, provider_id: ProviderId
    ) -> bytes:
        """Take a placement off the record and return the trainee as JSON.

        Raises PlacementNotFoundError.
        """
        async with self._holder.hold(trainee_id, provider_id=provider_id) as held:
            placement = _placement(held.trainee, placement_id)
            return await held.save(without_placement(held.trainee, placement))


def _placement(trainee: Trainee, placement_id: PlacementId) -> Placement:
    try:
        return find_placement(trainee, placement_id)
    except UnknownPlacementError as error:
        raise PlacementNotFoundError from error


def _school(urn: str | None) -> References:
    return References() if urn is None else References(school_urns=frozenset([urn]))


def _refuse_if_any(problems: Sequence[str]) -> None:
    if problems:
        raise InvalidRecordError(*problems)
