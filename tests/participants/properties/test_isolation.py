"""Three lead providers with the same people at the same schools, and each sees only its own."""

import random
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
import pytest
import time_machine

from participants_service.domain.partnerships import LeadProviderId
from tests.conftest import Templates
from tests.participants import partnership_refusals, refusals
from tests.participants.api import NOT_FOUND, PARTICIPANTS_PATH, Answer, Api
from tests.participants.conftest import NOON
from tests.participants.handlers.test_actions import act
from tests.participants.people import known
from tests.participants.places import PARTNERSHIPS_PATH, agree, find, replace_partner
from tests.participants.properties.endpoints import (
    DOABLE,
    READABLE,
    Answers,
    answers,
    private,
    records,
)
from tests.participants.properties.three_providers import (
    JOINT,
    LEAD_PROVIDERS,
    NAMES,
    TRANSFERRED,
    World,
    opening,
    three_lead_providers,
)
from tests.participants.properties.verdicts import ACTIONS, CHANGE, CHANGES, RESUME, ask, do, read
from tests.participants.refusals import ACTIVE_ELSEWHERE, DUE_ELSEWHERE
from tests.participants.registry import ect, mentor
from tests.participants.views.chance import MENTORS, PEOPLE, Chance

STEPS = 8
EVERYBODY = {str(known(name)) for name in (*PEOPLE, *MENTORS, JOINT, TRANSFERRED)}
# Every sentence there is for a refusal: none has a place for anybody's data.
SENTENCES = {
    told
    for module in (refusals, partnership_refusals)
    for told in vars(module).values()
    if isinstance(told, tuple)
}

Seen = Mapping[LeadProviderId, Answers]


async def everything(world: World) -> Seen:
    return {one: await answers(api) for one, api in world.apis.items()}


def ids(seen: Answers, path: str) -> set[str]:
    (readable,) = (one for one in READABLE if one.path == path)
    return {record["id"] for record in records(seen, readable)}


async def unknown_to_others(world: World, seen: Seen) -> int:
    """Ask every lead provider for what only others have, to no avail; return how often."""
    asked = 0
    before = await world.state(), {one: await world.journal(one) for one in LEAD_PROVIDERS}
    for one, api in world.apis.items():
        for readable in READABLE:
            all_ids = set().union(*(ids(seen[each], readable.path) for each in LEAD_PROVIDERS))
            if readable.path == PARTICIPANTS_PATH:
                all_ids |= EVERYBODY
            for hidden in sorted(all_ids - ids(seen[one], readable.path)):
                calls = [
                    *(("GET", f"{path}?{readable.queries[0]}", {}) for path in readable.of(hidden)),
                    *(
                        (each.method, each.path.format(id=hidden), _with(each.attributes))
                        for each in DOABLE
                        if each.path.startswith(readable.path)
                    ),
                ]
                for method, path, options in calls:
                    assert (await api.call(method, path, **options)).problem == NOT_FOUND, path
                    asked += 1
    after = await world.state(), {one: await world.journal(one) for one in LEAD_PROVIDERS}
    assert after == before
    return asked


def _with(attributes: Mapping[str, str]) -> Mapping[str, Any]:
    return {"json": {"data": {"type": "anything", "attributes": attributes}}}


def hold_nothing_of_others(seen: Seen) -> None:
    """See that no answer names another lead provider, or anybody but whom it may."""
    for one, told in seen.items():
        text = b" ".join(private(told).values()).decode()
        for other in set(LEAD_PROVIDERS) - {one}:
            assert str(other) not in text
            assert NAMES[other] not in text
        participants = [*records(told, READABLE[0])]
        assert {each["id"] for each in participants} <= EVERYBODY | ANCHORS
        may_be_named = {each["id"] for each in participants}
        for each in participants:
            attributes = each["attributes"]
            may_be_named |= {
                gone["from_participant_id"] for gone in attributes["participant_id_changes"]
            }
            may_be_named |= {
                gone["to_participant_id"] for gone in attributes["participant_id_changes"]
            }
            may_be_named |= {enrolment["mentor_id"] for enrolment in attributes["ecf_enrolments"]}
        assert [each for each in EVERYBODY - may_be_named if each in text] == []


