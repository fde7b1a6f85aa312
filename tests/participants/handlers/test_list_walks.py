"""Walks through lists by their links, while other things happen."""

import random
from collections import Counter
from datetime import timedelta
from itertools import count, product
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine

from tests.participants.api import PARTICIPANTS_PATH, Api
from tests.participants.conftest import NOON
from tests.participants.lists import LISTS, ORDERS, following, ids_of, next_of, walk, walked
from tests.participants.people import OTTERBURN, known
from tests.participants.places import (
    DELIVERY_PARTNERS_PATH,
    PARTNERSHIPS_PATH,
    SCHOOLS_PATH,
    delivery_partner,
    school,
)
from tests.participants.registry import COHORTS, Registry, ect, event, partnership

NAMES = ["Ada Ash", "Ben Birch", "Cai Cedar", "Dot Dogwood", "Eve Elm"]
A, B, C, D, E = (str(known(name)) for name in NAMES)


@pytest.fixture
async def five(registry: Registry, travel: time_machine.Traveller) -> None:
    """Five of everything for Larkfield, an hour apart, and something for Otterburn."""
    await registry.apply(
        partnership(OTTERBURN), ect("Ivy Ivory", lead_provider_id=OTTERBURN), partnership()
    )
    for number, name in enumerate(NAMES):
        travel.move_to(NOON + timedelta(hours=number))
        at = f"2025-07-{number + 1:02}T09:00:00Z"
        place = known(f"place {number}")
        await registry.apply(
            ect(name, at=at),
            school(at, school_id=place, urn=f"90100{number}", name=f"School {number}"),
            delivery_partner(place, f"Hub {number}", at=at),
        )
        if COHORTS[number] != 2025:
            await registry.apply(partnership(cohort=COHORTS[number], at=at))


_TIMES = count()


async def rename(registry: Registry, name: str) -> None:
    """Let somebody have a name that nobody had before."""
    await registry.apply(
        event(
            "participant.details_changed",
            participant_id=known(name),
            role="ect",
            corrected_name=f"{name} {next(_TIMES)}",
        )
    )


@pytest.mark.usefixtures("five")
async def test_a_walk_is_the_whole_list_whatever_its_steps(larkfield: Api, otterburn: Api) -> None:
    for path, order in product(LISTS, ORDERS):
        whole = await larkfield.call("GET", f"{path}sort={order}")
        assert next_of(whole) is None
        assert len(ids_of(whole)) >= 5
        for size in (1, 2, 5):
            pages = await walk(larkfield, f"{path}sort={order}&page[per_page]={size}")
            bodies = [record for page in pages for record in page.body["data"]]
            assert bodies == whole.body["data"]
            assert {len(ids_of(page)) for page in pages[:-1]} <= {size}
            assert ids_of(pages[-1]) != []
    assert await walked(otterburn, f"{PARTICIPANTS_PATH}?page[per_page]=1") == [
        str(known("Ivy Ivory"))
    ]


@pytest.mark.usefixtures("five")
async def test_a_walk_may_begin_at_any_page_and_go_on_in_other_steps(larkfield: Api) -> None:
    second = await larkfield.call("GET", f"{PARTICIPANTS_PATH}?page[per_page]=2&page[page]=2")
    assert ids_of(second) == [C, D]
    link = following(second)
    assert await walked(larkfield, link) == [E]
    first = await larkfield.call("GET", f"{PARTICIPANTS_PATH}?page[per_page]=1")
    link = following(first).replace("per_page%5D=1", "per_page%5D=3")
    assert [ids_of(page) for page in await walk(larkfield, link)] == [[B, C, D], [E]]
    third = await larkfield.call("GET", f"{PARTICIPANTS_PATH}?page[per_page]=2&page[page]=4")
    assert (ids_of(third), next_of(third)) == ([], None)


