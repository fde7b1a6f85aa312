"""Load the invented providers and trainees, through the same doors as everything else."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from shared.clock import Clock, at
from shared.feed import Result, Status
from shared.feed.handlers import Feed
from trainees_service.demo.life_cycles import DemoStep, Fact, demo_lives
from trainees_service.demo.registers import (
    PROVIDERS,
    DemoProvider,
    Event,
    demo_event,
    demo_events,
)
from trainees_service.demo.trainees import DemoTrainee, demo_trainees
from trainees_service.domain.identifiers import ProviderId, TraineeId
from trainees_service.services.errors import DuplicateTraineeError
from trainees_service.services.trainee_actions import TraineeActions
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
    *,
    feed: Feed,
    trainees: Trainees,
    actions: TraineeActions,
    clock: Clock,
    progress: Progress | None = None,
) -> tuple[DemoProvider, ...]:
    """Register everybody who is not registered yet, see to what became of them, return providers.

    Loading again changes nothing, except that people are added once another academic cycle has
    begun. Raises DemoRejectedError.
    """
    await _feed(feed, list(demo_events()))
    people = list(demo_trainees(today=clock.real_today()))
    lives = demo_lives(people, now=clock.real_now())
    for done, (trainee, steps) in enumerate(zip(people, lives, strict=True), start=1):
        with suppress(DuplicateTraineeError):
            trainee_id = await _register(trainees, trainee, clock)
            for step in steps:
                await _take(step, trainee_id, trainee, feed=feed, actions=actions)
        if progress is not None:
            progress(done, len(people))
    return PROVIDERS


async def _register(trainees: Trainees, trainee: DemoTrainee, clock: Clock) -> TraineeId:
    # Providers register people as their courses begin, so most of them were registered long ago.
    with at(min(trainee.registered_at, clock.real_now())):
        registered = await trainees.register(
            trainee.body["data"], provider_id=ProviderId(trainee.provider_id)
        )
    return registered.trainee_id


async def _take(
    step: DemoStep,
    trainee_id: TraineeId,
    trainee: DemoTrainee,
    *,
    feed: Feed,
    actions: TraineeActions,
) -> None:
    """Let the provider act, or the registry report."""
    by_provider = {
        Fact.DEFERRAL: actions.defer,
        Fact.WITHDRAWAL: actions.withdraw,
        Fact.RECOMMENDATION: actions.recommend,
    }
    act = by_provider.get(step.fact)
    if act is None:
        data = {"trainee_id": trainee_id, **step.data}
        await _feed(feed, [demo_event(step.fact, trainee_id, step.happened_at, **data)])
    else:
        with at(step.happened_at):
            await act(step.data, trainee_id, provider_id=ProviderId(trainee.provider_id))


async def _feed(feed: Feed, events: list[Event]) -> None:
    results = await feed.apply(events)
    rejected = [result for result in results if result.status is Status.REJECTED]
    if rejected:
        raise DemoRejectedError(rejected)
