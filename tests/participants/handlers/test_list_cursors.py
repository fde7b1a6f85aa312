"""Cursors that no list has answered, or another one, or for somebody else."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from participants_service.domain.list_cursors import ListCursor, Place, read_cursor
from shared.cursors import from_microseconds
from tests.participants.api import PARTICIPANTS_PATH, Api
from tests.participants.lists import LISTS, ORDERS, following, ids_of, walked
from tests.participants.people import OTTERBURN, SALTMARSH, known
from tests.participants.places import PARTNERSHIPS_PATH, delivery_partner
from tests.participants.registry import Registry, ect, partnership

BAD_CURSOR = (
    400,
    "Bad request",
    "The '#/page[after]' parameter value must be a cursor from the 'Link' header of this list",
)
BAD_PAGE = (
    400,
    "Bad request",
    "The '#/page[page]' and '#/page[per_page]' parameter values must be a valid positive number",
)
BAD_DATE = (400, "Bad request", "The filter '#/updated_since' must be a valid ISO 8601 date")

EXTREMES = [
    Place(moment=from_microseconds(moment), second_moment=from_microseconds(second), record_id=one)
    for moment, second, one in (
        (-62135596800000000, 0, known("x")),
        (253402300799999999, -62135596800000000, known("y")),
        (0, 253402300799999999, known("z")),
    )
]


@pytest.fixture
async def two(registry: Registry) -> None:
    """Two of everything for either lead provider."""
    await registry.apply(
        delivery_partner(),
        partnership(),
        partnership(school_urn=SALTMARSH.urn),
        partnership(OTTERBURN),
        partnership(OTTERBURN, school_urn=SALTMARSH.urn),
        ect("Ada Ash"),
        ect("Ben Birch"),
        ect("Ivy Ivory", lead_provider_id=OTTERBURN),
        ect("Jo Juniper", lead_provider_id=OTTERBURN),
    )


def text_of(link: str) -> str:
    """Return the cursor in a link."""
    (text,) = parse_qs(urlsplit(link).query)["page[after]"]
    return text


async def cursor_text(api: Api, path: str) -> str:
    """Return the cursor that leads to the second of two pages."""
    separator = "" if path.endswith(("?", "&")) else "&"
    return text_of(following(await api.call("GET", f"{path}{separator}page[per_page]=1")))


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "A" * 75,
        "A" * 76,
        "A" * 77,
        "_" * 76,
        "!" * 76,
        "%00" * 76,
        "%FF" * 76,
        "%C3%A9" * 76,
        "AQ" + "_" * 74,
        "1",
        "null",
    ],
)
@pytest.mark.usefixtures("two")
async def test_what_is_no_cursor(larkfield: Api, text: str) -> None:
    for path in LISTS:
        answer = await larkfield.call("GET", f"{path}page[after]={text}")
        assert answer.problem == BAD_CURSOR
        assert "ETag" not in answer.headers


@pytest.mark.usefixtures("two")
async def test_blank_is_none(larkfield: Api) -> None:
    for path in LISTS:
        for blank in ("page[after]=", "page[after]=%20", "page[after]"):
            answer = await larkfield.call("GET", f"{path}{blank}")
            assert ids_of(answer) == ids_of(await larkfield.call("GET", path))


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("page[page]=0&page[after]=x", BAD_PAGE),
        ("page[after]=x&page[per_page]=none", BAD_PAGE),
        ("page=1&page[after]=x", BAD_PAGE),
        ("page[after]=x&filter[updated_since]=x", BAD_DATE),
        ("page[after]=x&filter=x", (400, "Bad parameter", "Filter must be a hash")),
        ("page[after][]=x", BAD_CURSOR),
        ("page[after][x]=x", BAD_CURSOR),
        ("page[after]=&page[after]=x", BAD_CURSOR),
    ],
)
@pytest.mark.usefixtures("two")
async def test_what_is_said_first(
    larkfield: Api, query: str, problem: tuple[int, str, str]
) -> None:
    assert (await larkfield.call("GET", f"{PARTICIPANTS_PATH}?{query}")).problem == problem


@pytest.mark.usefixtures("two")
async def test_a_cursor_belongs_to_one_list(larkfield: Api) -> None:
    lists = [
        *LISTS,
        *(f"{PARTICIPANTS_PATH}?sort={order}" for order in ORDERS[1:]),
        f"{PARTICIPANTS_PATH}?filter[cohort]=2025",
        f"{PARTICIPANTS_PATH}?filter[updated_since]=2025-01-01",
        f"{PARTNERSHIPS_PATH}?sort=updated_at",
        f"{PARTNERSHIPS_PATH}?filter[cohort]=2025",
    ]
    texts = {path: await cursor_text(larkfield, path) for path in lists}
    for path in lists:
        for other, text in texts.items():
            separator = "" if path.endswith(("?", "&")) else "&"
            answer = await larkfield.call("GET", f"{path}{separator}page[after]={text}")
            if other == path:
                assert answer.status == 200
            else:
                assert answer.problem == BAD_CURSOR, (path, other)


@pytest.mark.usefixtures("two")
async def test_another_provider_s_cursor_shows_nothing_of_theirs(
    larkfield: Api, otterburn: Api
) -> None:
    for path in (f"{PARTICIPANTS_PATH}?", f"{PARTNERSHIPS_PATH}?"):
        for order in ORDERS:
            mine = await walked(larkfield, f"{path}sort={order}")
            text = await cursor_text(otterburn, f"{path}sort={order}")
            found = await walked(larkfield, f"{path}sort={order}&page[after]={text}")
            assert set(found) <= set(mine)


@pytest.mark.usefixtures("two")
async def test_forged_cursors_do_no_harm(larkfield: Api) -> None:
    for path in LISTS:
        mine = set(await walked(larkfield, path))
        for order in ORDERS:
            listed = f"{path}sort={order}"
            cursor = read_cursor(await cursor_text(larkfield, listed))
            for forged in _forged(cursor):
                answer = await larkfield.call(
                    "GET", f"{listed}&page[per_page]=1&page[after]={forged}"
                )
                if answer.status == 200:
                    assert set(ids_of(answer)) <= mine
                else:
                    assert answer.problem == BAD_CURSOR


@pytest.mark.usefixtures("two")
async def test_only_walks_against_the_order_of_change_catch_up(larkfield: Api) -> None:
    for order in ORDERS:
        path = f"{PARTICIPANTS_PATH}?sort={order}"
        cursor = read_cursor(await cursor_text(larkfield, path))
        forged = replace(cursor, is_catching_up=True)
        answer = await larkfield.call("GET", f"{path}&page[after]={forged}")
        assert answer.status == (200 if "-updated_at" in order else 400), order


def _forged(cursor: ListCursor) -> list[ListCursor]:
    return [
        replace(cursor, last=last, newest=newest.moment, is_catching_up=is_catching_up)
        for last in EXTREMES
        for newest in EXTREMES[:2]
        for is_catching_up in (False, True)
    ]
