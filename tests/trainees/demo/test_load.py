"""Loading the invented providers and trainees into the service."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
import time_machine

from shared.database import Pool
from shared.feed import Status
from tests.trainees.registry import lead_partner_put
from trainees_service.app import TraineesService
from trainees_service.demo.load import DemoRejectedError, load_demo
from trainees_service.demo.registers import PROVIDERS, DemoProvider
from trainees_service.demo.trainees import demo_trainees
from trainees_service.domain.states import TraineeState
from trainees_service.services.trn_allocation import FreeNumbers, TrnRequests


async def load(service: TraineesService, **settings: Any) -> tuple[DemoProvider, ...]:
    return await load_demo(
        feed=service.feed,
        trainees=service.trainees,
        actions=service.actions,
        clock=service.clock,
        **settings,
    )


async def stored(pool: Pool) -> list[dict[str, Any]]:
    async with pool.acquire() as conn:
        rows = await conn.fetch("SELECT body FROM trainee_views ORDER BY provider_id, trainee_id")
    return [orjson.loads(row["body"]) for row in rows]


async def journal(pool: Pool) -> list[tuple[Any, ...]]:
    async with pool.acquire() as conn:
        rows = await conn.fetch("SELECT * FROM journal_heads ORDER BY provider_id")
    return [tuple(row) for row in rows]


async def test_everybody_is_registered_with_their_provider(service: TraineesService) -> None:
    steps: list[tuple[int, int]] = []
    providers = await load(service, progress=lambda *step: steps.append(step))

    bodies = await stored(service.pool)
    expected = list(demo_trainees(today=date(2026, 11, 24)))
    assert providers == PROVIDERS
    assert {b["email"] for b in bodies} == {t.body["data"]["email"] for t in expected}
    assert {b["ukprn"] for b in bodies} == {provider.ukprn for provider in PROVIDERS}
    assert steps[-1] == (len(expected), len(expected))


async def test_trainees_were_registered_as_their_courses_began(service: TraineesService) -> None:
    await load(service)

    for body in await stored(service.pool):
        created_at = datetime.fromisoformat(body["created_at"])
        start = datetime.fromisoformat(f"{body['itt_start_date']}T00:00:00Z")
        assert created_at > start or created_at == datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
        assert created_at <= datetime.fromisoformat(body["updated_at"])


async def test_known_schools_and_lead_partners_are_linked(service: TraineesService) -> None:
    await load(service)

    bodies = await stored(service.pool)
    addresses = [p["address"] for b in bodies for p in b["placements"] if p["address"]]
    assert any(address.startswith("URN 901") and "AA" in address for address in addresses)
    assert {b["lead_partner_not_applicable"] for b in bodies} == {True, False}
    assert {b["employing_school_not_applicable"] for b in bodies} == {True, False}


async def test_loading_again_changes_nothing(service: TraineesService) -> None:
    await load(service)
    before = await stored(service.pool), await journal(service.pool)

    await load(service)

    assert (await stored(service.pool), await journal(service.pool)) == before


async def test_the_next_academic_cycle_brings_more_people(
    service: TraineesService, travel: time_machine.Traveller
) -> None:
    await load(service)
    before = {body["trainee_id"] for body in await stored(service.pool)}
    travel.move_to(datetime(2027, 8, 2, 9, tzinfo=UTC))

    await load(service)

    after = await stored(service.pool)
    assert before < {body["trainee_id"] for body in after}
    assert len({body["email"] for body in after}) == len(after)


async def test_somebody_stands_in_each_state_with_each_provider(service: TraineesService) -> None:
    await load(service)

    states: dict[str, Counter[str]] = defaultdict(Counter)
    for body in await stored(service.pool):
        states[body["ukprn"]][body["state"]] += 1

    assert len(states) == len(PROVIDERS)
    for counted in states.values():
        assert set(counted) == set(TraineeState)
    assert await service.upkeep.check() == []


async def test_what_has_happened_lies_in_the_past(service: TraineesService) -> None:
    await load(service)

    for body in await stored(service.pool):
        for name in ("recommended_for_award_at", "awarded_at", "defer_date", "withdraw_date"):
            assert (body[name] or "") < "2026-11-24T10:30:01Z", body


async def test_whoever_waits_for_a_trn_is_given_one_by_the_service(
    service: TraineesService,
) -> None:
    await load(service)
    before = {body["trainee_id"]: body["trn"] for body in await stored(service.pool)}
    requests = TrnRequests(
        service.pool, service.clock, service.views, FreeNumbers(), poll_seconds=60
    )

    while await requests.process_batch():
        pass

    after = {body["trainee_id"]: body["trn"] for body in await stored(service.pool)}
    assert None in before.values()
    assert len(set(after.values())) == len(after)
    assert {key: trn for key, trn in before.items() if trn} == {
        key: trn for key, trn in after.items() if before[key]
    }


async def test_a_number_that_somebody_else_has_stops_the_load(service: TraineesService) -> None:
    results = await service.feed.apply([lead_partner_put()])
    assert [result.status for result in results] == [Status.APPLIED]

    with pytest.raises(DemoRejectedError, match=r"1 events of the demo were rejected.*urn_taken"):
        await load(service)
