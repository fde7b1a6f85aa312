from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.trainees.api import Api
from tests.trainees.changes import (
    DISCARD,
    RENAME,
    RESTORE,
    change,
    entries_of,
    execute,
    key,
    read_changes,
)
from tests.trainees.conftest import NOW
from tests.trainees.domain.payloads import make_data
from tests.trainees.registry import SALTBURN
from trainees_service.app import TraineesService


async def register(api: Api, number: int) -> dict[str, Any]:
    return await api.register(
        make_data(first_names=f"T{chr(97 + number)}", email=f"t{number}@post.example")
    )


async def stored_body(service: TraineesService, trainee_id: str) -> bytes:
    body: bytes = await service.pool.fetchval(
        "SELECT body FROM trainee_views WHERE trainee_id = $1", trainee_id
    )
    return body


async def positions(api: Api, query: str = "") -> list[int]:
    return [entry.position for entry in entries_of(await read_changes(api, query))]


async def test_an_empty_journal_has_nothing_to_tell(wexmoor: Api) -> None:
    for query in ("", "after=0", "after=&limit=1000"):
        answer = await read_changes(wexmoor, query)
        assert answer.status == 200
        assert answer.raw == b'{"data":[],"meta":{"position":0,"has_more":false}}'
    assert (await read_changes(wexmoor, "after=1")).status == 410


async def test_an_entry_is_sent_with_the_bytes_of_the_record(
    wexmoor: Api, service: TraineesService, travel: time_machine.Traveller
) -> None:
    travel.shift(timedelta(milliseconds=7, microseconds=999))
    trainee_id = (await wexmoor.register(make_data(last_name='Ørsted "李"')))["trainee_id"]
    answer = await read_changes(wexmoor)
    assert answer.raw == (
        b'{"data":[{"position":1,"resource":"trainee","id":"%b","op":"upsert",'
        b'"changed_at":"2026-11-24T10:30:00.007Z","record":%b}],'
        b'"meta":{"position":1,"has_more":false}}'
    ) % (trainee_id.encode(), await stored_body(service, trainee_id))
    assert answer.body["data"][0]["record"] == (await wexmoor.get(trainee_id)).data


async def test_every_entry_has_the_record_as_it_is_now(
    wexmoor: Api, service: TraineesService, travel: time_machine.Traveller
) -> None:
    registered = await wexmoor.register(make_data())
    trainee_id = registered["trainee_id"]
    travel.shift(timedelta(seconds=1))
    await change(service, RENAME, key(trainee_id))
    answer = await read_changes(wexmoor)
    now = (await wexmoor.get(trainee_id)).data
    assert now != registered
    assert [each["record"] for each in answer.body["data"]] == [now, now]
    assert [each["changed_at"] for each in answer.body["data"]] == [
        registered["updated_at"],
        now["updated_at"],
    ]


@pytest.mark.parametrize(
    ("query", "expected", "has_more"),
    [
        pytest.param("", [1, 2, 3, 4, 5], False, id="from the beginning"),
        pytest.param("after=0", [1, 2, 3, 4, 5], False, id="before the first"),
        pytest.param("after=2", [3, 4, 5], False, id="the rest"),
        pytest.param("after=5", [], False, id="at the head"),
        pytest.param("limit=4", [1, 2, 3, 4], True, id="one is left"),
        pytest.param("limit=5", [1, 2, 3, 4, 5], False, id="exactly all"),
        pytest.param("limit=1000", [1, 2, 3, 4, 5], False, id="more than all"),
        pytest.param("after=1&limit=2", [2, 3], True, id="from the middle"),
        pytest.param("after=3&limit=2", [4, 5], False, id="up to the head"),
        pytest.param("after=4&limit=1", [5], False, id="the last one"),
        pytest.param("after=9&after=3&after=", [4, 5], False, id="the last that says something"),
        pytest.param("limit=x&limit=1", [1], True, id="the last limit"),
    ],
)
async def test_pages(wexmoor: Api, *, query: str, expected: list[int], has_more: bool) -> None:
    for number in range(5):
        await register(wexmoor, number)
    answer = await read_changes(wexmoor, query)
    assert [entry.position for entry in entries_of(answer)] == expected
    assert answer.body["meta"] == {"position": 5, "has_more": has_more}


