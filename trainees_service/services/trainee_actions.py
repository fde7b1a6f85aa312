"""What providers do about a trainee's course: defer, withdraw, recommend for the award."""

from collections.abc import Sequence

from shared.clock import Clock
from trainees_service.domain.deferring import Deferral, deferred
from trainees_service.domain.identifiers import ProviderId, TraineeId
from trainees_service.domain.recommending import Recommendation, recommended
from trainees_service.domain.states import StateTransitionError
from trainees_service.domain.withdrawing import (
    WithdrawalRequest,
    require_withdrawable,
    withdrawn,
)
from trainees_service.services.errors import InvalidRecordError, StateForbidsError
from trainees_service.services.held_trainees import TraineeHolder
from trainees_service.services.sent_data import SentData, required


class TraineeActions:
    """Moves trainees from one state to the next; every answer is the trainee as JSON.

    Each action raises TraineeNotFoundError, DataMissingError or InvalidRecordError.
    """

    def __init__(self, clock: Clock, holder: TraineeHolder) -> None:
        self._clock = clock
        self._holder = holder

    async def defer(
        self, data: SentData, trainee_id: TraineeId, *, provider_id: ProviderId
    ) -> bytes:
        """Note that the training stops for a while."""
        async with self._holder.hold(trainee_id, provider_id=provider_id) as held:
            deferral = Deferral.read(required(data))
            _refuse_if_any(deferral.problems(held.trainee))
            return await held.save(deferred(held.trainee, deferral))

    async def withdraw(
        self, data: SentData, trainee_id: TraineeId, *, provider_id: ProviderId
    ) -> bytes:
        """Note that the trainee leaves the course; StateForbidsError if that cannot be."""
        async with self._holder.hold(trainee_id, provider_id=provider_id) as held:
            try:
                require_withdrawable(held.trainee, today=self._clock.today())
            except StateTransitionError as error:
                raise StateForbidsError from error
            request = WithdrawalRequest.read(required(data))
            _refuse_if_any(request.problems(held.trainee))
            return await held.save(withdrawn(held.trainee, request))

    async def recommend(
        self, data: SentData, trainee_id: TraineeId, *, provider_id: ProviderId
    ) -> bytes:
        """Recommend the trainee for qualified teacher status."""
        async with self._holder.hold(trainee_id, provider_id=provider_id) as held:
            recommendation = Recommendation.read(required(data))
            _refuse_if_any(recommendation.problems(held.trainee, today=self._clock.today()))
            return await held.save(recommended(held.trainee, recommendation, at=self._clock.now()))


def _refuse_if_any(problems: Sequence[str]) -> None:
    if problems:
        raise InvalidRecordError(*problems)
