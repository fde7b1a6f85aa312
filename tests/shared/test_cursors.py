"""Cursors: what is packed comes back, and nothing else is read."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.cursors import CursorFormat, digest_of, from_microseconds, to_microseconds

FORMAT = CursorFormat("q15s", version=1)


@given(st.integers(-(2**63), 2**63 - 1), st.binary(min_size=15, max_size=15))
def test_what_is_packed_comes_back(number: int, digest: bytes) -> None:
    text = FORMAT.write(number, digest)
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert FORMAT.read(text) == (number, digest)


@given(st.text())
def test_nothing_else_is_read(text: str) -> None:
    with pytest.raises(ValueError, match="cursor"):
        FORMAT.read(text)


@pytest.mark.parametrize("text", ["A" * 32, "é" * 32, "=" * 32, "!" * 32, "A" * 31 + "\n"])
def test_what_is_as_long_as_a_cursor_may_be_none(text: str) -> None:
    with pytest.raises(ValueError, match="cursor"):
        FORMAT.read(text)


def test_another_version_is_another_format() -> None:
    with pytest.raises(ValueError, match="another version"):
        FORMAT.read(CursorFormat("q15s", version=2).write(1, bytes(15)))


@given(st.datetimes(timezones=st.just(UTC)))
def test_moments_come_back(moment: datetime) -> None:
    assert from_microseconds(to_microseconds(moment)) == moment


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63), 253402300800000000, -62135596800000001])
def test_there_are_no_moments_beyond_the_calendar(number: int) -> None:
    with pytest.raises(ValueError, match="no such moment"):
        from_microseconds(number)


def test_digests_tell_apart() -> None:
    assert len({digest_of(one) for one in ((), ("a",), ("b",), ("a", "b"), None)}) == 5
