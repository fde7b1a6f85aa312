"""Why an event is refused."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from marshmallow import Schema, fields


class RejectionCode(StrEnum):
    """The kinds of refusal, for programs to tell apart."""

    MISSING_MEMBER = "missing_member"
    UNKNOWN_MEMBER = "unknown_member"
    INVALID_MEMBER = "invalid_member"
    UNKNOWN_TYPE = "unknown_type"
    OCCURRED_IN_FUTURE = "occurred_in_future"
    EVENT_ID_REUSED = "event_id_reused"
    UNKNOWN_REFERENCE = "unknown_reference"
    RETIRED_PARTICIPANT = "retired_participant"
    WRONG_ROLE = "wrong_role"
    TRN_TAKEN = "trn_taken"
    URN_TAKEN = "urn_taken"
    NAME_TAKEN = "name_taken"
    RECORD_ID_TAKEN = "record_id_taken"
    NOT_ACTIVE = "not_active"
    NO_PAIRING = "no_pairing"
    NO_EARLIER_PARTNERSHIP = "no_earlier_partnership"
    PAIRING_IN_USE = "pairing_in_use"
    OVERLAP = "overlap"
    SAME_PROVIDER = "same_provider"
    SAME_PROGRAMME = "same_programme"
    SAME_SCHOOL = "same_school"
    NOT_ALLOWED_NOW = "not_allowed_now"
    MERGE_CONFLICT = "merge_conflict"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an event, and where: a JSON pointer inside the event."""

    code: RejectionCode
    pointer: str
    message: str

    def to_json(self) -> dict[str, str]:
        """Return the fault as it is answered."""
        return {"code": self.code.value, "pointer": self.pointer, "message": self.message}


class RejectedError(Exception):
    """The event is refused and changes nothing."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults

    @classmethod
    def because(cls, code: RejectionCode, pointer: str, message: str) -> "RejectedError":
        """Refuse for a single reason."""
        return cls(Fault(code, pointer, message))


_CODES = {
    fields.Field.default_error_messages["required"]: RejectionCode.MISSING_MEMBER,
    Schema().error_messages["unknown"]: RejectionCode.UNKNOWN_MEMBER,
}


def shape_faults(messages: object, pointer: str) -> Iterator[Fault]:
    """Turn marshmallow's nested messages into faults with pointers."""
    if isinstance(messages, Mapping):
        for member, inner in messages.items():
            # Faults of a whole object stand under `_schema`, which is no member of it.
            yield from shape_faults(
                inner, pointer if member == "_schema" else f"{pointer}/{_escape(member)}"
            )
    elif isinstance(messages, Sequence) and not isinstance(messages, str):
        for message in messages:
            yield from shape_faults(message, pointer)
    else:
        message = str(messages)
        yield Fault(_CODES.get(message, RejectionCode.INVALID_MEMBER), pointer, message)


def _escape(member: Any) -> str:
    return str(member).replace("~", "~0").replace("/", "~1")
