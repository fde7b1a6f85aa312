"""Events that come together: they build on each other, and each is applied once."""

import asyncio
from collections import Counter
from itertools import permutations
from typing import Any

from structlog.testing import capture_logs

from tests.trainees.api import Api
from tests.trainees.domain.payloads import make_data, make_somebody
from tests.trainees.registry import (
    Registry,
    award_confirmed,
    discarded,
    provider_put,
    reinstated,
    school_put,
    trn_assigned,
    withdrawal_undone,
)
from tests.trainees.standing import defer, recommend, withdraw
from trainees_service.app import TraineesService

Results = list[str | tuple[str, str]]


async def fed(registry: Registry, *events: dict[str, Any]) -> Results:
    """Feed events; return the status of each, or the code and pointer of its one fault."""
    results: Results = []
    for result in await registry.feed(*events):
        if result["status"] == "rejected":
            (fault,) = result["errors"]
            results.append((fault["code"], fault["pointer"]))
        else:
            results.append(result["status"])
    return results


async def registered(api: Api, count: int) -> list[str]:
    return [(await api.register(make_somebody(number)))["trainee_id"] for number in range(count)]


NOT_NOW = ("not_allowed_now", "/data/trainee_id")


async def test_each_event_finds_what_those_before_it_have_left(
    wexmoor: Api, registry: Registry, service: TraineesService
) -> None:
    new, ready, deferred, gone = await registered(wexmoor, 4)
    await registry.apply(trn_assigned(ready, "1000001"))
    await recommend(wexmoor, ready)
    await defer(wexmoor, deferred)
    await withdraw(wexmoor, gone)
    results = await fed(
        registry,
        trn_assigned(new, "1000002"),
        award_confirmed(new),
        award_confirmed(ready),
        award_confirmed(ready),
        reinstated(deferred),
        trn_assigned(deferred, "1000003"),
        reinstated(deferred),
        withdrawal_undone(gone),
        withdrawal_undone(gone),
        discarded(gone),
        discarded(gone),
        trn_assigned(gone, "1000004"),
    )
    assert results == [
        *("applied", NOT_NOW),
        *("applied", NOT_NOW),
        *("applied", "applied", NOT_NOW),
        *("applied", NOT_NOW, "applied", NOT_NOW, NOT_NOW),
    ]
    states = [(await wexmoor.get(each)).data["state"] for each in (new, ready, deferred)]
    assert states == ["trn_received", "awarded", "trn_received"]
    assert (await wexmoor.get(gone)).status == 404
    async with service.pool.acquire() as conn:
        undone = await conn.fetchval("SELECT undone_comment FROM withdrawals")
    assert undone == "Withdrawn by mistake."
    assert await service.upkeep.check() == []


async def test_a_number_goes_to_whom_it_is_given_first(wexmoor: Api, registry: Registry) -> None:
    """And that is known without asking the database, which would spoil the whole transaction."""
    for number, order in enumerate(permutations(range(3))):
        trainees = [
            (await wexmoor.register(make_somebody(number * 3 + each)))["trainee_id"]
            for each in range(3)
        ]
        trn = f"100000{number}"
        with capture_logs() as logs:
            results = await fed(registry, *(trn_assigned(trainees[each], trn) for each in order))
        assert "feed chunk split" not in {log["event"] for log in logs}
        assert results == ["applied", *[("trn_taken", "/data/trn")] * 2]
        trns = [(await wexmoor.get(trainee_id)).data["trn"] for trainee_id in trainees]
        assert [trns[each] for each in order] == [trn, None, None]


async def test_the_first_number_is_the_one_that_is_kept(wexmoor: Api, registry: Registry) -> None:
    first, second = await registered(wexmoor, 2)
    results = await fed(
        registry,
        trn_assigned(first, "1000001"),
        trn_assigned(first, "1000002"),
        trn_assigned(first, "1000001"),
        trn_assigned(second, "1000002"),
    )
    assert results == ["applied", ("not_allowed_now", "/data/trn"), "applied", "applied"]
    trns = [(await wexmoor.get(each)).data["trn"] for each in (first, second)]
    assert trns == ["1000001", "1000002"]