async def test_the_usual_page_has_a_hundred_entries(wexmoor: Api, service: TraineesService) -> None:
    registered = [key((await register(wexmoor, number))["trainee_id"]) for number in range(4)]
    for _ in range(25):
        await change(service, RENAME, *registered)
    answer = await read_changes(wexmoor)
    assert len(answer.body["data"]) == 100
    assert answer.body["meta"] == {"position": 104, "has_more": True}
    assert await positions(wexmoor, "after=100") == [101, 102, 103, 104]


async def test_each_provider_has_positions_of_its_own(
    wexmoor: Api, saltburn: Api, service: TraineesService
) -> None:
    ours = [(await register(wexmoor, number))["trainee_id"] for number in range(2)]
    theirs = (await register(saltburn, 0))["trainee_id"]
    await change(service, RENAME, key(ours[0]), key(theirs, SALTBURN))
    expected = [(1, ours[0]), (2, ours[1]), (3, ours[0])]
    assert [entry[:2] for entry in entries_of(await read_changes(wexmoor))] == expected
    assert [entry[:2] for entry in entries_of(await read_changes(saltburn))] == [
        (1, theirs),
        (2, theirs),
    ]
    assert (await read_changes(saltburn, "after=3")).body["meta"] == {"position": 2}


async def test_whoever_is_gone_has_no_record_in_any_entry(
    wexmoor: Api, service: TraineesService
) -> None:
    gone, stays = [(await register(wexmoor, number))["trainee_id"] for number in range(2)]
    await change(service, RENAME, key(gone))
    await change(service, DISCARD, key(gone))
    assert entries_of(await read_changes(wexmoor)) == [
        (1, gone, "upsert", None),
        (2, stays, "upsert", await stored_body(service, stays)),
        (3, gone, "upsert", None),
        (4, gone, "deleted", None),
    ]


async def test_a_tombstone_stays_one_when_the_record_comes_back(
    wexmoor: Api, service: TraineesService
) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    await change(service, DISCARD, key(trainee_id))
    await change(service, RESTORE, key(trainee_id))
    body = await stored_body(service, trainee_id)
    assert entries_of(await read_changes(wexmoor)) == [
        (1, trainee_id, "upsert", body),
        (2, trainee_id, "deleted", None),
        (3, trainee_id, "upsert", body),
    ]


async def test_what_is_rolled_back_never_happened(wexmoor: Api, service: TraineesService) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    async with service.pool.acquire() as conn:
        transaction = conn.transaction()
        await transaction.start()
        await execute(conn, RENAME, [key(trainee_id)])
        await service.views.refresh_keys(conn, [key(trainee_id)])
        await transaction.rollback()
    assert await positions(wexmoor) == [1]
    await change(service, RENAME, key(trainee_id))
    assert await positions(wexmoor) == [1, 2]


@pytest.mark.parametrize(
    ("query", "message", "problems"),
    [
        pytest.param(
            "after=-1", "1 error", {"after": ["-1 is not a valid position"]}, id="a position"
        ),
        pytest.param(
            "limit=1001",
            "1 error",
            {"limit": ["1001 is not a number from 1 to 1000"]},
            id="a limit",
        ),
        pytest.param(
            "limit=0&after=%C3%A9%00&limit=ten",
            "2 errors",
            {
                "after": ["é\0 is not a valid position"],
                "limit": ["ten is not a number from 1 to 1000"],
            },
            id="both",
        ),
        pytest.param(
            "after=%FF", "1 error", {"after": ["\ufffd is not a valid position"]}, id="no text"
        ),
    ],
)
async def test_parameters_that_say_nothing_are_refused(
    wexmoor: Api, query: str, message: str, problems: dict[str, list[str]]
) -> None:
    answer = await read_changes(wexmoor, query)
    assert answer.status == 422
    assert answer.body == {
        "message": f"Validation failed: {message} prohibited this request being run",
        "errors": problems,
    }


