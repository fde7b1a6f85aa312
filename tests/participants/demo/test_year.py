"""A year in the invented department, followed by its lead providers through the change feed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from random import Random

import time_machine

from participants_service.app import ParticipantsService
from participants_service.demo.events import demo_acts, demo_events
from participants_service.demo.lead_provider_actions import carry_out
from participants_service.demo.places import invent_cohorts, invent_lead_providers
from shared.feed import Status
from tests.participants.api import Api
from tests.participants.changes import mirror_of_lists, read_changes
from tests.participants.conftest import MakeApi
from tests.participants.follower import Follower, Kept

LAST_DAY = date(2026, 11, 24)
FIRST_DAY = LAST_DAY - timedelta(days=365)
PEOPLE = 150
EVENING = time(18, 30, tzinfo=UTC)


def days() -> Iterator[date]:
    day = FIRST_DAY
    while day < LAST_DAY:
        yield day
        day += timedelta(days=1)


async def new_follower(api: Api, rng: Random) -> Follower:
    """Begin as somebody who comes late: most of what has happened is no longer kept."""
    answer = await read_changes(api)
    assert answer.status == 410
    follower = Follower(api, rng)
    follower.kept = Kept(
        position=answer.body["meta"]["position"], mirror=await mirror_of_lists(api)
    )
    return follower


async def test_a_copy_that_followed_a_year_is_what_the_lists_have(
    service: ParticipantsService, make_api: MakeApi, travel: time_machine.Traveller
) -> None:
    """Every day has its events and the acts of lead providers, and its midnight.

    Nobody runs the daily tick: whoever reads first after a midnight brings about what it changes.
    """
    rng = Random(LAST_DAY.toordinal())
    events = list(demo_events(today=LAST_DAY, people=PEOPLE))
    by_day = {
        date.fromisoformat(day): list(some)
        for day, some in groupby(events, key=lambda event: event["occurred_at"][:10])
    }
    acts = demo_acts(today=LAST_DAY, people=PEOPLE)

    async def goes_by(day: date) -> int:
        travel.move_to(datetime.combine(day, EVENING))
        results = await service.feed.apply(by_day.get(day, []))
        assert {result.status for result in results} <= {Status.APPLIED}, results
        done = [act for act in acts if act.acted_at.date() == day]
        return await carry_out(done, pool=service.pool, actions=service.actions)

    acted = sum([await goes_by(day) for day in sorted(by_day) if day < FIRST_DAY])
    lead_providers = invent_lead_providers(invent_cohorts(LAST_DAY), seed=20)
    apis = [await make_api(one.id) for one in lead_providers]
    followers = [await new_follower(api, rng) for api in apis]
    begun = [follower.kept.position for follower in followers]
    for number, day in enumerate(days()):
        acted += await goes_by(day)
        # Some look every day, and some when they think of it.
        for place, follower in enumerate(followers):
            if place == 0 or rng.random() < 0.3:
                await follower.catch_up(rng.choice((3, 50, 1000)))
        if number % 60 == 59:
            await followers[0].catch_up()
            assert followers[0].kept.mirror == await mirror_of_lists(apis[0])
    for api, follower, first in zip(apis, followers, begun, strict=True):
        await follower.catch_up()
        assert follower.kept.mirror == await mirror_of_lists(api)
        positions = [position for position, _ in follower.kept.applied]
        assert positions == list(range(first + 1, follower.kept.position + 1))
        # A year in which nothing happens would prove nothing.
        assert len(positions) > 20
    assert acted == len(acts)
    assert await service.upkeep.check() == []
