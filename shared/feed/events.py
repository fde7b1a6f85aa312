"""An event as it is sent, and what is answered to it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson

from shared.feed.rejections import Fault, RejectedError, RejectionCode
from shared.schemas.timestamps import read_moment

TOLERATED_FUTURE = timedelta(minutes=5)

_MEMBERS = ("event_id", "type", "occurred_at", "data")
_UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


class Status(StrEnum):
    """What became of an event."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEvent:
    """A fact somebody reported, with the moment from which it counts."""

    event_id: UUID
    type: str
    occurred_at: datetime
    data: Mapping[str, Any]

    def digest(self) -> bytes:
        """Return what tells another content under the same id."""
        content = [self.type, self.occurred_at, self.data]
        return hashlib.blake2b(
            orjson.dumps(content, option=orjson.OPT_SORT_KEYS), digest_size=16
        ).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The answer to one event; its id is None when it had no usable one."""

    event_id: UUID | None
    status: Status
    faults: tuple[Fault, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the result as it is answered; `errors` is there only when it is rejected."""
        answer: dict[str, object] = {
            "event_id": None if self.event_id is None else str(self.event_id),
            "status": self.status.value,
        }
        if self.status is Status.REJECTED:
            answer["errors"] = [fault.to_json() for fault in self.faults]
        return answer


def readable_event_id(item: object) -> UUID | None:
    """Return the id of what was sent, if it has a usable one."""
    text = item.get("event_id") if isinstance(item, dict) else None
    return UUID(text) if isinstance(text, str) and _UUID.fullmatch(text) else None


def parse_event(item: object, now: datetime) -> FeedEvent:
    """Read the envelope of an event; raises RejectedError with every fault of it."""
    if not isinstance(item, dict):
        raise RejectedError.because(
            RejectionCode.INVALID_MEMBER, "", "An event has to be an object."
        )
    faults = [
        Fault(RejectionCode.MISSING_MEMBER, f"/{name}", "Missing data for required field.")
        for name in _MEMBERS
        if name not in item
    ]
    faults += [
        Fault(RejectionCode.UNKNOWN_MEMBER, f"/{str(name)[:100]}", "Unknown field.")
        for name in item
        if name not in _MEMBERS
    ]
    occurred_at = None
    if "occurred_at" in item:
        try:
            occurred_at = read_moment(_text(item["occurred_at"]))
        except ValueError:
            faults.append(_invalid("/occurred_at", "Not an RFC 3339 timestamp with an offset."))
        else:
            if occurred_at > now + TOLERATED_FUTURE:
                faults.append(
                    Fault(
                        RejectionCode.OCCURRED_IN_FUTURE,
                        "/occurred_at",
                        "The event lies more than 5 minutes ahead.",
                    )
                )
    event_id = readable_event_id(item)
    if event_id is None and "event_id" in item:
        faults.append(_invalid("/event_id", "Not a valid UUID."))
    if not isinstance(item.get("type", ""), str):
        faults.append(_invalid("/type", "Not a valid string."))
    if not isinstance(item.get("data", {}), dict):
        faults.append(_invalid("/data", "Not an object."))
    if faults or event_id is None or occurred_at is None:
        raise RejectedError(*faults)
    return FeedEvent(
        event_id=event_id, type=item["type"], occurred_at=occurred_at, data=item["data"]
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _invalid(pointer: str, message: str) -> Fault:
    return Fault(RejectionCode.INVALID_MEMBER, pointer, message)
