"""Whoever follows the journal misses nothing, whatever others do to it meanwhile."""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from random import Random
from typing import Any

import time_machine

from participants_service.app import ParticipantsService
from participants_service.services.registry import EVENT_TYPES, RegistrySession
from participants_service.views.provider_views import ProviderViews
from shared.clock import Clock
from shared.database import Connection, Pool
from shared.feed import FeedEngine
from shared.feed.events import Status
from shared.http.errors import UNAVAILABLE
from shared.metrics import Metrics
from tests.conftest import PARTICIPANTS, runtime_pool
from tests.participants.api import Api
from tests.participants.changes import EVERY_COHORT, LISTS, Mirror, mirror_of_lists, read_list
from tests.participants.conftest import MakeApi
from tests.participants.follower import Follower
from tests.participants.handlers.test_actions import act
from tests.participants.people import (
    DELIVERY_PARTNER,
    FENBROOK,
    LARKFIELD,
    OTTERBURN,
    SALTMARSH,
    known,
    moment,
)
from tests.participants.places import delivery_partner, school
from tests.participants.registry import COHORTS, Registry, ect, event, mentor, partnership
from tests.participants.views.chance import Chance

WRITERS = 50
THIRD, FOURTH = known("Marsh Lane Training"), known("Quarry Hill Teaching")
LEAD_PROVIDERS = (LARKFIELD, OTTERBURN, THIRD, FOURTH)
# All of them begin training on the day after, which is told when that day begins.
SLEEPERS = 10_000
SCHOOLS = 20
BUSY = [f"Busy {first}{second}" for first in "Abcdefghijkl" for second in "abcdefghijkl"]
ABOUT_FACTS = {"partnership.put", "partnership.rolled_over", "school.put", "uplift.put"}
LISTS_BY_MOMENT: list[tuple[str, str | None]] = [
    ("participant", None),
    ("partnership", None),
    ("participant-transfer", None),
    ("unfunded-mentor", None),
    *(("school", str(year)) for year in EVERY_COHORT),
]
DUSK, MIDNIGHT = moment("2025-10-15T22:59:57"), moment("2025-10-15T23:00:00")


class GaveUpError(Exception):
    """Somebody thought better of it."""


class SlowSession(RegistrySession):
    """A transaction that takes its time, while it holds people and while it holds journals."""

    def __init__(self, conn: Connection, clock: Clock, views: ProviderViews, rng: Random) -> None:
        super().__init__(conn, clock, views)
        self._rng = rng

    async def flush(self) -> None:
        """Wait before everything is written, and afterwards; perhaps give up."""
        await asyncio.sleep(self._rng.random() ** 2 * 2)
        await super().flush()
        await asyncio.sleep(self._rng.random() / 50)
        if self._rng.random() < 0.15:
            raise GaveUpError


class Writer:
    """Somebody who reports facts in long transactions, and somebody who acts on training."""

    def __init__(
        self, number: int, service: ParticipantsService, pool: Pool, apis: list[Api]
    ) -> None:
        self._rng = Random(number)
        self._chance = Chance(number, service.clock.now(), people=BUSY)
        self._apis = apis
        self._engine = FeedEngine(
            pool,
            service.clock,
            Metrics(),
            EVENT_TYPES,
            lambda conn: SlowSession(conn, service.clock, service.views, self._rng),
        )
        self.applied = 0

    async def write(self) -> None:
        """Report something, act, and report something again."""
        await self._report()
        action = self._rng.choice(("defer", "withdraw", "resume"))
        reason = {} if action == "resume" else {"reason": "other"}
        answer = await act(
            self._rng.choice(self._apis), action, known(self._rng.choice(BUSY)), **reason
        )
        assert answer.status in {200, 404, 422}, answer
        self.applied += answer.status == 200
        await self._report()

    async def _report(self) -> None:
        events = [self._event() for _ in range(self._rng.choice((1, 1, 2)))]
        # Whoever reports over HTTP would be told 503, with nothing applied.
        with suppress(GaveUpError, *UNAVAILABLE):
            results = await self._engine.apply(events)
            self.applied += sum(result.status is Status.APPLIED for result in results)

    def _event(self) -> dict[str, Any]:
        """Invent something about people; whoever changes facts waits for everybody else."""
        while True:
            event = self._chance.report()
            if event["type"] not in ABOUT_FACTS:
                return event


class ListFollower:
    """A client without the feed: it asks each list for what has changed since it last asked."""

    def __init__(self, api: Api, rng: Random) -> None:
        self.mirror: Mirror = {}
        self._since: dict[tuple[str, str | None], str] = {}
        self._api = api
        self._rng = rng

    async def follow(self, finished: asyncio.Event) -> None:
        """Ask again and again."""
        while not finished.is_set():
            await self.ask()
            await asyncio.sleep(self._rng.random())

    async def ask(self) -> None:
        """Ask once for everything, from the greatest moment seen in each list on."""
        for resource, cohort in LISTS_BY_MOMENT:
            query = "sort=updated_at"
            if cohort is not None:
                query += f"&filter[cohort]={cohort}"
            since = self._since.get((resource, cohort))
            if since is not None:
                query += f"&filter[updated_since]={since}"
            async for record, text in read_list(self._api, LISTS[resource], query):
                self.mirror[resource, record["id"], cohort] = text
                self._since[resource, cohort] = record["attributes"]["updated_at"]


