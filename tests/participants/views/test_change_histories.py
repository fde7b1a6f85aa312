"""Whatever happened: whoever follows the change feed has what the lists have, byte for byte."""

from random import Random

import pytest
import time_machine

from participants_service.app import ParticipantsService
from shared.feed.events import Status
from tests.participants.changes import LISTS, mirror_of_lists
from tests.participants.conftest import MakeApi
from tests.participants.follower import Follower
from tests.participants.people import known
from tests.participants.places import delivery_partner, school
from tests.participants.registry import ect, event, partnership
from tests.participants.registry_feed.histories import (
    COHORTS,
    DELIVERY_PARTNERS,
    LEAD_PROVIDERS,
    SCHOOLS,
    URNS,
    Event,
    History,
)

EVENTS, AT_ONCE = 240, 20
DEPARTMENT = len(LEAD_PROVIDERS) + len(DELIVERY_PARTNERS) + len(SCHOOLS)
# Comes when the others have been there for a while.
NEWCOMER = known("Marsh Lane Training")
NEWCOMER_AFTER = 120
# What random people may or may not be at the end.
MAY_BE_MISSING = {"participant-transfer", "unfunded-mentor"}
HUB, MARSH_URN = known("Marsh Hub"), "900999"


def newcomer(at: str) -> list[Event]:
    """Report a lead provider that finds schools there already, and works with one of its own."""
    return [
        event("lead_provider.put", at, lead_provider_id=NEWCOMER, name="Marsh", cohorts=COHORTS),
        delivery_partner(HUB, "Marsh Hub", at=at, pairings=[(NEWCOMER, one) for one in COHORTS]),
        school(at, school_id=known("Marsh School"), urn=MARSH_URN, name="Marsh School"),
        *(
            partnership(
                NEWCOMER, at=at, cohort=cohort, delivery_partner_id=HUB, school_urn=MARSH_URN
            )
            for cohort in COHORTS
        ),
        ect(
            "Wren Marsh",
            at=at,
            lead_provider_id=NEWCOMER,
            school_urn=MARSH_URN,
            started_on=at[:10],
        ),
    ]


def partnerships(at: str) -> list[Event]:
    """Report what both lead providers agreed with all schools."""
    return [
        partnership(
            one, at=at, school_urn=urn, cohort=cohort, delivery_partner_id=DELIVERY_PARTNERS[0]
        )
        for one in LEAD_PROVIDERS
        for urn in URNS[: len(SCHOOLS)]
        for cohort in COHORTS
    ]


@pytest.mark.parametrize("seed", range(3))
async def test_followers_have_what_the_lists_have(
    make_api: MakeApi,
    *,
    service: ParticipantsService,
    travel: time_machine.Traveller,
    seed: int,
) -> None:
    rng = Random(seed)
    apis = [await make_api(one) for one in (*LEAD_PROVIDERS, NEWCOMER)]
    followers = [Follower(api, rng) for api in apis]
    some = [Follower(api, rng, resources=name) for api in apis[:1] for name in LISTS]
    history = list(History(seed).events(EVENTS))
    # Behind the department: without partnerships nobody sees much of anybody.
    history[DEPARTMENT:DEPARTMENT] = partnerships(history[0]["occurred_at"])
    applied = 0
    for start in range(0, len(history), AT_ONCE):
        events = history[start : start + AT_ONCE]
        now = events[-1]["occurred_at"]
        travel.move_to(now)
        if start == NEWCOMER_AFTER:
            results = await service.feed.apply(newcomer(now))
            assert {result.status for result in results} == {Status.APPLIED}, results
        results = await service.feed.apply(events)
        applied += sum(result.status is Status.APPLIED for result in results)
        there = len(apis) if start >= NEWCOMER_AFTER else len(apis) - 1
        for api, follower in zip(apis[:there], followers, strict=False):
            await follower.catch_up(rng.choice((5, 20, 1000)))
            assert follower.kept.mirror == await mirror_of_lists(api)
        for resource, follower in zip(LISTS, some, strict=True):
            await follower.catch_up(rng.choice((5, 20)))
            assert follower.kept.mirror == {
                key: text for key, text in followers[0].kept.mirror.items() if key[0] == resource
            }
            assert follower.kept.position == followers[0].kept.position
    for follower in followers:
        positions = [position for position, _ in follower.kept.applied]
        assert positions == list(range(1, follower.kept.position + 1))
        # A history in which nothing happens would prove nothing.
        assert {key[0] for key in follower.kept.mirror} >= set(LISTS) - MAY_BE_MISSING
    assert applied > EVENTS / 4