@pytest.mark.parametrize("after", ["2", "1000", f"{2**63 - 1}", f"{2**63}", "9" * 28, "9" * 4000])
async def test_a_position_that_is_not_there_yet_is_refused(wexmoor: Api, after: str) -> None:
    await wexmoor.register(make_data())
    answer = await read_changes(wexmoor, f"after={after}")
    message = (
        "There is no such position yet: the last one is 1. If you were given it, read all "
        "trainees with GET /trainees, academic cycle by academic cycle, then ask for what has "
        "happened after 1."
    )
    assert answer.faults == (410, "Gone", [message])
    assert answer.body["meta"] == {"position": 1}


@pytest.mark.parametrize(
    ("later", "status"),
    [
        pytest.param(timedelta(days=89), 200, id="the day before"),
        pytest.param(timedelta(days=90), 200, id="the day"),
        pytest.param(timedelta(days=90, microseconds=1), 410, id="a moment later"),
        pytest.param(timedelta(days=91), 410, id="the day after"),
    ],
)
async def test_changes_are_read_for_ninety_days(
    wexmoor: Api, travel: time_machine.Traveller, later: timedelta, status: int
) -> None:
    """And whoever has read them is never too late, however long nothing happens."""
    await register(wexmoor, 0)
    travel.move_to(NOW + timedelta(days=30))
    await register(wexmoor, 1)
    travel.move_to(NOW + later)
    assert (await read_changes(wexmoor)).status == status
    assert await positions(wexmoor, "after=1") == [2]
    travel.move_to(NOW + timedelta(days=30) + later)
    assert (await read_changes(wexmoor, "after=1")).status == status
    assert (await read_changes(wexmoor)).status == 410
    assert await positions(wexmoor, "after=2") == []


async def test_a_forgotten_past_is_said_to_be_gone(
    wexmoor: Api, travel: time_machine.Traveller
) -> None:
    await register(wexmoor, 0)
    await register(wexmoor, 1)
    travel.move_to(NOW + timedelta(days=91))
    answer = await read_changes(wexmoor)
    message = (
        "What has happened after position 0 is no longer kept: read all trainees with GET "
        "/trainees, academic cycle by academic cycle, then ask for what has happened after 2."
    )
    assert answer.faults == (410, "Gone", [message])
    assert answer.body["meta"] == {"position": 2}


async def test_a_gap_is_never_passed_over(wexmoor: Api, service: TraineesService) -> None:
    """Entries that were deleted are gone, however young they were."""
    for number in range(4):
        await register(wexmoor, number)
    await service.pool.execute("DELETE FROM changes WHERE position <= 2")
    for after in (0, 1):
        assert (await read_changes(wexmoor, f"after={after}")).status == 410
    assert await positions(wexmoor, "after=2") == [3, 4]
    await service.pool.execute("DELETE FROM changes")
    assert (await read_changes(wexmoor, "after=3")).status == 410
    assert await positions(wexmoor, "after=4") == []


async def test_the_clock_of_a_sandbox_request_does_not_age_the_journal(wexmoor: Api) -> None:
    await wexmoor.register(make_data())
    assert await positions(wexmoor.at("2030-01-01")) == [1]


async def test_a_token_is_asked_for(wexmoor: Api) -> None:
    stranger = Api(wexmoor.client, "nobody")
    for query in ("", "after=x"):
        answer = await read_changes(stranger, query)
        assert (answer.status, answer.body) == (401, {"error": "Unauthorized"})
