from datetime import timedelta

import pytest
import time_machine

from tests.trainees.api import TRAINEES_PATH, Api
from tests.trainees.domain.payloads import make_data
from tests.trainees.lists import NOBODY, change, get_page, ids_of, register_many, somebody
from tests.trainees.registry import SALTBURN
from trainees_service.app import TraineesService


async def ids(api: Api, query: str = "") -> list[str]:
    """Return who is on a page; nobody is a 404 of its own."""
    page = await get_page(api, query)
    if page.answer.status == 404:
        assert page.answer.faults == NOBODY
        return []
    return page.ids


async def test_a_list_answers_whole_trainees(wexmoor: Api) -> None:
    registered = await wexmoor.register(make_data(disability1="51"))
    answer = await wexmoor.call("GET", TRAINEES_PATH)
    assert answer.status == 200
    assert answer.body == {
        "data": [registered],
        "meta": {"current_page": 1, "total_pages": 1, "total_count": 1, "per_page": 50},
    }
    assert "Link" not in answer.headers


async def test_an_empty_list_is_not_found(wexmoor: Api) -> None:
    answer = await wexmoor.call("GET", TRAINEES_PATH)
    assert (answer.status, answer.body) == (
        404,
        {"errors": [{"error": "NotFound", "message": "No trainees found"}]},
    )


async def test_head_answers_without_a_body(wexmoor: Api) -> None:
    await register_many(wexmoor, 2)
    path = f"{TRAINEES_PATH}?per_page=1"
    head, get = await wexmoor.call("HEAD", path), await wexmoor.call("GET", path)
    assert (head.status, head.body) == (200, None)
    for name in ("Content-Length", "ETag", "Link"):
        assert head.headers[name] == get.headers[name]


async def test_pages_are_counted(wexmoor: Api) -> None:
    e, d, c, b, a = await register_many(wexmoor, 5)
    for query, expected, number in (
        ("per_page=2", [a, b], 1),
        ("per_page=2&page=1", [a, b], 1),
        ("per_page=2&page=2", [c, d], 2),
        ("per_page=2&page=03", [e], 3),
        ("per_page=2&page=0", [a, b], 1),
        ("per_page=2&page=-4", [a, b], 1),
        ("per_page=2&page=two", [a, b], 1),
        ("page=2&per_page=1&per_page=2", [c, d], 2),
    ):
        page = await get_page(wexmoor, query)
        assert page.ids == expected, query
        assert page.meta == {
            "current_page": number,
            "total_pages": 3,
            "total_count": 5,
            "per_page": 2,
        }
    for query in ("per_page=2&page=4", "page=2", f"page={'9' * 40}&per_page=1000"):
        assert (await get_page(wexmoor, query)).answer.faults == NOBODY, query


@pytest.mark.parametrize(
    ("sent", "used"),
    [
        ("", 50),
        ("1", 1),
        ("51", 51),
        ("1000", 1000),
        ("1001", 1000),
        ("9" * 40, 1000),
        ("0", 50),
        ("-1", 50),
        ("many", 50),
    ],
)
async def test_a_page_has_as_many_as_wanted_within_bounds(
    wexmoor: Api, sent: str, used: int
) -> None:
    await register_many(wexmoor, 2)
    page = await get_page(wexmoor, f"per_page={sent}")
    assert page.meta["per_page"] == used
    assert len(page.ids) == min(used, 2)


async def test_a_page_has_fifty_unless_asked(wexmoor: Api) -> None:
    registered = await register_many(wexmoor, 51)
    first, second = await get_page(wexmoor), await get_page(wexmoor, "page=2")
    assert [len(page.ids) for page in (first, second)] == [50, 1]
    assert ids_of([first, second]) == registered[::-1]


async def test_the_latest_change_comes_first_or_last(
    wexmoor: Api, service: TraineesService
) -> None:
    a, b, c, d = await register_many(wexmoor, 4)
    assert await ids(wexmoor) == [d, c, b, a]
    assert await ids(wexmoor, "sort_order=desc") == [d, c, b, a]
    assert await ids(wexmoor, "sort_order=asc") == [a, b, c, d]
    await change(service, [b], first_names="Rowan")
    assert await ids(wexmoor) == [b, d, c, a]
    assert await ids(wexmoor, "sort_order=asc") == [a, c, d, b]


