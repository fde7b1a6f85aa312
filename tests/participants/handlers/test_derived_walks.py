"""Walks through transfers and unfunded mentors, and the tags of both."""

from collections import Counter
from datetime import timedelta
from itertools import product

import pytest
import time_machine

from tests.participants.api import PARTICIPANTS_PATH, Api
from tests.participants.conftest import NOON
from tests.participants.derived import (
    TRANSFERS_PATH,
    UNFUNDED_MENTORS_PATH,
    leaves,
    looks_after,
    renamed,
)
from tests.participants.lists import (
    ORDERS,
    ask,
    following,
    ids_of,
    is_known,
    tag_of,
    walk,
    walked,
)
from tests.participants.people import OTTERBURN, known
from tests.participants.registry import Registry, ect, mentor, partnership

ECTS = ["Ada Ash", "Ben Birch", "Cai Cedar", "Dot Dogwood"]
MENTORS = ["Tobiah Wrenfield", "Una Vetch", "Vic Willow", "Wyn Yarrow"]
LISTS = (TRANSFERS_PATH, UNFUNDED_MENTORS_PATH)
ONES = (
    f"{PARTICIPANTS_PATH}/{known(ECTS[0])}/transfers",
    f"{UNFUNDED_MENTORS_PATH}/{known(MENTORS[0])}",
)


@pytest.fixture
async def four(registry: Registry, travel: time_machine.Traveller) -> None:
    """Four ECTs who leave, each with an unfunded mentor, an hour apart."""
    await registry.apply(partnership(), partnership(OTTERBURN))
    for hour, (name, mentor_name) in enumerate(zip(ECTS, MENTORS, strict=True)):
        travel.move_to(NOON + timedelta(hours=hour))
        at = f"2025-07-{hour + 1:02}T09:00:00Z"
        await registry.apply(
            ect(name, at=at),
            mentor(mentor_name, at=at, lead_provider_id=OTTERBURN),
            looks_after(mentor_name, name, "2025-10-02"),
            leaves(name, "2025-12-19"),
        )


@pytest.mark.usefixtures("four")
async def test_a_walk_is_the_whole_list_whatever_its_steps(larkfield: Api, otterburn: Api) -> None:
    for path, order in product(LISTS, ORDERS):
        whole = await larkfield.call("GET", f"{path}?sort={order}")
        assert len(ids_of(whole)) == 4
        for size in (1, 3, 4):
            pages = await walk(larkfield, f"{path}?sort={order}&page[per_page]={size}")
            assert [one for page in pages for one in page.body["data"]] == whole.body["data"]
            assert len(pages) == -(-4 // size)
        assert await walked(otterburn, f"{path}?sort={order}") == []


@pytest.mark.usefixtures("four")
async def test_nobody_is_missed_while_people_change(larkfield: Api, registry: Registry) -> None:
    changes = (
        leaves("Ben Birch", "2025-12-12", at="2025-10-02T09:00:00Z"),
        renamed("Una Vetch", "Una Verbena", role="mentor"),
    )
    for path, change in zip(LISTS, changes, strict=True):
        pages = {
            order: await larkfield.call("GET", f"{path}?sort={order}&page[per_page]=1")
            for order in ORDERS
        }
        before = sorted(await walked(larkfield, path))
        await registry.apply(change)
        for order, first in pages.items():
            found = Counter([*ids_of(first), *await walked(larkfield, following(first))])
            assert sorted(found) == before, order
            if "updated_at" not in order:
                assert set(found.values()) == {1}


@pytest.mark.usefixtures("four")
async def test_a_cursor_belongs_to_one_list(larkfield: Api) -> None:
    for path, other in (LISTS, LISTS[::-1]):
        link = following(await larkfield.call("GET", f"{path}?page[per_page]=1"))
        assert (await larkfield.call("GET", link)).status == 200
        assert (await larkfield.call("GET", link.replace(path, other))).status == 400


@pytest.mark.usefixtures("four")
async def test_tags_move_with_what_is_seen(
    larkfield: Api, otterburn: Api, registry: Registry
) -> None:
    tags = {path: await tag_of(larkfield, path) for path in (*LISTS, *ONES)}
    for path, tag in tags.items():
        assert await is_known(larkfield, path, tag)
        assert (await ask(larkfield, path, tag, "HEAD")).status == 304
    for path in ONES:
        assert (await ask(otterburn, path, tags[path])).status == 404
    await registry.apply(leaves(ECTS[0], "2025-12-12", at="2025-10-02T09:00:00Z"))
    assert not await is_known(larkfield, ONES[0], tags[ONES[0]])
    assert await is_known(larkfield, ONES[1], tags[ONES[1]])
    await registry.apply(renamed(MENTORS[0], "Tobiah Wood", role="mentor"))
    assert not await is_known(larkfield, ONES[1], tags[ONES[1]])
    for path in LISTS:
        assert not await is_known(larkfield, path, tags[path])


@pytest.mark.usefixtures("four")
async def test_midnight_is_never_overlooked(
    larkfield: Api, registry: Registry, travel: time_machine.Traveller
) -> None:
    """The next mentor has no view before: it is the calendar that brings it."""
    await registry.apply(
        mentor("Ned Nettle", lead_provider_id=OTTERBURN),
        looks_after("Ned Nettle", ECTS[0], "2025-10-16"),
        leaves(ECTS[1], "2025-10-16", at="2025-10-02T09:00:00Z"),
    )
    transfer = f"{PARTICIPANTS_PATH}/{known(ECTS[1])}/transfers"
    paths = (*LISTS, transfer)
    tags = {path: await tag_of(larkfield, path) for path in paths}
    newcomer = f"{UNFUNDED_MENTORS_PATH}/{known('Ned Nettle')}"
    assert (await ask(larkfield, newcomer, '"x"')).status == 404
    travel.move_to("2025-10-15T23:00:00Z")
    assert (await ask(larkfield, newcomer, '"x"')).status == 200
    for path in paths:
        answer = await ask(larkfield, path, tags[path])
        assert answer.status == 200
        assert await is_known(larkfield, path, await tag_of(larkfield, path))
    assert str(known("Ned Nettle")) in await walked(larkfield, UNFUNDED_MENTORS_PATH)


@pytest.mark.usefixtures("four")
async def test_another_day_can_be_walked_too(larkfield: Api) -> None:
    then = larkfield.at("2026-02-01")
    for path, order in product(LISTS, ORDERS):
        whole = await then.call("GET", f"{path}?sort={order}")
        pages = await walk(then, f"{path}?sort={order}&page[per_page]=2")
        assert [one for page in pages for one in page.body["data"]] == whole.body["data"]
        assert await is_known(then, path, await tag_of(then, path))
