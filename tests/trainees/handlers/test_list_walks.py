"""Walks through a list by its links, and the cursors they go by."""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import product
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from tests.trainees.api import TRAINEES_PATH, Api
from tests.trainees.lists import (
    NOBODY,
    change,
    get_page,
    ids_of,
    register_many,
    walk,
)
from tests.trainees.registry import SALTBURN
from trainees_service.app import TraineesService
from trainees_service.domain.identifiers import TraineeId
from trainees_service.domain.list_cursors import (
    ListCursor,
    Place,
    Walk,
    list_digest,
    read_cursor,
)
from trainees_service.domain.list_queries import ListQuery

DISCARDED = "2026-11-24T10:30:00Z"


def parameters_of(link: str | None) -> dict[str, str]:
    assert link is not None
    assert urlsplit(link).path == TRAINEES_PATH
    return dict(parse_qsl(urlsplit(link).query, strict_parsing=True))


def cursor_of(link: str | None) -> ListCursor:
    cursor = read_cursor(parameters_of(link)["page[after]"])
    assert cursor is not None
    return cursor


def refused(text: str) -> tuple[int, dict[str, Any]]:
    message = "Validation failed: 1 error prohibited this request being run"
    return 422, {"message": message, "errors": {"page[after]": [text]}}


async def test_a_walk_comes_to_everybody_and_counts_its_pages(wexmoor: Api) -> None:
    registered = await register_many(wexmoor, 7)
    for query, expected in (
        ("per_page=3", registered[::-1]),
        ("per_page=3&sort_order=asc", registered),
        ("per_page=7", registered[::-1]),
    ):
        pages = await walk(wexmoor, query)
        assert ids_of(pages) == expected
        size = pages[0].meta["per_page"]
        total = -(-7 // size)
        assert [page.meta for page in pages] == [
            {"current_page": n, "total_pages": total, "total_count": 7, "per_page": size}
            for n in range(1, total + 1)
        ]


async def test_a_walk_may_begin_at_any_page(wexmoor: Api) -> None:
    registered = await register_many(wexmoor, 7)
    pages = await walk(wexmoor, "per_page=2&page=2")
    assert ids_of(pages) == registered[::-1][2:]
    assert [page.meta["current_page"] for page in pages] == [2, 3, 4]


async def test_the_link_names_the_same_list(wexmoor: Api, service: TraineesService) -> None:
    registered = await register_many(wexmoor, 4)
    await change(service, registered, state="deferred", trn="4471902")
    link = (await get_page(wexmoor, "per_page=1")).next
    parameters = parameters_of(link)
    assert list(parameters) == ["academic_cycle", "per_page", "page[after]"]
    assert (parameters["academic_cycle"], parameters["per_page"]) == ("2026", "1")
    assert cursor_of(link).page == 2
    query = (
        "per_page=1&page=2&sort_order=asc&has_trn=true&since=2026-11-24T01:00:00%2B01:00"
        "&status[]=awarded&status[]=deferred&text_search=x"
    )
    page = await get_page(wexmoor, query)
    assert page.next is not None
    assert page.next.isascii()
    *parameters_but_one, (name, _) = parse_qsl(urlsplit(page.next).query, strict_parsing=True)
    assert parameters_but_one == [
        ("academic_cycle", "2026"),
        ("status[]", "deferred"),
        ("status[]", "awarded"),
        ("since", "2026-11-24T00:00:00Z"),
        ("has_trn", "true"),
        ("sort_order", "asc"),
        ("per_page", "1"),
    ]
    assert name == "page[after]"
    assert cursor_of(page.next).page == 3
    assert ids_of(await walk(wexmoor, query)) == (await get_page(wexmoor, "sort_order=asc")).ids[1:]


async def test_a_walk_stays_in_the_cycle_in_which_it_began(wexmoor: Api) -> None:
    registered = await register_many(wexmoor, 3)
    link = (await get_page(wexmoor, "per_page=2")).next
    assert link is not None
    answer = await wexmoor.at("2027-08-01").call("GET", link)
    assert [each["trainee_id"] for each in answer.body["data"]] == registered[:1]


async def test_the_cursor_decides_on_the_page(wexmoor: Api) -> None:
    registered = await register_many(wexmoor, 5)
    link = (await get_page(wexmoor, "per_page=2")).next
    answer = await wexmoor.call("GET", f"{link}&page=1")
    assert [each["trainee_id"] for each in answer.body["data"]] == registered[::-1][2:4]
    assert answer.body["meta"]["current_page"] == 2


async def test_a_page_can_be_asked_for_again(wexmoor: Api, service: TraineesService) -> None:
    """A walk that broke off goes on with the link it has."""
    registered = await register_many(wexmoor, 4)
    link = (await get_page(wexmoor, "per_page=2")).next
    assert link is not None
    for name in ("Rowan", "Robin"):
        await change(service, registered[:1], first_names=name)
        answer = await wexmoor.call("GET", link)
        assert [each["trainee_id"] for each in answer.body["data"]] == registered[1::-1]
        assert answer.body["data"][1]["first_names"] == name


async def test_a_walk_ends_with_not_found_if_nobody_is_left(
    wexmoor: Api, service: TraineesService
) -> None:
    registered = await register_many(wexmoor, 3)
    link = (await get_page(wexmoor, "per_page=2")).next
    assert link is not None
    await change(service, registered[:1], discarded_at=DISCARDED)
    assert (await wexmoor.call("GET", link)).faults == NOBODY


async def test_who_comes_back_is_not_met_twice(wexmoor: Api, service: TraineesService) -> None:
    registered = await register_many(wexmoor, 4)
    link = (await get_page(wexmoor, "per_page=2")).next
    assert link is not None
    for trainee_id in (registered[0], registered[3]):
        await change(service, [trainee_id], discarded_at=DISCARDED)
        await change(service, [trainee_id], discarded_at=None, first_names="Rowan")
    answer = await wexmoor.call("GET", link)
    assert [each["trainee_id"] for each in answer.body["data"]] == [registered[1]]


@pytest.mark.parametrize(
    "cursor", ["x", "A" * 96, "%00" * 96, "%ED%A0%80", "=" * 96, "x" * 6000, "%2B" * 96]
)
async def test_what_is_not_a_cursor_is_refused(wexmoor: Api, cursor: str) -> None:
    answer = await wexmoor.call("GET", f"{TRAINEES_PATH}?page[after]={cursor}")
    assert (answer.status, answer.body) == refused("is not a valid cursor")


@pytest.mark.parametrize(
    "other", ["has_trn=false", "sort_order=asc", "per_page=3", "academic_cycle=2025"]
)
async def test_a_cursor_of_another_list_is_refused(wexmoor: Api, other: str) -> None:
    await register_many(wexmoor, 4)
    cursor = cursor_of((await get_page(wexmoor, "per_page=2")).next)
    answer = await wexmoor.call("GET", f"{TRAINEES_PATH}?per_page=2&{other}&page[after]={cursor}")
    assert (answer.status, answer.body) == refused("belongs to a list with other parameters")


async def test_a_walk_expires_with_the_journal(wexmoor: Api, service: TraineesService) -> None:
    registered = await register_many(wexmoor, 5)
    pages = [await get_page(wexmoor, "per_page=2")]
    link = pages[0].next
    assert link is not None
    async with service.pool.acquire() as conn:
        # All that the walk does not need is gone, and nothing has happened since it began.
        await conn.execute("DELETE FROM changes WHERE position <= 5")
        assert (await wexmoor.call("GET", link)).status == 200
        await change(service, registered[:1], first_names="Rowan")
        await change(service, registered[:1], first_names="Robin")
        assert (await wexmoor.call("GET", link)).status == 200
        await conn.execute("DELETE FROM changes WHERE position <= 6")
    answer = await wexmoor.call("GET", link)
    assert (answer.status, answer.body) == refused("has expired")
    fresh = await walk(wexmoor, "per_page=2")
    assert set(ids_of(fresh)) == set(registered)


async def test_a_cursor_from_ahead_of_the_journal_is_refused(
    wexmoor: Api, service: TraineesService
) -> None:
    """As after the loss of a database whose copy is a little older."""
    await register_many(wexmoor, 4)
    link = (await get_page(wexmoor, "per_page=2")).next
    assert link is not None
    async with service.pool.acquire() as conn:
        await conn.execute("DELETE FROM changes WHERE position = 4")
        await conn.execute("UPDATE journal_heads SET position = 3")
    answer = await wexmoor.call("GET", link)
    assert (answer.status, answer.body) == refused("has expired")


async def test_another_providers_cursor_shows_nothing_of_it(wexmoor: Api, saltburn: Api) -> None:
    await register_many(wexmoor, 5)
    link = (await get_page(wexmoor, "per_page=2")).next
    assert link is not None
    answer = await saltburn.call("GET", link)
    assert (answer.status, answer.body) == refused("has expired")
    theirs = set(await register_many(saltburn, 6))
    answer = await saltburn.call("GET", link)
    assert {each["trainee_id"] for each in answer.body["data"]} <= theirs


async def test_a_forged_cursor_can_do_no_harm(
    wexmoor: Api, saltburn: Api, service: TraineesService
) -> None:
    registered = await register_many(wexmoor, 4)
    theirs = await register_many(saltburn, 2)
    await change(service, registered[:2], first_names="Rowan")
    await change(service, registered[:1], first_names="Robin")
    await change(service, theirs, SALTBURN, first_names="Rowan")
    genuine = cursor_of((await get_page(wexmoor, "per_page=2")).next)
    moments = (
        datetime.min.replace(tzinfo=UTC),
        genuine.walk.moment,
        datetime.max.replace(tzinfo=UTC),
    )
    statuses: Counter[int] = Counter()
    for order, size, position, (moment, last_moment), last_id, (page, count) in product(
        ("desc", "asc"),
        ("2", "50"),
        (0, genuine.walk.position, 2**62 - 1),
        [(a, b) for a, b in product(moments, moments) if b <= a],
        (registered[1], theirs[0], "z" * 24),
        ((2, 0), (2**31 - 1, 2**32 - 1)),
    ):
        pairs = [("per_page", size), ("sort_order", order)]
        cursor = ListCursor(
            walk=Walk(position=position, moment=moment, total_count=count),
            last=Place(moment=last_moment, trainee_id=TraineeId(last_id)),
            page=page,
            digest=list_digest(ListQuery.read(pairs, today=date(2026, 11, 24)).parameters),
        )
        found = await get_page(wexmoor, urlencode([*pairs, ("page[after]", str(cursor))]))
        statuses[found.answer.status] += 1
        if found.answer.status == 200:
            assert len(set(found.ids)) == len(found.ids)
            assert set(found.ids) <= set(registered)
    assert set(statuses) == {200, 404, 422}
