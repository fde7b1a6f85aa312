import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.cursors import DIGEST_SIZE
from trainees_service.domain.identifiers import ALPHABET, LENGTH, TraineeId, is_identifier
from trainees_service.domain.list_cursors import (
    ListCursor,
    Place,
    Walk,
    list_digest,
    read_cursor,
)

from .records import NOW

SIZE = 72
MICROSECOND = timedelta(microseconds=1)

moments = st.datetimes(timezones=st.just(UTC))
cursors = st.builds(
    lambda first, second, **others: make_cursor(
        moment=max(first, second), last_moment=min(first, second), **others
    ),
    moments,
    moments,
    position=st.integers(0, 2**62 - 1),
    total_count=st.integers(0, 2**32 - 1),
    trainee_id=st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH),
    page=st.integers(2, 2**31 - 1),
    digest=st.binary(min_size=DIGEST_SIZE, max_size=DIGEST_SIZE),
)


def make_cursor(
    *,
    position: int = 17,
    moment: datetime = NOW,
    total_count: int = 120,
    last_moment: datetime = NOW,
    trainee_id: str = "k3TzWq8NfP5hYbRm2VdXs7Ga",
    page: int = 2,
    digest: bytes = list_digest([]),
) -> ListCursor:
    return ListCursor(
        walk=Walk(position=position, moment=moment, total_count=total_count),
        last=Place(moment=last_moment, trainee_id=TraineeId(trainee_id)),
        page=page,
        digest=digest,
    )


CURSOR = str(make_cursor())


@given(cursors)
def test_a_cursor_is_read_as_it_was_written(cursor: ListCursor) -> None:
    text = str(cursor)
    assert read_cursor(text) == cursor
    assert re.fullmatch(r"[A-Za-z0-9_-]{96}", text)


@given(st.text() | st.text(min_size=96, max_size=96))
def test_any_text_is_a_cursor_or_none(text: str) -> None:
    cursor = read_cursor(text)
    assert cursor is None or str(cursor) == text


@given(cursors, st.integers(0, SIZE - 1), st.integers(1, 255))
def test_a_cursor_that_was_tampered_with_keeps_within_bounds(
    cursor: ListCursor, place: int, difference: int
) -> None:
    packed = bytearray(urlsafe_b64decode(str(cursor)))
    packed[place] ^= difference
    found = read_cursor(urlsafe_b64encode(packed).decode())
    assert found != cursor
    if found is not None:
        assert 0 <= found.walk.position < 2**62
        assert 2 <= found.page < 2**31
        assert found.last.moment <= found.walk.moment
        assert is_identifier(found.last.trainee_id)


@pytest.mark.parametrize(
    "cursor",
    [
        pytest.param(make_cursor(position=2**62), id="a position past all"),
        pytest.param(make_cursor(page=0), id="no page"),
        pytest.param(make_cursor(page=1), id="the first page"),
        pytest.param(make_cursor(page=2**31), id="a page past all"),
        pytest.param(make_cursor(last_moment=NOW + MICROSECOND), id="later than the beginning"),
        pytest.param(make_cursor(trainee_id="0" * LENGTH), id="nobody's id"),
        pytest.param(make_cursor(trainee_id="\0" * LENGTH), id="an id that cannot be stored"),
    ],
)
def test_a_cursor_is_one_that_a_walk_can_have(cursor: ListCursor) -> None:
    assert read_cursor(str(cursor)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "A" * 96,
        CURSOR[:-1],
        CURSOR[:-4],
        CURSOR + "A",
        CURSOR + "AAAA",
        "Ag" + CURSOR[2:],
        "=" + CURSOR[1:],
        CURSOR[:-1] + "=",
        CURSOR[:-1] + " ",
        CURSOR[:-1] + "\n",
        CURSOR[:-1] + "\u0660",
        CURSOR[:-1] + "\ud800",
    ],
)
def test_what_is_not_a_cursor_is_none(text: str) -> None:
    assert read_cursor(text) is None


def test_lists_are_told_apart_by_all_their_parameters() -> None:
    lists = [(), (("a", "b"),), (("a", "bc"),), (("ab", "c"),), (("a", "b"), ("a", "b"))]
    assert len({list_digest(parameters) for parameters in lists}) == len(lists)
