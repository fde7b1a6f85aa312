"""Moments on the wire: two formats we send, one standard we read."""

import re
from datetime import UTC, datetime

from marshmallow import fields

_RFC_3339 = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)


def _in_utc(moment: datetime) -> datetime:
    """Return the moment in UTC; a naive one is a bug, not a moment."""
    if moment.tzinfo is UTC:
        return moment
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)


def seconds_text(moment: datetime) -> str:
    """Return `YYYY-MM-DDTHH:MM:SSZ`; parts of a second are cut off, never rounded up."""
    return _in_utc(moment).isoformat(timespec="seconds")[:19] + "Z"


def milliseconds_text(moment: datetime) -> str:
    """Return `YYYY-MM-DDTHH:MM:SS.mmmZ`; finer parts are cut off, never rounded up."""
    return _in_utc(moment).isoformat(timespec="milliseconds")[:23] + "Z"


def read_moment(text: str) -> datetime:
    """Read an RFC 3339 timestamp as an aware datetime in UTC, or raise `ValueError`."""
    if not _RFC_3339.fullmatch(text):
        raise ValueError("not an RFC 3339 timestamp")
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("outside the calendar") from error


class _Timestamp(fields.Field[datetime]):
    """A moment written in one fixed way."""

    default_error_messages = {"invalid": "Not a valid timestamp."}
    _written: re.Pattern[str]
    _example: str

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> datetime:
        if not isinstance(value, str) or not self._written.fullmatch(value):
            raise self.make_error("invalid")
        try:
            return datetime.fromisoformat(value)
        except ValueError as error:
            raise self.make_error("invalid") from error

    def openapi(self) -> dict[str, object]:
        return {
            "type": "string",
            "format": "date-time",
            "pattern": f"^{self._written.pattern}$",
            "examples": [self._example],
        }


class SecondsTimestamp(_Timestamp):
    """UTC in whole seconds: `2026-01-19T07:42:10Z`."""

    _written = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
    _example = "2026-01-19T07:42:10Z"

    def _serialize(
        self, value: datetime | None, attr: object, obj: object, **kwargs: object
    ) -> str | None:
        return None if value is None else seconds_text(value)


class MillisecondsTimestamp(_Timestamp):
    """UTC in milliseconds: `2024-01-18T08:02:41.420Z`."""

    _written = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z", re.ASCII)
    _example = "2024-01-18T08:02:41.420Z"

    def _serialize(
        self, value: datetime | None, attr: object, obj: object, **kwargs: object
    ) -> str | None:
        return None if value is None else milliseconds_text(value)


class Moment(fields.Field[datetime]):
    """An RFC 3339 timestamp from somebody else, its offset required; read into UTC."""

    default_error_messages = {"invalid": "Not an RFC 3339 timestamp with an offset."}

    def _serialize(
        self, value: datetime | None, attr: object, obj: object, **kwargs: object
    ) -> str | None:
        if value is None:
            return None
        return _in_utc(value).isoformat().removesuffix("+00:00") + "Z"

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> datetime:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            return read_moment(value)
        except ValueError as error:
            raise self.make_error("invalid") from error

    def openapi(self) -> dict[str, object]:
        return {"type": "string", "format": "date-time", "examples": ["2025-07-02T09:15:44Z"]}