async def open_schools(registry: Registry) -> list[dict[str, Any]]:
    """Report two more lead providers, and schools with one for each; return who trains there."""
    await registry.apply(
        *(
            event("lead_provider.put", lead_provider_id=one, name=f"LP {one}", cohorts=COHORTS)
            for one in (THIRD, FOURTH)
        ),
        delivery_partner(
            DELIVERY_PARTNER,
            "Fenland Teaching Hub",
            pairings=[(one, cohort) for one in LEAD_PROVIDERS for cohort in COHORTS],
        ),
        *(
            partnership(one, school_urn=place.urn, cohort=cohort)
            for one in LEAD_PROVIDERS[:3]
            for place in (FENBROOK, SALTMARSH)
            for cohort in (2024, 2025)
        ),
        *(
            ect(name, lead_provider_id=LEAD_PROVIDERS[number % 3])
            for number, name in enumerate(BUSY[5:])
        ),
        *(mentor(name, lead_provider_id=OTTERBURN) for name in BUSY[:5]),
    )
    trained = []
    for number in range(SCHOOLS):
        urn, lead_provider_id = f"91{number:04}", LEAD_PROVIDERS[number % len(LEAD_PROVIDERS)]
        await registry.apply(
            school(school_id=known(urn), urn=urn, name=f"School {urn}"),
            partnership(lead_provider_id, school_urn=urn),
        )
        trained.append({"school_urn": urn, "lead_provider_id": lead_provider_id})
    return trained


async def test_followers_that_are_stopped_again_and_again_have_everything_once(
    registry: Registry,
    make_api: MakeApi,
    *,
    service: ParticipantsService,
    participants_url: str,
    travel: time_machine.Traveller,
) -> None:
    trained = await open_schools(registry)
    sleepers = [f"Sleeper {number}" for number in range(SLEEPERS)]
    results = await service.feed.apply(
        [
            ect(name, started_on="2025-10-16", **trained[number % len(trained)])
            for number, name in enumerate(sleepers)
        ]
    )
    assert {result.status for result in results} == {Status.APPLIED}
    apis = [replace(await make_api(one), looks_at_schemas=False) for one in LEAD_PROVIDERS]
    followers = [Follower(api, Random(number)) for number, api in enumerate(apis)]
    list_followers = [ListFollower(api, Random(number)) for number, api in enumerate(apis)]
    finished = asyncio.Event()
    travel.move_to(DUSK, tick=True)
    async with (
        asyncio.timeout(300),
        runtime_pool(participants_url, PARTICIPANTS, size=WRITERS) as pool,
        asyncio.TaskGroup() as following,
    ):
        writers = [Writer(number, service, pool, apis) for number in range(WRITERS)]
        for follower, list_follower in zip(followers, list_followers, strict=True):
            following.create_task(follower.follow(finished))
            following.create_task(list_follower.follow(finished))
        try:
            async with asyncio.TaskGroup() as writing:
                for writer in writers:
                    writing.create_task(writer.write())
                writing.create_task(change_facts(service))
                writing.create_task(tick_after_midnight(service))
        finally:
            finished.set()

    told: Counter[str] = Counter()
    for api, follower, list_follower in zip(apis, followers, list_followers, strict=True):
        assert follower.restarts > 10
        await follower.catch_up()
        await list_follower.ask()
        lists = await mirror_of_lists(api)
        assert follower.kept.mirror == lists
        by_moment = {key: text for key, text in lists.items() if key[0] != "delivery-partner"}
        assert {key: list_follower.mirror.get(key) for key in by_moment} == by_moment
        # The end of a journal has a name too, and then there is nothing to send.
        for _ in range(2):
            assert await follower.step(1000)
        assert follower.spared > 0
        positions = [position for position, _ in follower.kept.applied]
        assert positions == list(range(1, follower.kept.position + 1))
        told.update(key[1] for _, key in follower.kept.applied)
    # Each of them is told of when they are registered, and when their training begins.
    assert {told[str(known(name))] for name in sleepers} == {2}
    assert sum(writer.applied for writer in writers) > WRITERS / 2


async def change_facts(service: ParticipantsService) -> None:
    """Rename what everybody sees, and give somebody a partnership that others wait for."""
    for fact in (
        school(name="Fenbrook School"),
        delivery_partner(
            DELIVERY_PARTNER,
            "Fenland Hub",
            pairings=[(one, cohort) for one in LEAD_PROVIDERS for cohort in COHORTS],
        ),
        partnership(FOURTH, school_urn=SALTMARSH.urn),
    ):
        await apply_at_last(service, fact)


async def apply_at_last(service: ParticipantsService, fact: dict[str, Any]) -> None:
    """Report a fact as the registry does, which sends again what was answered 503."""
    async with asyncio.timeout(60):
        while True:
            # Facts wait for all writers; a login of the service's own waits for five seconds.
            with suppress(*UNAVAILABLE):
                (result,) = await service.feed.apply([fact])
                assert result.status is Status.APPLIED, result
                return


async def tick_after_midnight(service: ParticipantsService) -> None:
    """Do what operators do, beside everybody who reads."""
    until_then = MIDNIGHT - service.clock.real_now()
    await asyncio.sleep(max(0.0, until_then.total_seconds()))
    await service.upkeep.tick()
