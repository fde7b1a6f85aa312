"""Random histories: however they are cut into transactions, they end the same."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

import asyncpg
import pytest
from aiohttp.test_utils import TestClient, TestServer

from shared.auth.tokens import Scope
from shared.database import Pool
from shared.feed import Result, Status
from tests.conftest import TRAINEES, Templates, runtime_pool
from tests.trainees.api import Api
from tests.trainees.conftest import make_token
from tests.trainees.domain.payloads import make_somebody
from tests.trainees.registry import (
    SALTBURN,
    WEXMOOR,
    award_confirmed,
    discarded,
    provider_put,
    reinstated,
    school_put,
    trn_assigned,
    withdrawal_undone,
)
from tests.trainees.standing import defer, recommend, withdraw
from trainees_service.app import TraineesService, create_service
from trainees_service.domain.trainees import Trainee
from trainees_service.settings import TraineesSettings, TrnAllocation
from trainees_service.storage.keys import key_of
from trainees_service.storage.trainees import select_trainees

EVENTS = 150
STRANGER = "z" * 24
# What happens to each of twelve trainees before the history begins; `None` gives them a TRN.
BEGINNINGS = (
    *((), (), (None,), (None,)),
    *((None, recommend), (None, recommend), (defer,), (None, defer)),
    *((withdraw,), (None, withdraw), (defer, withdraw), (None, defer, withdraw)),
)

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a history left behind."""

    results: list[Result]
    trainees: list[Trainee]
    rows: list[asyncpg.Record]
    wrong_views: list[Any]


def invented_events(rng: Random, trainee_ids: Sequence[str]) -> Iterator[Event]:
    """Yield likely and unlikely reports on the trainees, and now and then a reference fact."""
    ends = ("2026-08-31", "2026-09-01", "2027-12-31", "2028-07-09")
    reports: dict[Callable[[str], Event], int] = {
        lambda one: trn_assigned(one, str(rng.randrange(1_000_000, 1_000_016))): 9,
        award_confirmed: 6,
        reinstated: 4,
        lambda one: reinstated(one, itt_end_date=rng.choice(ends)): 4,
        withdrawal_undone: 4,
        lambda _: school_put("901001", name=rng.choice(("Fenbrook High", "Heron Lake School"))): 2,
        lambda _: provider_put(ukprn=rng.choice(("10990001", "10990009"))): 1,
    }
    for number in range(EVENTS):
        # Those who are discarded end the story, so it is let run for a while.
        reports[discarded] = 2 if number > EVENTS / 2 else 0
        (report,) = rng.choices(list(reports), list(reports.values()))
        yield report(rng.choice([*trainee_ids, STRANGER]))


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[TraineesService]:
    """Open the service on a database, and leave that alone again."""
    settings = TraineesSettings(trn_allocator=TrnAllocation.FEED, rate_limit="off")
    async with runtime_pool(url, TRAINEES) as pool, create_service(settings, pool) as service:
        yield service


async def begin(service: TraineesService) -> list[str]:
    """Register the trainees and bring them to where the history finds them; return their ids."""
    await service.feed.apply([provider_put(), provider_put(SALTBURN, ukprn="10990002")])
    placed = {"placements_attributes": [{"urn": "901001", "name": "Own words"}]}
    trainee_ids = []
    async with TestClient(TestServer(service.apps.public)) as client:
        apis = [
            Api(client, await make_token(service.pool, provider_id, Scope.PROVIDER))
            for provider_id in (WEXMOOR, SALTBURN)
        ]
        for number, changes in enumerate(BEGINNINGS):
            api = apis[number % 2]
            trainee_id = (await api.register(make_somebody(number, **placed)))["trainee_id"]
            trainee_ids.append(trainee_id)
            for change in changes:
                if change is None:
                    trn = str(2_000_000 + number)
                    await service.feed.apply([trn_assigned(trainee_id, trn)])
                else:
                    await change(api, trainee_id)
    return trainee_ids


async def outcome(service: TraineesService, events: Sequence[Event], *, at_once: int) -> Outcome:
    """Feed a history to a service, some events at a time."""
    results: list[Result] = []
    for start in range(0, len(events), at_once):
        results += await service.feed.apply(events[start : start + at_once])
    return Outcome(
        results,
        await trainees(service.pool),
        await rows(service.pool),
        await service.upkeep.check(),
    )


async def trainees(pool: Pool) -> list[Trainee]:
    """Return everybody, even those who were discarded."""
    async with pool.acquire() as conn:
        found = await conn.fetch("SELECT provider_id, trainee_id FROM trainees ORDER BY 1, 2")
        return await select_trainees(conn, [key_of(row) for row in found])


async def rows(pool: Pool) -> list[asyncpg.Record]:
    """Return what no trainee's record shows: numbers, withdrawals that were undone, tombstones."""
    async with pool.acquire() as conn:
        return [
            *await conn.fetch("SELECT trn, provider_id, trainee_id FROM trns ORDER BY trn"),
            *await conn.fetch(
                "SELECT trainee_id, state_before, undone_at, undone_comment FROM withdrawals"
                " ORDER BY trainee_id, position"
            ),
            *await conn.fetch(
                "SELECT provider_id, resource_id FROM changes WHERE op = 'deleted' ORDER BY 1, 2"
            ),
        ]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.usefixtures("travel")
async def test_a_history_ends_the_same_however_it_is_cut_into_transactions(
    templates: Templates, seed: int
) -> None:
    outcomes = []
    async with templates.clone(TRAINEES) as beginning:
        async with opened(beginning) as service:
            trainee_ids = await begin(service)
        events = list(invented_events(Random(seed), trainee_ids))
        for at_once in (1, 7, EVENTS):
            async with templates.copy(beginning) as url, opened(url) as service:
                outcomes.append(await outcome(service, events, at_once=at_once))
    singly, *others = outcomes
    assert others == [singly, singly]
    assert singly.wrong_views == []
    applied = {
        event["type"]
        for event, result in zip(events, singly.results, strict=True)
        if result.status is Status.APPLIED
    }
    assert {event["type"] for event in events} == applied
