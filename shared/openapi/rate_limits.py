"""What every operation for callers with a token says of the limit to their requests."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

RATE_LIMIT_HEADERS: Final[Mapping[str, Mapping[str, Any]]] = {
    "RateLimit": {
        "description": (
            "`r` more requests with your token would be answered at once; in `t` seconds there is "
            "room for at least one more. When `r` is 0, wait so long."
        ),
        "schema": {"type": "string", "examples": ['"default";r=87;t=41']},
    },
    "RateLimit-Policy": {
        "description": "At most `q` requests of a token in any `w` seconds.",
        "schema": {"type": "string", "examples": ['"default";q=100;w=60']},
    },
    "Retry-After": {
        "description": "How many seconds to wait before the next request.",
        "schema": {"type": "integer", "minimum": 1, "examples": [41]},
    },
}
_ON_REFUSAL: Final = "Retry-After"
# Whoever is not let in has no budget to be told of.
_BEFORE_COUNTING: Final = frozenset(("401", "403"))


def rate_limit_headers(status: str) -> Iterator[str]:
    """Yield the names of the headers that an answer to a caller with a token may carry."""
    if status not in _BEFORE_COUNTING:
        yield from (name for name in RATE_LIMIT_HEADERS if name != _ON_REFUSAL or status == "429")
