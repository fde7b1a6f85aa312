"""What becomes of a trainee's record when the registry reports on it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from tests.trainees.api import Api
from tests.trainees.domain.payloads import make_data, make_somebody
from tests.trainees.registry import (
    SALTBURN,
    WEXMOOR,
    Registry,
    award_confirmed,
    discarded,
    reinstated,
    trn_assigned,
    withdrawal_undone,
)
from tests.trainees.standing import (
    DEFERRAL,
    RECOMMENDATION,
    WITHDRAWAL,
    defer,
    recommend,
    withdraw,
)
from trainees_service.app import TraineesService

REPORTED_AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
REPORTED = REPORTED_AT.isoformat()
NOW_SHOWN = {"updated_at": "2026-11-24T10:31:00.000Z"}


Record = dict[str, Any]
Tell = Callable[..., Awaitable[tuple[Record, Record]]]
Change = Callable[[Api, str], Awaitable[None]]


@pytest.fixture
def tell(wexmoor: Api, registry: Registry, travel: time_machine.Traveller) -> Tell:
    """Report on a trainee a minute later; return the record before and after."""

    async def told(event: dict[str, Any]) -> tuple[Record, Record]:
        before = (await wexmoor.get(event["data"]["trainee_id"])).data
        travel.shift(timedelta(minutes=1))
        await registry.apply(event)
        return before, (await wexmoor.get(event["data"]["trainee_id"])).data

    return told


async def test_a_trn_ends_the_wait_for_it(
    wexmoor: Api, registry: Registry, service: TraineesService, tell: Tell
) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    before, after = await tell(trn_assigned(trainee_id))
    assert after == before | NOW_SHOWN | {"trn": "4471902", "state": "trn_received"}
    assert await service.upkeep.check() == []


@pytest.mark.parametrize(("change", "state"), [(defer, "deferred"), (withdraw, "withdrawn")])
async def test_a_trn_brings_nobody_back(
    wexmoor: Api, tell: Tell, change: Change, state: str
) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    await change(wexmoor, trainee_id)
    before, after = await tell(trn_assigned(trainee_id))
    assert before["state"] == state
    assert after == before | NOW_SHOWN | {"trn": "4471902"}


async def test_the_same_trn_again_changes_nothing(
    wexmoor: Api, registry: Registry, tell: Tell
) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    await registry.apply(trn_assigned(trainee_id))
    for change in (recommend, None):
        before, after = await tell(trn_assigned(trainee_id))
        assert after == before
        if change is not None:
            await change(wexmoor, trainee_id)


@pytest.mark.parametrize("awarded_at", ["2026-11-23T23:59:59.5+01:00", "2026-11-23"])
async def test_an_award_is_shown_from_the_day_the_standards_were_met(
    wexmoor: Api, registry: Registry, tell: Tell, awarded_at: str
) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    await registry.apply(trn_assigned(trainee_id))
    await recommend(wexmoor, trainee_id)
    met_on = RECOMMENDATION["qts_standards_met_date"]
    before, after = await tell(award_confirmed(trainee_id, awarded_at=awarded_at))
    assert after == before | NOW_SHOWN | {
        "state": "awarded",
        "awarded_at": f"{met_on}T00:00:00.000Z",
    }
    assert after["outcome_date"] == met_on


@pytest.mark.parametrize(
    ("trns", "state"), [([], "submitted_for_trn"), (["4471902"], "trn_received")]
)
@pytest.mark.parametrize("end", [None, "2028-07-09", "9999-12-31"])
async def test_a_reinstated_trainee_is_back_in_training(
    wexmoor: Api,
    registry: Registry,
    service: TraineesService,
    tell: Tell,
    *,
    trns: list[str],
    state: str,
    end: str | None,
) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    await defer(wexmoor, trainee_id)
    await registry.apply(*(trn_assigned(trainee_id, trn) for trn in trns))
    event = reinstated(trainee_id, **({} if end is None else {"itt_end_date": end}))
    before, after = await tell(event)
    shown_end = end or before["itt_end_date"]
    assert after == before | NOW_SHOWN | {
        "state": state,
        "reinstate_date": "2026-11-20",
        "itt_end_date": shown_end,
        "expected_end_date": shown_end,
    }
    assert after["defer_date"] == DEFERRAL["defer_date"]
    assert await service.upkeep.check() == []


@pytest.mark.parametrize(
    ("before_it", "trns", "state"),
    [
        pytest.param(None, [], "submitted_for_trn", id="waiting for a TRN"),
        pytest.param(None, ["4471902"], "trn_received", id="the TRN came meanwhile"),
        pytest.param(defer, [], "deferred", id="deferred"),
        pytest.param(defer, ["4471902"], "deferred", id="deferred, the TRN came meanwhile"),
    ],
)
async def test_an_undone_withdrawal_leaves_no_trace_in_what_is_seen(
    wexmoor: Api,
    registry: Registry,
    service: TraineesService,
    tell: Tell,
    *,
    before_it: Change | None,
    trns: list[str],
    state: str,
) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    if before_it is not None:
        await before_it(wexmoor, trainee_id)
    seen_before = (await wexmoor.get(trainee_id)).data
    await withdraw(wexmoor, trainee_id)
    await registry.apply(*(trn_assigned(trainee_id, trn) for trn in trns))
    event = withdrawal_undone(trainee_id, at=REPORTED, comment="\nNot he,\nbut his twin. ")
    withdrawn, after = await tell(event)
    assert withdrawn["withdrawal_reasons"] == WITHDRAWAL["reasons"]
    assert after == seen_before | NOW_SHOWN | {"state": state, "trn": trns[0] if trns else None}
    async with service.pool.acquire() as conn:
        (row,) = await conn.fetch("SELECT undone_at, undone_comment FROM withdrawals")
    assert tuple(row) == (REPORTED_AT, "\nNot he,\nbut his twin. ")
    assert await service.upkeep.check() == []


async def test_who_was_withdrawn_by_mistake_can_be_withdrawn_again(
    wexmoor: Api, registry: Registry, service: TraineesService
) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    for comment in ("Once.", "Twice."):
        await withdraw(wexmoor, trainee_id)
        await registry.apply(withdrawal_undone(trainee_id, comment=comment))
    await withdraw(wexmoor, trainee_id)
    assert (await wexmoor.get(trainee_id)).data["withdrawal_trigger"] == "trainee"
    async with service.pool.acquire() as conn:
        comments = await conn.fetch("SELECT undone_comment FROM withdrawals ORDER BY position")
    assert [row["undone_comment"] for row in comments] == ["Once.", "Twice.", None]


@pytest.mark.parametrize("change", [None, defer, withdraw])
async def test_a_discarded_trainee_is_seen_by_nobody_and_leaves_a_tombstone(
    wexmoor: Api, registry: Registry, service: TraineesService, change: Change | None
) -> None:
    kept, gone = [
        (await wexmoor.register(make_somebody(number)))["trainee_id"] for number in range(2)
    ]
    if change is not None:
        await change(wexmoor, gone)
    seen = (await wexmoor.get(kept)).data
    await registry.apply(discarded(gone, at=REPORTED))
    answer = await wexmoor.get(gone)
    assert answer.faults == (404, "NotFound", ["Trainee(s) not found"])
    assert (await wexmoor.get(kept)).data == seen
    async with service.pool.acquire() as conn:
        record = await conn.fetchrow(
            "SELECT first_names, discarded_at FROM trainees WHERE trainee_id = $1", gone
        )
        tombstone = await conn.fetchrow(
            "SELECT provider_id, resource, resource_id, op FROM changes"
            " ORDER BY position DESC LIMIT 1"
        )
    assert record is not None
    assert tuple(record) == ("Tamsinab", REPORTED_AT)
    assert tombstone is not None
    assert tuple(tombstone) == (WEXMOOR, "trainee", gone, "deleted")
    assert await service.upkeep.check() == []


async def test_a_registration_equal_to_a_discarded_one_is_accepted(
    wexmoor: Api, registry: Registry, service: TraineesService
) -> None:
    first = await wexmoor.register(make_data())
    assert (await wexmoor.post(make_data())).status == 409
    await registry.apply(discarded(first["trainee_id"]))
    second = await wexmoor.register(make_data())
    assert second["trainee_id"] != first["trainee_id"]
    answer = await wexmoor.post(make_data())
    assert (answer.status, answer.body["data"]) == (409, [second])
    await registry.apply(trn_assigned(second["trainee_id"]))
    assert (await wexmoor.get(first["trainee_id"])).status == 404
    assert await service.upkeep.check() == []


async def test_the_number_of_a_discarded_trainee_is_for_the_record_that_stays(
    wexmoor: Api, registry: Registry, service: TraineesService
) -> None:
    first, second, third = [
        (await wexmoor.register(make_somebody(number)))["trainee_id"] for number in range(3)
    ]
    await registry.apply(trn_assigned(first, "4471902"))
    assert await registry.refuse(trn_assigned(second, "4471902")) == [("trn_taken", "/data/trn")]
    await registry.apply(
        discarded(first),
        trn_assigned(second, "4471902"),
        trn_assigned(third, "4471903"),
        discarded(third),
    )
    await registry.apply(discarded(second))
    assert await service.pool.fetch("SELECT trn FROM trns") == []


async def test_trainees_of_several_providers_are_found_by_their_ids(
    wexmoor: Api, saltburn: Api, registry: Registry, service: TraineesService
) -> None:
    ours = (await wexmoor.register(make_data()))["trainee_id"]
    theirs = (await saltburn.register(make_data()))["trainee_id"]
    await registry.apply(trn_assigned(theirs, "4471903"), trn_assigned(ours, "4471902"))
    assert (await wexmoor.get(ours)).data["trn"] == "4471902"
    assert (await saltburn.get(theirs)).data["trn"] == "4471903"
    async with service.pool.acquire() as conn:
        entries = await conn.fetch(
            "SELECT provider_id, position, resource_id, op FROM changes ORDER BY 1, 2"
        )
        numbers = await conn.fetch("SELECT trn, provider_id, trainee_id FROM trns ORDER BY trn")
    assert [tuple(entry) for entry in entries] == [
        (WEXMOOR, 1, ours, "upsert"),
        (WEXMOOR, 2, ours, "upsert"),
        (SALTBURN, 1, theirs, "upsert"),
        (SALTBURN, 2, theirs, "upsert"),
    ]
    assert [tuple(row) for row in numbers] == [
        ("4471902", WEXMOOR, ours),
        ("4471903", SALTBURN, theirs),
    ]


async def test_what_lists_and_duplicates_go_by_does_not_move(
    wexmoor: Api, registry: Registry, service: TraineesService
) -> None:
    """Not even when the end of the course does: the cycle is that of the start."""
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    columns = "SELECT start_cycle, last_name_key, first_name_key, email_key FROM trainees"
    async with service.pool.acquire() as conn:
        before = await conn.fetchrow(columns)
        await defer(wexmoor, trainee_id)
        await registry.apply(
            reinstated(trainee_id, itt_end_date="2029-08-01"), trn_assigned(trainee_id)
        )
        await recommend(wexmoor, trainee_id)
        await registry.apply(award_confirmed(trainee_id), discarded(trainee_id))
        assert await conn.fetchrow(columns) == before


async def test_what_was_said_is_kept(
    wexmoor: Api, registry: Registry, service: TraineesService
) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    await registry.apply(discarded(trainee_id, reason="A test record."))
    async with service.pool.acquire() as conn:
        reason = await conn.fetchval(
            "SELECT data ->> 'reason' FROM feed_events WHERE type = 'trainee.discarded'"
        )
    assert reason == "A test record."
