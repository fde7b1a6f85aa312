"""Random histories: however they are cut into transactions, they end the same."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import asyncpg
import pytest

from shared.database import Pool
from shared.feed import Result, Status
from tests.conftest import TRAINEES, Templates, runtime_pool
from tests.trainees.domain.payloads import make_somebody
from tests.trainees.domain.records import make_trainee
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
from tests.trainees.states import defer, recommend, withdraw
from trainees_service.app import TraineesService, create_service
from trainees_service.domain.identifiers import ProviderId
from trainees_service.domain.trainees import Trainee
from trainees_service.settings import TraineesSettings, TrnAllocation
from trainees_service.storage.trainees import insert_trainee, select_trainees

EVENTS = 150
STRANGER = "z" * 24
PROVIDERS = (ProviderId(WEXMOOR), ProviderId(SALTBURN))
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


def invented_people() -> list[Trainee]:
    placement = {"urn": "901001", "name": "Own words"}
    return [
        replace(
            make_trainee(**make_somebody(number, placements_attributes=[placement])),
            provider_id=PROVIDERS[number % 2],
        )
        for number in range(len(BEGINNINGS))
    ]


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


async def begin(service: TraineesService, people: Sequence[Trainee]) -> None:
    """Bring the trainees to where the history finds them."""
    await service.feed.apply([provider_put(), provider_put(SALTBURN, ukprn="10990002")])
    async with service.pool.acquire() as conn:
        for trainee in people:
            await insert_trainee(conn, trainee)
    await service.upkeep.rebuild()
    for number, (trainee, changes) in enumerate(zip(people, BEGINNINGS, strict=True)):
        for change in changes:
            if change is None:
                await service.feed.apply(
                    [trn_assigned(trainee.trainee_id, str(2_000_000 + number))]
                )
            else:
                await change(service, trainee.trainee_id)


async def outcome(
    templates: Templates, people: Sequence[Trainee], events: Sequence[Event], *, at_once: int
) -> Outcome:
    """Feed a history to a service of its own, some events at a time."""
    settings = TraineesSettings(trn_allocator=TrnAllocation.FEED)
    async with (
        templates.clone(TRAINEES) as url,
        runtime_pool(url, TRAINEES) as pool,
        create_service(settings, pool) as service,
    ):
        await begin(service, people)
        results: list[Result] = []
        for start in range(0, len(events), at_once):
            results += await service.feed.apply(events[start : start + at_once])
        keys = [(one.provider_id, one.trainee_id) for one in people]
        async with pool.acquire() as conn:
            trainees = await select_trainees(conn, keys)
        return Outcome(results, trainees, await rows(pool), await service.upkeep.check())


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
async def test_a_history_ends_the_same_however_it_is_cut_into_transactions(
    templates: Templates, seed: int
) -> None:
    people = invented_people()
    events = list(invented_events(Random(seed), [one.trainee_id for one in people]))
    singly = await outcome(templates, people, events, at_once=1)
    for at_once in (7, EVENTS):
        assert await outcome(templates, people, events, at_once=at_once) == singly
    assert singly.wrong_views == []
    applied = {
        event["type"]
        for event, result in zip(events, singly.results, strict=True)
        if result.status is Status.APPLIED
    }
    assert {event["type"] for event in events} == applied
