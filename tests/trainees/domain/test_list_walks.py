from dataclasses import replace
from datetime import date, timedelta

import pytest

from trainees_service.domain.identifiers import TraineeId
from trainees_service.domain.list_cursors import Place, Walk
from trainees_service.domain.list_queries import ListQuery
from trainees_service.domain.paging import Page
from trainees_service.domain.query_problems import InvalidQueryError

from .payloads import TODAY
from .records import NOW

WALK = Walk(position=17, moment=NOW, total_count=120)
LAST = Place(moment=NOW, trainee_id=TraineeId("k3TzWq8NfP5hYbRm2VdXs7Ga"))
OTHER_LIST = {"page[after]": ("belongs to a list with other parameters",)}


def read(*parameters: tuple[str, str], today: date = TODAY) -> ListQuery:
    return ListQuery.read(parameters, today=today)


def problems(*parameters: tuple[str, str]) -> dict[str, tuple[str, ...]]:
    with pytest.raises(InvalidQueryError) as refused:
        read(*parameters)
    return dict(refused.value.problems)


def test_a_cursor_goes_on_where_a_page_ends() -> None:
    query = read(("page", "3"))
    cursor = query.cursor_behind(LAST, walk=WALK)
    assert (cursor.last, cursor.walk, cursor.page) == (LAST, WALK, 4)
    following = read(("page[after]", str(cursor)))
    assert following.after == cursor
    assert following.page == Page(number=4, size=50)
    assert following.cursor_behind(LAST, walk=WALK).page == 5


def test_a_cursor_decides_on_the_page() -> None:
    cursor = str(read().cursor_behind(LAST, walk=WALK))
    for page in ("1", "9", "x"):
        following = read(("page", page), ("page[after]", cursor))
        assert following == read(("page[after]", cursor))


def test_a_blank_cursor_is_absent() -> None:
    assert read(("page[after]", " ")) == read()


@pytest.mark.parametrize(
    "other",
    [
        ("academic_cycle", "2025"),
        ("status", "deferred"),
        ("since", "2026-11-23"),
        ("has_trn", "true"),
        ("sort_order", "asc"),
        ("per_page", "51"),
    ],
)
def test_a_cursor_belongs_to_one_list(other: tuple[str, str]) -> None:
    cursor = str(read().cursor_behind(LAST, walk=WALK))
    assert problems(other, ("page[after]", cursor)) == OTHER_LIST
    cursor = str(read(other).cursor_behind(LAST, walk=WALK))
    assert problems(("page[after]", cursor)) == OTHER_LIST
    assert read(other, ("page[after]", cursor)).after is not None


def test_the_next_cycle_does_not_take_over_a_cursor_of_the_current_one() -> None:
    cursor = str(read().cursor_behind(LAST, walk=WALK))
    with pytest.raises(InvalidQueryError):
        read(("page[after]", cursor), today=date(2027, 8, 1))
    named = ("academic_cycle", "2026")
    assert read(named, ("page[after]", cursor), today=date(2027, 8, 1)).start_cycle == 2026


def test_a_cursor_does_not_reach_back_before_since() -> None:
    since = ("since", "2026-11-24T10:12:03.118Z")
    last = replace(LAST, moment=NOW - timedelta(microseconds=1))
    cursor = str(read(since).cursor_behind(last, walk=WALK))
    assert problems(since, ("page[after]", cursor)) == OTHER_LIST
    cursor = str(read(since).cursor_behind(LAST, walk=WALK))
    assert read(since, ("page[after]", cursor)).since == NOW


def test_what_is_not_a_cursor_is_said_last() -> None:
    found = problems(("page[after]", "x"), ("has_trn", "x"), ("sort_order", "x"))
    assert list(found) == ["sort_order", "has_trn", "page[after]"]
    assert found["page[after]"] == ("is not a valid cursor",)
