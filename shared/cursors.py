"""Cursors: a few values packed into bytes, and written so that they are safe within a URL."""

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any, Final

DIGEST_SIZE: Final = 15

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class CursorFormat:
    """How the values of a cursor are packed, behind the version of that.

    `layout` is in the words of `struct`. Together with the version it must make a multiple of
    three bytes, which Base64 writes without padding.
    """

    __slots__ = ("_length", "_packed", "_version")

    def __init__(self, layout: str, *, version: int) -> None:
        self._packed = struct.Struct(f">B{layout}")
        self._version = version
        self._length = self._packed.size * 4 // 3

    def write(self, *values: object) -> str:
        """Return the cursor as callers send it back."""
        return urlsafe_b64encode(self._packed.pack(self._version, *values)).decode("ascii")

    def read(self, text: str) -> tuple[Any, ...]:
        """Return the values of a cursor, or raise ValueError if it is not in this format."""
        if len(text) != self._length:
            raise ValueError("not as long as a cursor")
        try:
            version, *values = self._packed.unpack(urlsafe_b64decode(text.encode("ascii")))
        except (ValueError, struct.error) as error:
            raise ValueError("not a cursor") from error
        if version != self._version:
            raise ValueError("a cursor of another version")
        return tuple(values)


def to_microseconds(moment: datetime) -> int:
    """Return a moment as a number that fits into eight bytes."""
    return (moment - _EPOCH) // _MICROSECOND


def from_microseconds(microseconds: int) -> datetime:
    """Return the moment that was turned into a number; ValueError if there is none."""
    try:
        return _EPOCH + microseconds * _MICROSECOND
    except OverflowError as error:
        raise ValueError("no such moment") from error


def digest_of(value: object) -> bytes:
    """Return what tells apart values that are written differently."""
    return blake2b(repr(value).encode(), digest_size=DIGEST_SIZE).digest()
