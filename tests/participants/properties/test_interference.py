"""What only others are concerned with leaves every answer and the journal as they were."""

import random
from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest
import time_machine

from participants_service.domain.partnerships import LeadProviderId
from tests.conftest import Templates
from tests.participants.conftest import NOON
from tests.participants.handlers.test_actions import act
from tests.participants.people import LARKFIELD, OTTERBURN, WINTERSETT
from tests.participants.properties.endpoints import Answers, answers, private
from tests.participants.properties.others import ACTIONS, Others, wish
from tests.participants.properties.three_providers import (
    LEAD_PROVIDERS,
    World,
    numbered,
    opening,
    three_lead_providers,
)
from tests.participants.registry import ect, mentor
from tests.participants.views.chance import MENTORS, PEOPLE, Chance

STEPS = 12


class Told(NamedTuple):
    """What a lead provider has been told from time to time, how much moved, and others did."""

    answers: list[Answers]
    journal: Sequence[Any]
    moved: int
    deeds_of_others: int


async def told(
    templates: Templates,
    travel: time_machine.Traveller,
    reader: LeadProviderId,
    *,
    seed: int,
    with_others: bool,
) -> Told:
    """Tell a history in which the reader has a part, with or without what is nothing to it."""
    travel.move_to(NOON)
    second = next(one for one in LEAD_PROVIDERS if one != reader)
    shared = Chance(f"shared {seed}", NOON, lead_providers=(reader, second))
    others = Others(seed, NOON, reader)
    dice = random.Random(f"reader {seed}")
    seen, deeds = [], 0
    async with three_lead_providers(templates) as world:
        await world.registry.apply(*opening(reader, second, NOON))
        await world.registry.apply(
            *numbered(
                [
                    *(
                        ect(name, lead_provider_id=(reader, second)[len(name) % 2])
                        for name in PEOPLE
                    ),
                    *(mentor(name, lead_provider_id=None) for name in MENTORS),
                ],
                "people",
            )
        )
        begun = len(await _journal(world, reader))
        for step in range(STEPS):
            now = shared.passes()
            travel.move_to(now)
            others.moves_to(now)
            await world.service.upkeep.tick()
            if with_others:
                deeds += sum([await others.happen(world) for _ in range(4)])
            await world.registry.feed(
                *numbered([shared.report_on_people() for _ in range(5)], f"shared {step}")
            )
            await something_done(world, reader, dice)
            if with_others:
                deeds += await others.happen(world)
            if step % 3 == 2:
                seen.append(private(await answers(world.apis[reader])))
        journal = await _journal(world, reader)
    return Told(seen, journal, len(journal) - begun, deeds)


async def _journal(world: World, reader: LeadProviderId) -> list[tuple[object, ...]]:
    """Leave out transfers, as from what is answered."""
    return [one for one in await world.journal(reader) if one[0] != "participant-transfer"]


async def something_done(world: World, reader: LeadProviderId, dice: random.Random) -> None:
    """Let the reader act on somebody it sees."""
    api = world.apis[reader]
    action = dice.choice(ACTIONS)
    person = dice.choice(sorted(await api.ids()))
    answer = await act(api, action, person, **wish(dice, action))
    assert answer.status in {200, 422}, answer


@pytest.mark.parametrize(
    ("reader", "seed"),
    [(LARKFIELD, 0), (OTTERBURN, 1), (WINTERSETT, 2)],
    ids=["larkfield", "otterburn", "wintersett"],
)
async def test_what_is_nothing_to_a_lead_provider_moves_nothing_it_sees(
    templates: Templates,
    travel: time_machine.Traveller,
    reader: LeadProviderId,
    seed: int,
) -> None:
    among_others = await told(templates, travel, reader, seed=seed, with_others=True)
    alone = await told(templates, travel, reader, seed=seed, with_others=False)
    for one, other in zip(among_others.answers, alone.answers, strict=True):
        assert one.keys() == other.keys()
        assert [path for path in one if one[path] != other[path]] == []
    assert among_others.journal == alone.journal
    # Histories in which the others do nothing, or the reader sees nothing move, prove nothing.
    assert among_others.deeds_of_others > STEPS
    assert alone.moved > STEPS / 2