async def test_changes_of_one_moment_are_told_apart_by_id(
    wexmoor: Api, service: TraineesService
) -> None:
    registered = await register_many(wexmoor, 6)
    await change(service, registered, first_names="Rowan")
    found = await ids(wexmoor)
    assert sorted(found) == sorted(registered)
    assert await ids(wexmoor, "sort_order=asc") == found[::-1]
    pages = [await ids(wexmoor, f"per_page=1&page={number}") for number in range(1, 7)]
    assert [each for page in pages for each in page] == found


async def test_a_list_is_of_one_cycle(wexmoor: Api) -> None:
    (this_year,) = await register_many(wexmoor, 1)
    last_year = (await wexmoor.register(somebody(1, itt_start_date="2025-09-01")))["trainee_id"]
    started_late = (
        await wexmoor.register(
            somebody(2, itt_start_date="2025-09-01", trainee_start_date="2026-08-01")
        )
    )["trainee_id"]
    assert await ids(wexmoor) == [started_late, this_year]
    assert await ids(wexmoor, "academic_cycle=2026") == [started_late, this_year]
    assert await ids(wexmoor, "academic_cycle=2025") == [last_year]
    assert await ids(wexmoor, "academic_cycle=2024") == []


@pytest.mark.parametrize(
    ("now", "found"),
    [("2026-07-31T23:59:59Z", 0), ("2026-08-01", 1), ("2027-07-31", 1), ("2027-08-01", 0)],
)
async def test_the_cycle_is_that_of_the_callers_clock(wexmoor: Api, now: str, found: int) -> None:
    await register_many(wexmoor, 1)
    assert len(await ids(wexmoor.at(now))) == found
    assert len(await ids(wexmoor.at(now), "academic_cycle=2026")) == 1


async def test_on_a_day_in_no_cycle_nobody_is_found(wexmoor: Api) -> None:
    await register_many(wexmoor, 1)
    assert await ids(wexmoor.at("2031-08-01")) == []
    assert await ids(wexmoor.at("1999-01-01")) == []
    assert len(await ids(wexmoor.at("2031-08-01"), "academic_cycle=2026")) == 1


async def test_who_starts_in_no_known_cycle_is_never_listed(
    wexmoor: Api, service: TraineesService
) -> None:
    (registered,) = await register_many(wexmoor, 1)
    await change(service, [registered], trainee_start_date="2014-09-01")
    for query in ("", "academic_cycle=2015", "academic_cycle=2030"):
        assert await ids(wexmoor, query) == []
    assert await ids(wexmoor.at("2031-08-01")) == []


STATES = (
    "submitted_for_trn",
    "trn_received",
    "recommended_for_award",
    "awarded",
    "deferred",
    "withdrawn",
)
AHEAD = {"submitted_for_trn", "trn_received", "recommended_for_award", "awarded"}
UNDER_WAY = {"submitted_for_trn", "trn_received", "recommended_for_award"}


@pytest.mark.parametrize(
    ("today", "not_started", "in_training"),
    [
        pytest.param("2026-11-23T23:59:59.999Z", AHEAD, set(), id="the day before"),
        pytest.param("2026-11-24T00:00:00Z", set(), UNDER_WAY, id="the day"),
        pytest.param("2026-11-25", set(), UNDER_WAY, id="the day after"),
    ],
)
async def test_a_status_is_of_state_and_start(
    wexmoor: Api,
    service: TraineesService,
    today: str,
    not_started: set[str],
    in_training: set[str],
) -> None:
    registered = await register_many(wexmoor, len(STATES), itt_start_date="2026-11-24")
    state_of = dict(zip(registered, STATES, strict=True))
    for trainee_id, state in state_of.items():
        await change(service, [trainee_id], state=state)
    found = {
        status: {state_of[each] for each in await ids(wexmoor.at(today), f"status={status}")}
        for status in (
            "course_not_yet_started",
            "in_training",
            "deferred",
            "awarded",
            "withdrawn",
        )
    }
    assert found == {
        "course_not_yet_started": not_started,
        "in_training": in_training,
        "deferred": {"deferred"},
        "awarded": {"awarded"},
        "withdrawn": {"withdrawn"},
    }
    both = await ids(wexmoor.at(today), "status[]=in_training&status%5B%5D=withdrawn&status=")
    assert {state_of[each] for each in both} == in_training | {"withdrawn"}


