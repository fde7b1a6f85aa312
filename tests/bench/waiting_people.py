"""POST /partnerships at schools where many people wait for it."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import orjson

from participants_service.demo.registrations import (
    RegistrationPlaces,
    place_events,
    registrations,
)
from tests.bench.client import post, send_all
from tests.bench.databases import fetch_value
from tests.bench.figures import Figure, Work
from tests.bench.keys import Key
from tests.bench.participant_data import ParticipantData
from tests.bench.processes import Server
from tests.bench.service_commands import load_events

_WAITING_EACH = 1_000
_FIRST_URN = 590_000
# Far from those that are in the lists already.
_FIRST_NUMBER = 7_000_000

_COUNT_SEEN = """
SELECT count(*)
  FROM participants.participant_views
 WHERE lead_provider_id = $1
   AND participant_id = ANY ($2)
"""


class WaitingError(Exception):
    """The partnership did not do what it was measured for."""


def load_waiting_people(data: ParticipantData, rounds: int) -> None:
    """Register people at a school for each round, with a lead provider who is no partner of it."""
    load_events("participants", data.dsn, _events(data.places, rounds))


def partnership_figure(data: ParticipantData, ours: Server) -> Figure:
    """Return the figure; each round takes the next school."""
    numbers = iter(range(_FIRST_NUMBER))

    async def run() -> Work:
        number = next(numbers)
        load = await send_all(ours.port, [_partnership(data, number)], connections=1)
        people = [UUID(one["data"]["participant_id"]) for one in _waiting(data.places, number)]
        lead_provider_id = data.places.lead_provider_id(number)
        seen = await fetch_value(data.dsn, _COUNT_SEEN, lead_provider_id, people)
        if seen != len(people):
            raise WaitingError(f"the lead provider sees {seen} of {len(people)} participants")
        return Work(count=seen, seconds=load.seconds)

    return Figure(
        key=Key.PARTNERSHIP,
        title="POST a partnership for which people wait",
        unit="people appear",
        run=run,
    )


def _events(places: RegistrationPlaces, schools: int) -> Iterator[dict[str, Any]]:
    for number in range(schools):
        school = {
            "event_id": str(uuid5(NAMESPACE_OID, f"load test waiting school {number}")),
            "type": "school.put",
            "occurred_at": f"{places.cohorts[0]}-06-01T06:00:00Z",
            "data": {
                "school_id": str(_school_id(number)),
                "urn": str(_FIRST_URN + number),
                "name": f"Load Test Waiting School {number + 1}",
                "eligible": True,
            },
        }
        yield from chain([school], _waiting(places, number))


def _waiting(places: RegistrationPlaces, number: int) -> Iterator[dict[str, Any]]:
    """Yield registrations of the current cohort at one of the schools."""
    first_of_cohort = places.schools * (len(places.cohorts) - 1)
    term = next(registrations(1, places=places, first=first_of_cohort))
    start = _FIRST_NUMBER + number * _WAITING_EACH
    for event in islice(registrations(places=places, first=start), _WAITING_EACH):
        own = {
            "school_urn": str(_FIRST_URN + number),
            "lead_provider_id": str(places.lead_provider_id(number)),
            "started_on": term["data"]["started_on"],
        }
        yield event | {"occurred_at": term["occurred_at"], "data": event["data"] | own}


def _partnership(data: ParticipantData, number: int) -> bytes:
    attributes = {
        "cohort": str(data.places.cohorts[-1]),
        "school_id": str(_school_id(number)),
        "delivery_partner_id": _delivery_partner_id(data.places),
    }
    body = {"data": {"type": "partnership", "attributes": attributes}}
    token = data.lead_provider_tokens[number % len(data.lead_provider_tokens)]
    return post("/api/v3/partnerships", token, orjson.dumps(body))


def _delivery_partner_id(places: RegistrationPlaces) -> str:
    found = next(one for one in place_events(places) if one["type"] == "delivery_partner.put")
    return str(found["data"]["delivery_partner_id"])


def _school_id(number: int) -> UUID:
    return uuid5(NAMESPACE_OID, f"load test waiting school {number}")
