"""Load the invented providers and trainees, through the same doors as everything else."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

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


class _Newcomer(NamedTuple):
    """A trainee who was not registered before, and what is to become of them."""

    trainee_id: TraineeId
    provider_id: ProviderId
    steps: Sequence[DemoStep]


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
    newcomers: list[_Newcomer] = []
    lives = demo_lives(people, now=clock.real_now())
    for done, (trainee, steps) in enumerate(zip(people, lives, strict=True), start=1):
        with suppress(DuplicateTraineeError):
            newcomers.append(await _register(trainees, trainee, steps, clock))
        if progress is not None:
            progress(done, len(people))
    await _live(newcomers, feed=feed, actions=actions)
    return PROVIDERS


async def _register(
    trainees: Trainees, trainee: DemoTrainee, steps: Sequence[DemoStep], clock: Clock
) -> _Newcomer:
    # Providers register people as their courses begin, so most of them were registered long ago.
    with at(min(trainee.registered_at, clock.real_now())):
        registered = await trainees.register(
            trainee.body["data"], provider_id=ProviderId(trainee.provider_id)
        )
    return _Newcomer(registered.trainee_id, ProviderId(trainee.provider_id), steps)


async def _live(newcomers: Sequence[_Newcomer], *, feed: Feed, actions: TraineeActions) -> None:
    """Let everybody take the first step, then the second: the registry reports many at once."""
    by_provider = {
        Fact.DEFERRAL: actions.defer,
        Fact.WITHDRAWAL: actions.withdraw,
        Fact.RECOMMENDATION: actions.recommend,
    }
    for turn in range(max((len(one.steps) for one in newcomers), default=0)):
        taken = [(one, one.steps[turn]) for one in newcomers if turn < len(one.steps)]
        for one, step in taken:
            if step.fact in by_provider:
                with at(step.happened_at):
                    act = by_provider[step.fact]
                    await act(step.data, one.trainee_id, provider_id=one.provider_id)
        reported = [_event(one, step) for one, step in taken if step.fact not in by_provider]
        await _feed(feed, reported)


def _event(one: _Newcomer, step: DemoStep) -> Event:
    data = {"trainee_id": one.trainee_id, **step.data}
    return demo_event(step.fact, one.trainee_id, step.happened_at, **data)


async def _feed(feed: Feed, events: list[Event]) -> None:
    results = await feed.apply(events)
    rejected = [result for result in results if result.status is Status.REJECTED]
    if rejected:
        raise DemoRejectedError(rejected)
