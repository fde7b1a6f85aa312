"""What happened lately: every hundredth participant got another address."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from participants_service.demo.registrations import RegistrationPlaces, registrations

_ONE_OF = 100


def late_changes(participants: int, places: RegistrationPlaces) -> Iterator[dict[str, Any]]:
    """Yield a change for one of each hundred, spread evenly over all lead providers."""
    moment = datetime.now(UTC).strftime("%FT%TZ")
    for number, event in enumerate(registrations(participants, places=places)):
        if number % _ONE_OF != number // _ONE_OF % _ONE_OF:
            continue
        yield {
            "event_id": str(uuid5(NAMESPACE_OID, f"load test change {number}")),
            "type": "participant.details_changed",
            "occurred_at": moment,
            "data": {
                "participant_id": event["data"]["participant_id"],
                "role": "ect",
                "email": f"changed.{number}@load-test.example",
            },
        }
