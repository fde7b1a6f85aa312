"""The training providers of a run: whose lists are read, and in whose records is written.

They are not the same, so that lists stay what they are while records change and are added.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

# As many of each kind as there are lead providers.
_EACH = 10


def _provider_id(number: int) -> UUID:
    return uuid5(NAMESPACE_OID, f"load test training provider {number}")


READING: Sequence[UUID] = tuple(map(_provider_id, range(_EACH)))
WRITING: Sequence[UUID] = tuple(map(_provider_id, range(_EACH, 2 * _EACH)))


def provider_events() -> Iterator[dict[str, Any]]:
    """Yield the events that make them known."""
    for number, provider_id in enumerate((*READING, *WRITING)):
        yield {
            "event_id": str(uuid5(provider_id, "provider.put")),
            "type": "provider.put",
            "occurred_at": "2021-08-02T08:00:00Z",
            "data": {
                "provider_id": str(provider_id),
                "name": f"Load Test Training Provider {number + 1}",
                "ukprn": str(10_980_001 + number),
                "code": f"L{number:02d}",
                "accredited": True,
            },
        }
