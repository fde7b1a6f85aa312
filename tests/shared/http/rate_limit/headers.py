"""The limit as a client reads it from an answer."""

import re
from collections.abc import Mapping
from typing import NamedTuple

HEADERS = ("RateLimit", "RateLimit-Policy", "Retry-After")


class Told(NamedTuple):
    """What the `RateLimit` header says."""

    remaining: int
    seconds: int


def told(headers: Mapping[str, str]) -> Told:
    """Read the header, which must be there and say what we say."""
    match = re.fullmatch(r'"default";r=(\d+);t=([1-9]\d*)', headers["RateLimit"])
    assert match is not None, headers["RateLimit"]
    return Told(int(match[1]), int(match[2]))


def says_nothing_of_limits(headers: Mapping[str, str]) -> bool:
    """Tell whether an answer has none of the headers."""
    return not any(name in headers for name in HEADERS)