async def test_a_refused_event_takes_no_number(wexmoor: Api, registry: Registry) -> None:
    first, second = await registered(wexmoor, 2)
    results = await fed(registry, discarded(first), trn_assigned(first), trn_assigned(second))
    assert results == ["applied", NOT_NOW, "applied"]
    assert (await wexmoor.get(second)).data["trn"] == "4471902"


async def test_registers_may_change_along_with_trainees(
    wexmoor: Api, saltburn: Api, registry: Registry, service: TraineesService
) -> None:
    placed = {"placements_attributes": [{"urn": "901001", "name": "Own words"}]}
    here, elsewhere = [
        (await api.register(make_somebody(number, **placed)))["trainee_id"]
        for number, api in enumerate((wexmoor, saltburn))
    ]
    nowhere = (await saltburn.register(make_somebody(2)))["trainee_id"]
    await registry.apply(
        trn_assigned(here, "1000001"),
        trn_assigned(nowhere, "1000002"),
        school_put("901001", name="Fenbrook High"),
        discarded(elsewhere),
        provider_put(ukprn="10990009"),
    )
    record = (await wexmoor.get(here)).data
    assert (record["trn"], record["ukprn"]) == ("1000001", "10990009")
    assert record["placements"][0]["name"] == "Fenbrook High"
    assert (await saltburn.get(elsewhere)).status == 404
    assert (await saltburn.get(nowhere)).data["trn"] == "1000002"
    async with service.pool.acquire() as conn:
        entries = await conn.fetch("SELECT resource_id, op FROM changes ORDER BY position")
    assert Counter(map(tuple, entries)) == {
        (here, "upsert"): 2,
        (nowhere, "upsert"): 2,
        (elsewhere, "upsert"): 1,
        (elsewhere, "deleted"): 1,
    }
    assert await service.upkeep.check() == []


async def test_what_changes_twice_is_journalled_once(
    wexmoor: Api, registry: Registry, service: TraineesService
) -> None:
    deferred, also = await registered(wexmoor, 2)
    await defer(wexmoor, deferred)
    async with service.pool.acquire() as conn:
        head = await conn.fetchval("SELECT max(position) FROM changes")
        await registry.apply(
            trn_assigned(deferred, "1000001"),
            trn_assigned(also, "1000002"),
            reinstated(deferred),
        )
        entries = await conn.fetch(
            "SELECT position - $1, resource_id, op FROM changes WHERE position > $1 ORDER BY 1",
            head,
        )
    # What happens at once is told in the order of ids.
    assert [tuple(entry) for entry in entries] == [
        (place, trainee_id, "upsert")
        for place, trainee_id in enumerate(sorted((deferred, also)), start=1)
    ]


async def test_an_event_counts_once_however_often_it_comes(
    wexmoor: Api, registry: Registry, service: TraineesService
) -> None:
    (trainee_id,) = await registered(wexmoor, 1)
    await withdraw(wexmoor, trainee_id)
    event = withdrawal_undone(trainee_id)
    answers = await asyncio.gather(*(fed(registry, event) for _ in range(8)))
    assert Counter(status for (status,) in answers) == {"applied": 1, "duplicate": 7}
    seen = (await wexmoor.get(trainee_id)).data
    await withdraw(wexmoor, trainee_id)
    assert await fed(registry, event, trn_assigned(trainee_id), event) == [
        "duplicate",
        "applied",
        "duplicate",
    ]
    assert seen["state"] == "submitted_for_trn"
    assert (await wexmoor.get(trainee_id)).data["state"] == "withdrawn"
    assert await service.upkeep.check() == []


async def test_an_id_stands_for_one_event(wexmoor: Api, registry: Registry) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    event = trn_assigned(trainee_id)
    await registry.apply(event)
    for other in (
        trn_assigned(trainee_id, "4471903"),
        discarded(trainee_id),
    ):
        reused = other | {"event_id": event["event_id"]}
        assert await registry.refuse(reused) == [("event_id_reused", "/event_id")]
    assert await fed(registry, event) == ["duplicate"]