@pytest.mark.usefixtures("five")
async def test_the_link_has_the_parameters_of_the_list(larkfield: Api) -> None:
    query = (
        "filter[cohort][]=2024&filter%5Bcohort%5D[]=2025&sort=&page[page]=1&x=%3E%22%0D%0Aa+b"
        "&filter[updated_since]=2025-01-01T00:00:00%252B01:00&page[per_page]=2&page[page]=2&sort"
    )
    link = following(await larkfield.call("GET", f"{PARTICIPANTS_PATH}?{query}"))
    assert link.isascii()
    assert urlsplit(link).path == PARTICIPANTS_PATH
    *others, (name, _) = parse_qsl(urlsplit(link).query, keep_blank_values=True)
    assert name == "page[after]"
    assert others == [
        ("filter[cohort][]", "2024"),
        ("filter[cohort][]", "2025"),
        ("sort", ""),
        ("x", '>"\r\na b'),
        ("filter[updated_since]", "2025-01-01T00:00:00%2B01:00"),
        ("page[per_page]", "2"),
    ]
    assert await walked(larkfield, link) == [E]


@pytest.mark.usefixtures("five")
async def test_the_cursor_decides_on_the_page(larkfield: Api) -> None:
    link = following(await larkfield.call("GET", f"{PARTICIPANTS_PATH}?page[per_page]=2"))
    for number in ("1", "3", "99"):
        assert ids_of(await larkfield.call("GET", f"{link}&page[page]={number}")) == [C, D]


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("created_at", [A, B, C, D, E]),
        ("-created_at", [E, D, C, B, A]),
        # Whoever changes comes again at the end.
        ("updated_at", [A, B, C, E, D, A]),
        # D is missed on the way down, and A and D come when the walk catches up.
        ("-updated_at", [E, C, B, D, A]),
        ("-updated_at,created_at", [E, C, B, D, A]),
    ],
)
async def test_nobody_is_missed_while_people_change(
    larkfield: Api, registry: Registry, order: str, expected: list[str]
) -> None:
    """D and then A change after the first page, which A is on upwards."""
    path = f"{PARTICIPANTS_PATH}?sort={order}&page[per_page]=1"
    first = await larkfield.call("GET", path)
    await rename(registry, "Dot Dogwood")
    await rename(registry, "Ada Ash")
    pages = await walk(larkfield, following(first))
    assert [*ids_of(first), *(one for page in pages for one in ids_of(page))] == expected
    assert all(ids_of(page) for page in pages)
    if "updated_at" in order:
        copy = {record["id"]: record for page in (first, *pages) for record in page.body["data"]}
        assert copy == {record["id"]: record for record in await larkfield.find()}


@pytest.mark.usefixtures("five")
async def test_a_walk_against_the_order_of_change_catches_up_in_the_end(
    larkfield: Api, registry: Registry
) -> None:
    path = f"{PARTICIPANTS_PATH}?sort=-updated_at&page[per_page]=2"
    first = await larkfield.call("GET", path)
    second = await larkfield.call("GET", following(first))
    third = await larkfield.call("GET", following(second))
    assert [ids_of(page) for page in (first, second, third)] == [[E, D], [C, B], [A]]
    assert next_of(third) is None
    await rename(registry, "Eve Elm")
    third = await larkfield.call("GET", following(second))
    caught_up = await larkfield.call("GET", following(third))
    assert (ids_of(third), ids_of(caught_up), next_of(caught_up)) == ([A], [E], None)
    await rename(registry, "Ada Ash")
    # Nothing is left behind the second page: what has changed comes at once, in the same order.
    third = await larkfield.call("GET", following(second))
    assert (ids_of(third), next_of(third)) == ([E, A], None)


@pytest.mark.usefixtures("five")
async def test_who_comes_on_the_way_is_met_in_order_or_at_the_end(
    larkfield: Api, registry: Registry
) -> None:
    newcomer = str(known("Zoe Zelkova"))
    links = {
        order: following(
            await larkfield.call("GET", f"{PARTICIPANTS_PATH}?sort={order}&page[per_page]=2")
        )
        for order in ("created_at", "updated_at", "-updated_at")
    }
    await registry.apply(ect("Zoe Zelkova", at="2025-08-01T09:00:00Z"))
    for link in links.values():
        assert (await walked(larkfield, link))[-1] == newcomer


