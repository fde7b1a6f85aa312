"""The registry reports new teachers, and every report is kept."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import uuid4

from deploy.drill.load.caller import Caller, Reply, until_acknowledged
from deploy.drill.load.tokens import Tokens
from deploy.drill.waiting import DrillError

_AT_ONCE = 3
# Long enough ago for training to be under way, so that lead providers can act on it.
_STARTED_AGO = timedelta(days=40)


class Feeding:
    """Small batches of registrations, sent to the replicas' internal listeners in turn."""

    def __init__(
        self,
        find_urls: Callable[[], Sequence[str]],
        tokens: Tokens,
        *,
        school_urn: str,
        lead_provider_id: str,
        today: date,
    ) -> None:
        self._find_urls = find_urls
        self._turns = count()
        self._tokens = tokens
        self._school_urn = school_urn
        self._lead_provider_id = lead_provider_id
        self._started_on = today - _STARTED_AGO
        self._numbers = count(1)
        self._acknowledged: list[dict[str, Any]] = []

    @property
    def acknowledged(self) -> int:
        """How many events were confirmed."""
        return len(self._acknowledged)

    @property
    def events(self) -> Sequence[Mapping[str, Any]]:
        """The events that were confirmed."""
        return tuple(self._acknowledged)

    @property
    def participant_ids(self) -> Sequence[str]:
        """Whom the acknowledged events are about."""
        return [event["data"]["participant_id"] for event in self._acknowledged]

    async def write(self, caller: Caller) -> None:
        """Send a batch until it is taken; what was applied before counts as a duplicate."""
        events = [self._event(next(self._numbers)) for _ in range(_AT_ONCE)]
        reply = await until_acknowledged(lambda: self._send(caller, events))
        for event, result in zip(events, reply.json["results"], strict=True):
            if result["status"] == "rejected":
                raise DrillError(f"The feed has rejected an event: {result['errors']}")
            self._acknowledged.append(event)

    async def lost(self, caller: Caller) -> int:
        """Send everything once more, and count what the service did not know already."""
        unknown = 0
        events = list(self._acknowledged)
        for start in range(0, len(events), 1_000):
            part = events[start : start + 1_000]
            reply = await until_acknowledged(partial(self._send, caller, part))
            unknown += sum(result["status"] != "duplicate" for result in reply.json["results"])
        return unknown

    async def _send(self, caller: Caller, events: Sequence[dict[str, Any]]) -> Reply:
        # Like the address of a service within a cluster: only what takes requests is asked.
        urls = self._find_urls()
        url = f"{urls[next(self._turns) % len(urls)]}/internal/v1/events"
        token = self._tokens.participants_feed
        return await caller.send("POST", url, token=token, body={"events": events})

    def _event(self, number: int) -> dict[str, Any]:
        reported_at = datetime.combine(self._started_on, datetime.min.time(), UTC)
        return {
            "event_id": str(uuid4()),
            "type": "ect.registered",
            "occurred_at": reported_at.strftime("%FT%TZ"),
            "data": {
                "participant_id": str(uuid4()),
                "first_name": f"Drilled {number}",
                "last_name": "Teacher",
                "email": f"teacher.{number}@drill.example",
                "school_urn": self._school_urn,
                "started_on": self._started_on.isoformat(),
                "programme": "provider_led",
                "lead_provider_id": self._lead_provider_id,
            },
        }
