"""The registry as it feeds facts to the service, over HTTP."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from tests.trainees.api import Client

EVENTS_PATH = "/internal/v1/events"

WEXMOOR = UUID("5f0c9f4e-7d0b-4d6e-9a51-0b6f9e3a7c01")
SALTBURN = UUID("9b1d7a52-3c4f-4e8a-8f60-6d2e5c1b0a02")
KINGSMERE = UUID("c2e8f6d4-1a9b-4b7c-a3d5-7e4f2b9c8d03")

# When the facts of these tests were reported, unless a test says otherwise.
REPORTED_AT = "2025-07-02T09:15:44Z"


def event(kind: str, at: str = REPORTED_AT, **data: Any) -> dict[str, Any]:
    """Make an event; ids may be given as UUIDs."""
    return {
        "event_id": str(uuid4()),
        "type": kind,
        "occurred_at": at,
        "data": {
            name: str(value) if isinstance(value, UUID) else value for name, value in data.items()
        },
    }


def provider_put(provider_id: UUID = WEXMOOR, **data: Any) -> dict[str, Any]:
    usual = {"name": "University of Wexmoor", "ukprn": "10990001", "code": "W61"}
    return event("provider.put", provider_id=provider_id, **{**usual, "accredited": True, **data})


def school_put(urn: str, **data: Any) -> dict[str, Any]:
    usual = {"name": "Fenbrook Academy", "town": "Fenbrook", "postcode": "AA1 1AA", "open": True}
    return event("school.put", urn=urn, **{**usual, **data})


def lead_partner_put(lead_partner_id: UUID = KINGSMERE, **data: Any) -> dict[str, Any]:
    usual = {"name": "University of Kingsmere", "urn": None, "ukprn": "10990051"}
    return event("lead_partner.put", lead_partner_id=lead_partner_id, **{**usual, **data})


def trn_assigned(trainee_id: str, trn: str = "4471902", **data: Any) -> dict[str, Any]:
    return event("trn.assigned", trainee_id=trainee_id, **{"trn": trn, **data})


def award_confirmed(trainee_id: str, **data: Any) -> dict[str, Any]:
    usual = {"awarded_at": "2026-11-23T16:20:00Z"}
    return event("award.confirmed", trainee_id=trainee_id, **{**usual, **data})


def reinstated(trainee_id: str, **data: Any) -> dict[str, Any]:
    usual = {"reinstated_on": "2026-11-20"}
    return event("trainee.reinstated", trainee_id=trainee_id, **{**usual, **data})


def withdrawal_undone(trainee_id: str, **data: Any) -> dict[str, Any]:
    usual = {"comment": "Withdrawn by mistake."}
    return event("trainee.withdrawal_undone", trainee_id=trainee_id, **{**usual, **data})


def discarded(trainee_id: str, **data: Any) -> dict[str, Any]:
    usual = {"reason": "Registered twice."}
    return event("trainee.discarded", trainee_id=trainee_id, **{**usual, **data})


@dataclass(frozen=True, slots=True)
class Registry:
    """The internal listener with the registry's token."""

    client: Client
    token: str

    async def apply(self, *events: dict[str, Any]) -> None:
        """Feed events, all of which must be applied."""
        results = await self.feed(*events)
        for fed, result in zip(events, results, strict=True):
            assert result["status"] == "applied", (fed, result)

    async def refuse(self, *events: dict[str, Any]) -> list[tuple[str, str]]:
        """Feed events, the last of which must be refused; return its codes and pointers."""
        *_, last = await self.feed(*events)
        assert last["status"] == "rejected", last
        return [(fault["code"], fault["pointer"]) for fault in last["errors"]]

    async def feed(self, *events: dict[str, Any]) -> list[dict[str, Any]]:
        """Feed events and return their results."""
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self.client.post(
            EVENTS_PATH, json={"events": events}, headers=headers
        ) as response:
            body = await response.json()
            assert response.status == 200, body
        results: list[dict[str, Any]] = body["results"]
        return results