@pytest.mark.usefixtures("five")
async def test_other_lists_are_walked_like_that_too(larkfield: Api, registry: Registry) -> None:
    at, place = "2025-10-15T15:00:00Z", known("place 0")
    for path, change in (
        (
            f"{DELIVERY_PARTNERS_PATH}?",
            delivery_partner(place, "Hub Zero", at=at),
        ),
        (
            f"{SCHOOLS_PATH}?filter[cohort]=2025&",
            school(at, school_id=place, urn="901000", name="School Zero"),
        ),
        (
            f"{PARTNERSHIPS_PATH}?",
            school(
                at,
                induction_tutor_name="Priya Oduya",
                induction_tutor_email="p.oduya@fenbrook-academy.example",
            ),
        ),
    ):
        pages = {
            order: await larkfield.call("GET", f"{path}sort={order}&page[per_page]=1")
            for order in ORDERS
        }
        before = sorted(await walked(larkfield, path))
        await registry.apply(change)
        for order, first in pages.items():
            found = Counter([*ids_of(first), *await walked(larkfield, following(first))])
            assert sorted(found) == before
            if "updated_at" not in order:
                assert set(found.values()) == {1}


@pytest.mark.usefixtures("five")
async def test_a_walk_through_another_day(larkfield: Api, registry: Registry) -> None:
    await registry.apply(ect("Fay Fig", at="2025-07-06T09:00:00Z", started_on="2025-11-03"))
    then = larkfield.at("2025-12-01")
    for order in ORDERS:
        whole = await then.call("GET", f"{PARTICIPANTS_PATH}?sort={order}")
        pages = await walk(then, f"{PARTICIPANTS_PATH}?sort={order}&page[per_page]=2")
        assert [one for page in pages for one in page.body["data"]] == whole.body["data"]


@pytest.mark.usefixtures("five")
async def test_midnight_on_the_way(
    larkfield: Api, registry: Registry, travel: time_machine.Traveller
) -> None:
    await registry.apply(ect("Fay Fig", at="2025-07-06T09:00:00Z", started_on="2025-10-16"))
    first = await larkfield.call("GET", f"{PARTICIPANTS_PATH}?sort=updated_at&page[per_page]=3")
    assert await walked(larkfield, following(first)) == [D, E, str(known("Fay Fig"))]
    travel.move_to("2025-10-15T23:00:00Z")
    rest = await walk(larkfield, following(first))
    assert [record["id"] for page in rest for record in page.body["data"]][-1] == str(
        known("Fay Fig")
    )
    (enrolment,) = rest[-1].body["data"][-1]["attributes"]["ecf_enrolments"]
    assert enrolment["participant_status"] == "active"


@pytest.mark.usefixtures("five")
async def test_random_walks_with_random_changes(larkfield: Api, registry: Registry) -> None:
    for seed in range(25):
        dice = random.Random(seed)
        order = dice.choice(ORDERS)
        path: str | None = f"{PARTICIPANTS_PATH}?sort={order}&page[per_page]={dice.randint(1, 4)}"
        seen: Counter[str] = Counter()
        copy = {}
        while path is not None:
            page = await larkfield.call("GET", path)
            seen.update(ids_of(page))
            copy.update({record["id"]: record for record in page.body["data"]})
            path = next_of(page)
            if path is not None and sum(seen.values()) < 20 and dice.random() < 0.7:
                await rename(registry, dice.choice(NAMES))
        assert sorted(seen) == sorted([A, B, C, D, E]), seed
        if "updated_at" in order:
            assert copy == {record["id"]: record for record in await larkfield.find()}, seed
        else:
            assert set(seen.values()) == {1}, seed