async def test_since_includes_its_very_moment_as_it_is_shown(
    wexmoor: Api, travel: time_machine.Traveller
) -> None:
    registered = []
    for number in range(3):
        travel.shift(timedelta(microseconds=1700))
        registered.append(await wexmoor.register(somebody(number)))
    a, b, c = (each["trainee_id"] for each in registered)
    shown = [each["updated_at"] for each in registered]
    assert shown == [f"2026-11-24T10:30:00.00{digit}Z" for digit in (1, 3, 5)]
    for since, expected in (
        (shown[0], [c, b, a]),
        (shown[1], [c, b]),
        (shown[2], [c]),
        ("2026-11-24T10:30:00.004Z", [c]),
        ("2026-11-24T10:30:00.006Z", []),
        ("2026-11-24T11:30:00.005%2B01:00", [c]),
        ("2026-11-24T11:30:00.005+01:00", [c]),
        ("2026-11-24", [c, b, a]),
        ("2026-11-25", []),
        ("0001-01-01", [c, b, a]),
        ("9999-12-31T23:59:59.999999Z", []),
    ):
        assert await ids(wexmoor, f"since={since}") == expected, since
    assert await ids(wexmoor, f"since={shown[1]}&sort_order=asc") == [b, c]


async def test_with_or_without_a_trn(wexmoor: Api, service: TraineesService) -> None:
    a, b, c = await register_many(wexmoor, 3)
    await change(service, [b], trn="4471902")
    assert await ids(wexmoor, "has_trn=true") == [b]
    assert await ids(wexmoor, "has_trn=false") == [c, a]
    assert await ids(wexmoor, "has_trn=") == [b, c, a]


async def test_filters_are_combined_and_counted(wexmoor: Api, service: TraineesService) -> None:
    registered = await register_many(wexmoor, 6)
    await change(service, registered[:4], state="deferred")
    await change(service, registered[2:], trn="4471902")
    page = await get_page(wexmoor, "status=deferred&has_trn=true&per_page=1")
    assert page.meta["total_count"] == 2
    assert await ids(wexmoor, "status=deferred&has_trn=true&academic_cycle=2025") == []


async def test_blank_parameters_and_unknown_ones_are_ignored(wexmoor: Api) -> None:
    (registered,) = await register_many(wexmoor, 1)
    blank = "academic_cycle=&status=&status[]=&since=&has_trn=&page=&per_page=&sort_order=%20"
    for query in (blank, "text_search=x&page[before]=y&draft", "&&=&;", "%00=%00&%ED%A0%80=%ff"):
        assert await ids(wexmoor, query) == [registered], query


async def test_a_provider_sees_its_own_trainees_alone(
    wexmoor: Api, saltburn: Api, service: TraineesService
) -> None:
    ours, theirs = await register_many(wexmoor, 2), await register_many(saltburn, 3)
    await change(service, theirs, SALTBURN, state="deferred", trn="4471902")
    assert set(await ids(wexmoor)) == set(ours)
    assert set(await ids(saltburn)) == set(theirs)
    for query in ("status=deferred", "has_trn=true"):
        assert await ids(wexmoor, query) == []
        assert len(await ids(saltburn, query)) == 3


async def test_a_discarded_trainee_is_listed_no_more(
    wexmoor: Api, service: TraineesService
) -> None:
    a, b = await register_many(wexmoor, 2)
    await change(service, [b], discarded_at="2026-11-24T10:30:00Z")
    page = await get_page(wexmoor)
    assert (page.ids, page.meta["total_count"]) == ([a], 1)
