"""Moments on the wire: two formats we send, one standard we read."""

import re
from datetime import UTC, datetime

from shared.schemas.wire import TextField

_RFC_3339 = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_SECONDS = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_MILLISECONDS = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z", re.ASCII)


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


def exact_text(moment: datetime) -> str:
    """Return the moment in UTC with as many digits as it has."""
    return _in_utc(moment).isoformat().removesuffix("+00:00") + "Z"


def read_moment(text: str) -> datetime:
    """Read an RFC 3339 timestamp as an aware datetime in UTC, or raise ValueError."""
    return _read(text, _RFC_3339)


def _read_seconds(text: str) -> datetime:
    return _read(text, _SECONDS)


def _read_milliseconds(text: str) -> datetime:
    return _read(text, _MILLISECONDS)


def _read(text: str, pattern: re.Pattern[str]) -> datetime:
    if not pattern.fullmatch(text):
        raise ValueError("not written as a timestamp")
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("outside the calendar") from error


class SecondsTimestamp(TextField[datetime]):
    """UTC in whole seconds: `2026-01-19T07:42:10Z`."""

    default_error_messages = {"invalid": "Not a timestamp in whole seconds of UTC."}
    openapi = {
        "type": "string",
        "format": "date-time",
        "pattern": f"^{_SECONDS.pattern}$",
        "examples": ["2026-01-19T07:42:10Z"],
    }
    read = staticmethod(_read_seconds)
    write = staticmethod(seconds_text)


class MillisecondsTimestamp(TextField[datetime]):
    """UTC in milliseconds: `2024-01-18T08:02:41.420Z`."""

    default_error_messages = {"invalid": "Not a timestamp in milliseconds of UTC."}
    openapi = {
        "type": "string",
        "format": "date-time",
        "pattern": f"^{_MILLISECONDS.pattern}$",
        "examples": ["2024-01-18T08:02:41.420Z"],
    }
    read = staticmethod(_read_milliseconds)
    write = staticmethod(milliseconds_text)


class Moment(TextField[datetime]):
    """An RFC 3339 timestamp from somebody else, its offset required; read into UTC."""

    default_error_messages = {"invalid": "Not an RFC 3339 timestamp with an offset."}
    openapi = {"type": "string", "format": "date-time", "examples": ["2025-07-02T09:15:44Z"]}
    read = staticmethod(read_moment)
    write = staticmethod(exact_text)
