"""The rule: so many requests in any period of such a length."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

OFF: Final = "off"
MEMORY: Final = "memory"

_PATTERN = re.compile(r"(\d+)\s*(?:/|\sper\s)\s*(\d*)\s*(second|minute|hour)s?", re.IGNORECASE)
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
# Every request of the period is remembered, so neither may be without bounds.
_MOST_REQUESTS = 100_000
_LONGEST_SECONDS = 86_400

_REDIS_SCHEMES = {"redis": "redis", "rediss": "rediss", "valkey": "redis", "valkeys": "rediss"}
_REDIS_PORT = 6379
_DATABASE = re.compile(r"/?\d*")


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePolicy:
    """At most so many requests in any period of so many seconds."""

    requests: int
    seconds: int


def parse_policy(text: str) -> RatePolicy | None:
    """Read a rule such as `100/minute` or `1000/5 minutes`; None for `off`, else ValueError."""
    written = text.strip()
    if written.lower() == OFF:
        return None
    match = _PATTERN.fullmatch(written)
    if match is None:
        raise ValueError(f"{text!r} is neither {OFF} nor a rate such as 1000/5 minutes")
    policy = RatePolicy(
        requests=int(match[1]), seconds=int(match[2] or 1) * _SECONDS[match[3].lower()]
    )
    if not 1 <= policy.requests <= _MOST_REQUESTS:
        raise ValueError(f"{text!r} is not a number of requests from 1 to {_MOST_REQUESTS}")
    if not 1 <= policy.seconds <= _LONGEST_SECONDS:
        raise ValueError(f"{text!r} is not a period from a second to a day")
    return policy


def parse_storage(text: str) -> str | None:
    """Return the address of a Redis or Valkey server as `redis://…`; None for `memory`.

    Raises ValueError, which never repeats the text: there may be a password in it.
    """
    if text.strip().lower() == MEMORY:
        return None
    address = _redis_address(text.strip())
    if address is None:
        raise ValueError(f"neither {MEMORY} nor an address such as redis://host:6379/0")
    return address


def _redis_address(text: str) -> str | None:
    try:
        parts = urlsplit(text)
        port = parts.port or _REDIS_PORT
    except ValueError:
        return None
    scheme = _REDIS_SCHEMES.get(parts.scheme)
    if scheme is None or not parts.hostname or not _DATABASE.fullmatch(parts.path):
        return None
    if parts.query or parts.fragment:
        return None
    login, at, _ = parts.netloc.rpartition("@")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{scheme}://{login}{at}{host}:{port}{parts.path}"
