"""The form of e-mail addresses."""

import re

from trainees_service.domain.sent import Text

_MAX_LENGTH = 320
_MAX_HOST_LENGTH = 253
_MAX_PART_LENGTH = 63

_ADDRESS = re.compile(r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@([^.@][^@\s]+)")
_HOST_PART = re.compile(r"(?:xn-|[a-z0-9]+)(?:-[a-z0-9]+)*", re.ASCII | re.IGNORECASE)
_LAST_PART = re.compile(r"[a-z]{2,63}|xn--[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII | re.IGNORECASE)


def is_email(value: Text) -> bool:
    """Whether `value` has the form of an address that mail could be delivered to."""
    if not isinstance(value, str) or len(value) > _MAX_LENGTH or ".." in value:
        return False
    address = _ADDRESS.fullmatch(value)
    if address is None or len(address[1]) > _MAX_HOST_LENGTH:
        return False
    parts = address[1].split(".")
    return (
        len(parts) >= 2
        and all(len(part) <= _MAX_PART_LENGTH and _HOST_PART.fullmatch(part) for part in parts)
        and _LAST_PART.fullmatch(parts[-1]) is not None
    )
