"""What is said to be allowed is allowed, and what is not is not, whatever somebody's history."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given, settings

from participants_service.app import ParticipantsService
from shared.clock import LONDON
from tests.participants.api import Api
from tests.participants.handlers.test_actions import refusals
from tests.participants.people import moment
from tests.participants.properties.lives import LIVES, Life, Step
from tests.participants.properties.verdicts import (
    ACTIONS,
    CHANGE,
    CHANGES,
    DEFER,
    RESUME,
    WITHDRAW,
    Verdict,
    carry_out,
    do,
    hold_to_it,
)
from tests.participants.registry import Registry

# What is seldom possible is done more often when it is.
RARITY = {RESUME: 9, DEFER: 4, WITHDRAW: 2, CHANGE: 1}

START = moment("2025-09-01T09:00:00")
bounded = settings(
    max_examples=14,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def found() -> Iterator[Counter[tuple[str, str]]]:
    """What became of every action; lives in which nothing happens would prove nothing."""
    counter: Counter[tuple[str, str]] = Counter()
    yield counter
    missing = [
        (action, outcome)
        for action in ACTIONS
        for outcome in ("allowed", "refused", "done")
        if not counter[action, outcome]
    ]
    assert missing == []
    assert sum(number for (_, outcome), number in counter.items() if outcome == "awaited") >= 3


numbers = count()


@bounded
@given(life=LIVES)
async def test_what_is_said_to_be_allowed_is_what_is(
    registry: Registry,
    larkfield: Api,
    otterburn: Api,
    service: ParticipantsService,
    travel: time_machine.Traveller,
    *,
    found: Counter[tuple[str, str]],
    life: list[Step],
) -> None:
    somebody = Life(next(numbers))
    travel.move_to(START, tick=False)
    await registry.apply(*somebody.opening(START))
    told: list[tuple[Api, Verdict]] = []
    for step in life:
        dice = Random(step.pick)
        match step.what:
            case "pass":
                travel.shift(timedelta(days=max(1, step.days)))
            case "act" if allowed := [one for one in told if one[1].allowed]:
                weights = [RARITY[one[1].action] for one in allowed]
                ((api, verdict),) = dice.choices(allowed, weights)
                await carry_out(api, somebody.person, verdict, dice.choice(verdict.wishes))
                found[verdict.action, "done"] += 1
            case "wait" if waiting := [one for one in told if one[1].available_from]:
                api, verdict = dice.choice(waiting)
                await wait_for(travel, api, somebody.person, verdict)
                found[verdict.action, "awaited"] += 1
            case "act" | "wait":
                continue
            case _:
                await registry.feed(somebody.report(step, service.clock.now()))
        told = [
            (api, verdict)
            for api in (larkfield, otterburn)
            for verdict in await hold_to_it(
                api, somebody.person, service.clock.today(), changes=dice.sample(CHANGES, 4)
            )
        ]
        found.update((one.action, "allowed" if one.allowed else "refused") for _, one in told)


async def wait_for(
    travel: time_machine.Traveller, api: Api, person: UUID, verdict: Verdict
) -> None:
    """See that an action is refused in the last second before its day, and passes in the first."""
    assert verdict.available_from is not None
    midnight = datetime.combine(verdict.available_from, datetime.min.time(), LONDON)
    wish = verdict.wishes[0]
    travel.move_to(midnight - timedelta(seconds=1), tick=False)
    refusals(await do(api, person, verdict, wish))
    travel.move_to(midnight, tick=False)
    await carry_out(api, person, verdict, wish)