ANCHORS = {
    str(known(f"Anchor {urn}{cohort}")) for urn in ("900417", "900533") for cohort in (2024, 2025)
}


async def something_done(api: Api, dice: random.Random) -> Answer:
    """Let a lead provider do something that may be refused."""
    kind = dice.random()
    if kind < 0.15:
        return await agree(api, cohort=dice.choice(("2024", "2025")))
    if kind < 0.3:
        mine = await find(api, PARTNERSHIPS_PATH)
        return await replace_partner(api, dice.choice(mine)["id"], UUID(int=dice.randrange(3)))
    person = UUID(dice.choice(sorted(await api.ids())))
    verdicts = read(await ask(api, person))
    verdict = dice.choice([one for one in verdicts if one.allowed] or verdicts)
    if not verdict.allowed or kind > 0.8:
        return await act(api, dice.choice(ACTIONS), person, **CHANGES[0], reason="other")
    return await do(api, person, verdict, dice.choice(verdict.wishes))


def hold_to_what_others_may_notice(before: Answers, after: Answers) -> int:
    """Allow an action to change nothing for others, except what they may do with the same person.

    Where two have trained the same person, the training of one stands in the way of the other's:
    of taking it up again, and of another schedule for who goes on elsewhere.
    """
    assert before.keys() == after.keys()
    noticed = [path for path in before if before[path] != after[path]]
    for path in noticed:
        assert "/available-actions" in path, path
        for one, other in zip(_verdicts(before[path]), _verdicts(after[path]), strict=True):
            if one == other:
                continue
            reasons = {*one.reasons, *other.reasons}
            assert one.action in {RESUME, CHANGE}
            if one.action == CHANGE or one.allowed is not other.allowed:
                assert reasons & {ACTIVE_ELSEWHERE, DUE_ELSEWHERE}
    return len(noticed)


def _verdicts(content: bytes) -> list[Any]:
    return read(Answer(200, orjson.loads(content), {}))


@pytest.mark.parametrize("seed", range(2))
async def test_everybody_sees_and_changes_their_own_only(
    templates: Templates, travel: time_machine.Traveller, seed: int
) -> None:
    chance = Chance(f"three {seed}", NOON, lead_providers=LEAD_PROVIDERS)
    dice = random.Random(seed)
    asked = done = refused = 0
    async with three_lead_providers(templates) as world:
        await world.registry.apply(
            *opening(LEAD_PROVIDERS[seed], LEAD_PROVIDERS[seed + 1], NOON),
            *(
                ect(name, lead_provider_id=LEAD_PROVIDERS[number % 3])
                for number, name in enumerate(PEOPLE)
            ),
            *(
                mentor(name, lead_provider_id=LEAD_PROVIDERS[number])
                for number, name in enumerate(MENTORS)
            ),
        )
        for step in range(STEPS):
            travel.move_to(chance.passes())
            await world.registry.feed(*(chance.report_on_people() for _ in range(3)))
            acting = dice.choice(LEAD_PROVIDERS)
            before = await everything(world)
            answer = await something_done(world.apis[acting], dice)
            after = await everything(world)
            if answer.status == 200:
                done += 1
            else:
                told = {(one["title"], one["detail"]) for one in answer.body["errors"]}
                assert (answer.status, told - SENTENCES) == (422, set())
                refused += 1
                assert after[acting] == before[acting]
            for other in set(LEAD_PROVIDERS) - {acting}:
                hold_to_what_others_may_notice(private(before[other]), private(after[other]))
            hold_nothing_of_others(after)
            if step % 4 == 3:
                asked += await unknown_to_others(world, after)
    # Histories in which everybody is seen by all, or nothing is done, prove nothing.
    assert asked > 100
    assert done >= 2
    assert refused >= 2
