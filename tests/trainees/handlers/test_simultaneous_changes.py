"""Several requests about one trainee at once, over real connections."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterable
from typing import Any

import pytest

from tests.trainees.api import Answer, Api
from tests.trainees.domain.payloads import make_data, make_degree
from tests.trainees.registry import Registry, school_put, trn_assigned
from tests.trainees.routes import register_with_all
from tests.trainees.standing import (
    DEFERRAL,
    RECOMMENDATION,
    WITHDRAWAL,
    trainee_in,
)
from tests.trainees.stored import journal_of
from trainees_service.app import TraineesService
from trainees_service.domain.states import TraineeState


async def at_once(calls: Iterable[Coroutine[Any, Any, Answer]]) -> Counter[int]:
    """Make calls together and return how often each status was answered."""
    return Counter([answer.status for answer in await asyncio.gather(*calls)])


async def test_corrections_of_different_members_lose_nothing(
    wexmoor: Api, service: TraineesService
) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    for number in range(20):
        sent = {
            "last_name": f"Okonjo {number}",
            "course_year": str(number),
            "ni_number": f"QQ{number}",
            "disability1": ("58", "57")[number % 2],
            "nationality": ("FR", "NA")[number % 2],
        }
        changes = [{name: value} for name, value in sent.items()]
        assert await at_once(wexmoor.correct(trainee_id, **each) for each in changes) == {200: 5}
        record = (await wexmoor.get(trainee_id)).data
        assert {name: record[name] for name in sent} == sent
    assert await journal_of(service, trainee_id) == 1 + 20 * 5
    assert await service.upkeep.check() == []


async def test_the_same_correction_at_once_is_one_change(
    wexmoor: Api, service: TraineesService
) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    calls = [wexmoor.correct(trainee_id, last_name="Okonjo") for _ in range(10)]
    answers = await asyncio.gather(*calls)
    assert len({str(answer.body) for answer in answers}) == 1
    assert await journal_of(service, trainee_id) == 2


async def test_disabilities_that_are_right_one_by_one_are_judged_together(wexmoor: Api) -> None:
    """Whichever comes second finds the other in the record."""
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    changes = [{"disability1": "58"}, {"disability2": "58"}]
    assert await at_once(wexmoor.correct(trainee_id, **each) for each in changes) == {
        200: 1,
        422: 1,
    }


@pytest.mark.parametrize(
    ("action", "sent", "success"),
    [
        ("defer", DEFERRAL, 200),
        ("withdraw", WITHDRAWAL, 200),
        ("recommend-for-qts", RECOMMENDATION, 202),
    ],
)
async def test_an_action_succeeds_once(
    wexmoor: Api,
    registry: Registry,
    service: TraineesService,
    *,
    action: str,
    sent: dict[str, Any],
    success: int,
) -> None:
    trainee = await trainee_in(TraineeState.TRN_RECEIVED, wexmoor, registry)
    calls = [wexmoor.send("POST", sent, trainee["trainee_id"], action) for _ in range(8)]
    assert await at_once(calls) == {success: 1, 422: 7}
    assert await journal_of(service, trainee["trainee_id"]) == 3


async def test_only_one_of_two_ways_out_is_taken(wexmoor: Api, registry: Registry) -> None:
    for number in range(6):
        trainee = await wexmoor.register(make_data(last_name=f"Okonedo {number}"))
        trainee_id = trainee["trainee_id"]
        await registry.apply(trn_assigned(trainee_id, f"447190{number}"))
        withdrawn, recommended = await asyncio.gather(
            wexmoor.send("POST", WITHDRAWAL, trainee_id, "withdraw"),
            wexmoor.send("POST", RECOMMENDATION, trainee_id, "recommend-for-qts"),
        )
        assert {withdrawn.status, recommended.status} in ({200, 422}, {202, 422})
        record = (await wexmoor.get(trainee_id)).data
        winner = withdrawn if withdrawn.status == 200 else recommended
        assert winner.data == record


async def test_the_same_degree_is_added_once(wexmoor: Api, service: TraineesService) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    for year in range(2000, 2008):
        sent = make_degree(graduation_year=year)
        calls = [wexmoor.send("POST", sent, trainee_id, "degrees") for _ in range(2)]
        assert await at_once(calls) == {201: 1, 409: 1}
    years = [each["graduation_year"] for each in (await wexmoor.get(trainee_id, "degrees")).records]
    assert years == [*range(2000, 2008), 2021]
    assert await service.upkeep.check() == []


async def test_two_degrees_cannot_become_the_same(wexmoor: Api) -> None:
    degrees = [make_degree(grade="02"), make_degree(grade="03")]
    trainee = await wexmoor.register(make_data(degrees_attributes=degrees))
    ids = [degree["degree_id"] for degree in trainee["degrees"]]
    calls = [
        wexmoor.send("PUT", {"grade": "01"}, trainee["trainee_id"], "degrees", each) for each in ids
    ]
    assert await at_once(calls) == {200: 1, 409: 1}


async def test_placements_added_at_once_are_all_there_in_the_order_of_their_positions(
    wexmoor: Api, service: TraineesService
) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    answers = await asyncio.gather(
        *(
            wexmoor.send("POST", {"name": f"Hut {number}"}, trainee_id, "placements")
            for number in range(10)
        )
    )
    added = {answer.data["placement_id"] for answer in answers}
    shown = [each["placement_id"] for each in (await wexmoor.get(trainee_id, "placements")).records]
    async with service.pool.acquire() as conn:
        rows = await conn.fetch("SELECT placement_id, position FROM placements ORDER BY position")
    assert [tuple(row) for row in rows] == list(zip(shown, range(1, 11), strict=True))
    assert (len(added), added) == (10, set(shown))
    assert await service.upkeep.check() == []


async def test_the_last_room_in_a_record_is_taken_once(wexmoor: Api) -> None:
    placements = {"placements_attributes": [{"urn": "900010"}] * 97}
    trainee_id = (await wexmoor.register(make_data(**placements)))["trainee_id"]
    calls = [wexmoor.send("POST", {"name": "x"}, trainee_id, "placements") for _ in range(8)]
    assert await at_once(calls) == {201: 3, 422: 5}


async def test_a_record_removed_at_once_is_removed_once(wexmoor: Api) -> None:
    ids = await register_with_all(wexmoor)
    below = ("placements", ids["placement_id"])
    changes = [wexmoor.send("PUT", {"name": "x"}, ids["trainee_id"], *below) for _ in range(4)]
    removals = [wexmoor.remove(ids["trainee_id"], *below) for _ in range(4)]
    removed, changed = await asyncio.gather(at_once(removals), at_once(changes))
    assert removed == {200: 1, 404: 3}
    assert set(changed) <= {200, 404}
    assert (await wexmoor.get(ids["trainee_id"])).data["placements"] == []


async def test_corrections_while_the_register_changes_leave_no_stale_view(
    wexmoor: Api, registry: Registry, service: TraineesService
) -> None:
    await registry.apply(school_put("901001"), school_put("901002"))
    placed = {"placements_attributes": [{"urn": "901001"}, {"urn": "901003", "name": "Hut"}]}
    trainee = await wexmoor.register(make_data(**placed))
    trainee_id = trainee["trainee_id"]
    below = ("placements", trainee["placements"][0]["placement_id"])
    for number in range(8):
        sent = {"last_name": f"Okonjo {number}", "employing_school_urn": "901001"}
        urn = ("901002", "901001")[number % 2]
        *answers, _ = await asyncio.gather(
            wexmoor.correct(trainee_id, **sent),
            wexmoor.send("PUT", {"urn": urn}, trainee_id, *below),
            wexmoor.send("POST", {"urn": "901003", "name": "Hut"}, trainee_id, "placements"),
            registry.apply(
                school_put("901001", name=f"Fenbrook {number}"),
                school_put("901002", name=f"Heron Lake {number}"),
                *([school_put("901003", name="Queen's Park")] if number == 4 else []),
            ),
        )
        assert [answer.status for answer in answers] == [200, 200, 201]
        record = (await wexmoor.get(trainee_id)).data
        assert record["last_name"] == sent["last_name"]
        first, *others = record["placements"]
        assert first["name"].endswith(str(number))
        assert {each["name"] for each in others} == {"Queen's Park" if number >= 4 else "Hut"}
        assert await service.upkeep.check() == []
    async with service.pool.acquire() as conn:
        entries = await conn.fetch("SELECT position FROM changes ORDER BY position")
    assert [row["position"] for row in entries] == list(range(1, len(entries) + 1))
