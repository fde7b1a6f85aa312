"""Transfers and unfunded mentors: who gets in, what is refused, how ids are written, pages."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from tests.participants.api import NOT_FOUND, PARTICIPANTS_PATH, Api
from tests.participants.conftest import NOON
from tests.participants.derived import (
    TRANSFERS_PATH,
    UNFUNDED_MENTORS_PATH,
    leaves,
    looks_after,
    renamed,
    transfers,
    unfunded_mentors,
)
from tests.participants.people import OTTERBURN, known
from tests.participants.registry import Registry, ect, mentor, partnership

EIGHT = [f"{letter} Mover" for letter in "ABCDEFGH"]
IN_ORDER = [known(name) for name in EIGHT]
A, B, C, D, E, F, G, H = IN_ORDER
MENTORS = [known(f"Mentor of {name}") for name in EIGHT]
TRANSFERS = f"{PARTICIPANTS_PATH}/{A}/transfers"
MENTOR = f"{UNFUNDED_MENTORS_PATH}/{MENTORS[0]}"
LISTS, ONES = [TRANSFERS_PATH, UNFUNDED_MENTORS_PATH], [TRANSFERS, MENTOR]
BAD_FILTER = (400, "Bad parameter", "Filter must be a hash")
BAD_DATE = (400, "Bad request", "The filter '#/updated_since' must be a valid ISO 8601 date")
BAD_PAGE = (
    400,
    "Bad request",
    "The '#/page[page]' and '#/page[per_page]' parameter values must be a valid positive number",
)


@pytest.fixture
async def eight(registry: Registry, travel: time_machine.Traveller) -> None:
    """Eight ECTs of Larkfield who leave, an hour apart, each with a mentor of Otterburn."""
    await registry.apply(partnership(), partnership(OTTERBURN))
    for hour, name in enumerate(EIGHT):
        travel.move_to(NOON + timedelta(hours=hour))
        at = f"2025-07-{hour + 1:02}T09:00:00Z"
        await registry.apply(
            ect(name, at=at),
            mentor(f"Mentor of {name}", at=at, lead_provider_id=OTTERBURN),
            looks_after(f"Mentor of {name}", name, "2025-09-01"),
            leaves(name, "2025-12-31"),
        )


@pytest.mark.parametrize("path", [*LISTS, *ONES])
@pytest.mark.parametrize("authorization", [None, "Bearer", "Bearer unknown", "{token}"])
async def test_without_a_good_token_nothing_is_shown(
    larkfield: Api, path: str, authorization: str | None
) -> None:
    headers = {}
    if authorization is not None:
        headers["Authorization"] = authorization.format(token=larkfield.token)
    path += "?filter=abc&page[page]=x"
    async with larkfield.client.get(path, headers=headers) as response:
        assert response.status == 401
        assert await response.json() == {"error": "HTTP Token: Access denied"}


@pytest.mark.parametrize("path", [*LISTS, *ONES])
async def test_the_registry_s_token_opens_nothing_here(
    larkfield: Api, registry: Registry, path: str
) -> None:
    answer = await Api(larkfield.client, registry.token).call("GET", path)
    assert (answer.status, answer.body) == (403, {"error": "Forbidden"})


@pytest.mark.parametrize("path", [*LISTS, *ONES, f"{UNFUNDED_MENTORS_PATH}/not-an-id"])
@pytest.mark.parametrize("query", ["filter=abc", "filter[]=abc", "filter"])
async def test_a_filter_without_brackets_is_refused_everywhere(
    larkfield: Api, path: str, query: str
) -> None:
    answer = await larkfield.call("GET", f"{path}?{query}&filter[updated_since]=x&page[page]=0")
    assert answer.problem == BAD_FILTER


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("filter[updated_since]=yesterday&page[page]=0", BAD_DATE),
        ("filter[updated_since]=2025-02-30", BAD_DATE),
        ("filter[updated_since][]=2025-01-01", BAD_DATE),
        ("page[page]=0", BAD_PAGE),
        ("page[page]=0.8", BAD_PAGE),
        ("page[per_page]=abc", BAD_PAGE),
        ("page=2", BAD_PAGE),
    ],
)
async def test_what_a_list_refuses(
    larkfield: Api, path: str, query: str, problem: tuple[int, str, str]
) -> None:
    assert (await larkfield.call("GET", f"{path}?{query}")).problem == problem


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        "filter[cohort]=1999&filter[training_status]=nonsense&filter[from_participant_id]=x",
        "%00=%00&filter[%00]=1&sort=%00",
        "sort=%C0%80&filter[cohort]=%FF&%=%",
        "filter[a][b][c]=1&&==&=",
        "filter[updated_since]=&page[per_page]=3000000",
    ],
)
@pytest.mark.usefixtures("eight")
async def test_what_lists_do_not_know_they_do_not_look_at(
    larkfield: Api, path: str, query: str
) -> None:
    answer = await larkfield.call("GET", f"{path}?{query}")
    assert answer.status == 200
    assert len(answer.body["data"]) == 8


@pytest.mark.usefixtures("eight")
async def test_one_takes_no_filter_and_no_page(larkfield: Api) -> None:
    for path in ONES:
        answer = await larkfield.call("GET", f"{path}?filter[updated_since]=x&page[page]=0&page=1")
        assert answer.status == 200


@pytest.mark.parametrize("write", [str, lambda one: str(one).upper(), lambda one: one.hex])
@pytest.mark.usefixtures("eight")
async def test_ids_are_read_however_they_are_written(
    larkfield: Api, write: Callable[[UUID], str]
) -> None:
    for participant_id, path in (
        (A, f"{PARTICIPANTS_PATH}/{write(A)}/transfers"),
        (MENTORS[0], f"{UNFUNDED_MENTORS_PATH}/{write(MENTORS[0])}"),
    ):
        answer = await larkfield.call("GET", path)
        assert answer.body["data"]["id"] == str(participant_id)


@pytest.mark.parametrize(
    "written", [str(known("nobody")), "1", "transfers", str(A)[:-1], "%00", "%FF", "%", "a" * 3000]
)
@pytest.mark.usefixtures("eight")
async def test_what_is_nobody_s_id_is_not_found(larkfield: Api, written: str) -> None:
    for path in (
        f"{PARTICIPANTS_PATH}/{written}/transfers",
        f"{UNFUNDED_MENTORS_PATH}/{written}",
    ):
        assert (await larkfield.call("GET", path)).problem == NOT_FOUND


@pytest.mark.usefixtures("eight")
async def test_everybody_is_to_be_found_in_one_place_only(larkfield: Api, otterburn: Api) -> None:
    """An ECT is no unfunded mentor, the mentor has no transfers, and Otterburn sees neither."""
    for path in (f"{PARTICIPANTS_PATH}/{MENTORS[0]}/transfers", f"{UNFUNDED_MENTORS_PATH}/{A}"):
        assert (await larkfield.call("GET", path)).problem == NOT_FOUND
    for path in ONES:
        assert (await otterburn.call("GET", path)).problem == NOT_FOUND
    assert (await transfers(otterburn), await unfunded_mentors(otterburn)) == ({}, {})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *((method, path) for method in ("POST", "PUT", "DELETE") for path in (*LISTS, *ONES)),
        ("GET", f"{UNFUNDED_MENTORS_PATH}/{A}/transfers"),
        ("GET", f"{TRANSFERS}/1"),
    ],
)
async def test_what_is_not_routed_is_not_found(larkfield: Api, method: str, path: str) -> None:
    answer = await larkfield.call(method, path)
    assert (answer.status, answer.body) == (404, {"error": "Resource not found"})


@pytest.mark.usefixtures("eight")
async def test_head_answers_like_get_without_the_body(larkfield: Api) -> None:
    for path in (*LISTS, *ONES):
        head, get = [await larkfield.call(method, path) for method in ("HEAD", "GET")]
        assert (head.status, head.body) == (200, None)
        assert head.headers["Content-Length"] == get.headers["Content-Length"]


@pytest.mark.usefixtures("eight")
async def test_pages(larkfield: Api) -> None:
    for number, expected in ((1, slice(5)), (2, slice(5, 8)), (3, slice(0)), (10**30, slice(0))):
        query = f"page[per_page]=5&page[page]={number}"
        assert list(await transfers(larkfield, query)) == IN_ORDER[expected]
        assert list(await unfunded_mentors(larkfield, query)) == MENTORS[expected]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", [0, 1, 2, 3, 4, 5, 6, 7]),
        ("-created_at", [7, 6, 5, 4, 3, 2, 1, 0]),
        ("updated_at", [1, 2, 3, 4, 5, 6, 7, 0]),
        ("-updated_at", [0, 7, 6, 5, 4, 3, 2, 1]),
        ("trn,-updated_at,created_at", [0, 7, 6, 5, 4, 3, 2, 1]),
    ],
)
@pytest.mark.usefixtures("eight")
async def test_order_and_changes(
    larkfield: Api, registry: Registry, sort: str, expected: list[int]
) -> None:
    await registry.apply(
        leaves(EIGHT[0], "2025-11-30"),
        renamed(f"Mentor of {EIGHT[0]}", "Mentor of Somebody", role="mentor"),
    )
    assert list(await transfers(larkfield, f"sort={sort}")) == _of(IN_ORDER, expected)
    assert list(await unfunded_mentors(larkfield, f"sort={sort}")) == _of(MENTORS, expected)
    since = f"sort={sort}&filter[updated_since]=2025-10-15T17:00:00Z"
    changed = [one for one in expected if one in {0, 6, 7}]
    assert list(await transfers(larkfield, since)) == _of(IN_ORDER, changed)
    assert list(await unfunded_mentors(larkfield, since)) == _of(MENTORS, changed)


def _of(ids: list[UUID], places: list[int]) -> list[UUID]:
    return [ids[place] for place in places]
