"""Load the invented providers and trainees, through the same doors as everything else."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from shared.clock import Clock, at
from shared.feed import Result, Status
from shared.feed.handlers import Feed
from trainees_service.demo.registers import PROVIDERS, DemoProvider, demo_events
from trainees_service.demo.trainees import DemoTrainee, demo_trainees
from trainees_service.domain.identifiers import ProviderId
from trainees_service.services.errors import DuplicateTraineeError
from trainees_service.services.trainees import Trainees

Progress = Callable[[int, int], None]
"""Told how many trainees are done, and how many there are."""


class DemoRejectedError(Exception):
    """The feed refused events of the demo: something else must have used their numbers."""

    def __init__(self, rejected: Sequence[Result]) -> None:
        first = rejected[0]
        reasons = "; ".join(f"{fault.code} at {fault.pointer}" for fault in first.faults)
        super().__init__(
            f"{len(rejected)} events of the demo were rejected, first {first.event_id}: {reasons}"
        )


async def load_demo(
    *, feed: Feed, trainees: Trainees, clock: Clock, progress: Progress | None = None
) -> tuple[DemoProvider, ...]:
    """Register everybody who is not registered yet, and return the providers.

    Loading again changes nothing, except that people are added once another academic cycle has
    begun. TRNs are left to the service.
    """
    results = await feed.apply(list(demo_events()))
    rejected = [result for result in results if result.status is Status.REJECTED]
    if rejected:
        raise DemoRejectedError(rejected)
    people = list(demo_trainees(today=clock.real_today()))
    for done, trainee in enumerate(people, start=1):
        with suppress(DuplicateTraineeError):
            await _register(trainees, trainee, clock)
        if progress is not None:
            progress(done, len(people))
    return PROVIDERS


async def _register(trainees: Trainees, trainee: DemoTrainee, clock: Clock) -> None:
    # Providers register people as their courses begin, so most of them were registered long ago.
    with at(min(trainee.registered_at, clock.real_now())):
        await trainees.register(trainee.body["data"], provider_id=ProviderId(trainee.provider_id))
