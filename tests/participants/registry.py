"""The registry as it feeds facts to the service, over HTTP."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from tests.participants.api import Client
from tests.participants.people import (
    DELIVERY_PARTNER,
    FENBROOK,
    LARKFIELD,
    OTTERBURN,
    SALTMARSH,
    known,
)

EVENTS_PATH = "/internal/v1/events"
COHORTS = (2021, 2022, 2023, 2024, 2025)

# When the facts of these tests were reported, unless a test says otherwise.
REPORTED_AT = "2025-07-02T09:15:44Z"


def event(kind: str, at: str = REPORTED_AT, **data: Any) -> dict[str, Any]:
    """Make an event; ids may be given as UUIDs."""
    return {
        "event_id": str(uuid4()),
        "type": kind,
        "occurred_at": at,
        "data": {name: _plain(value) for name, value in data.items()},
    }


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

    async def open_department(self) -> None:
        """Report two lead providers, a delivery partner for both, and two schools."""
        await self.apply(
            *(
                event(
                    "lead_provider.put",
                    lead_provider_id=lead_provider_id,
                    name=name,
                    cohorts=COHORTS,
                )
                for lead_provider_id, name in (
                    (LARKFIELD, "Larkfield Teaching Institute"),
                    (OTTERBURN, "Otterburn Learning"),
                )
            ),
            event(
                "delivery_partner.put",
                delivery_partner_id=DELIVERY_PARTNER,
                name="Fenland Teaching Hub",
                pairings=[
                    {"lead_provider_id": str(lead_provider_id), "cohort": cohort}
                    for lead_provider_id in (LARKFIELD, OTTERBURN)
                    for cohort in COHORTS
                ],
            ),
            *(
                event("school.put", school_id=school.id, urn=school.urn, name=name, eligible=True)
                for school, name in (
                    (FENBROOK, "Fenbrook Academy"),
                    (SALTMARSH, "Saltmarsh Primary"),
                )
            ),
        )


def partnership(
    lead_provider_id: UUID = LARKFIELD, *, at: str = REPORTED_AT, **members: Any
) -> dict[str, Any]:
    """Make the event of a partnership, by default with Fenbrook for 2025."""
    data = {
        "school_urn": FENBROOK.urn,
        "delivery_partner_id": DELIVERY_PARTNER,
        "cohort": 2025,
    } | members
    name = f"partnership {lead_provider_id} {data['school_urn']} {data['cohort']}"
    data.setdefault("partnership_id", known(name))
    return event("partnership.put", at, lead_provider_id=lead_provider_id, **data)


def ect(
    name: str = "Imogen Achterberg", *, at: str = REPORTED_AT, **members: Any
) -> dict[str, Any]:
    """Make the registration of an ECT at Fenbrook, by default with Larkfield."""
    first_name, _, last_name = name.partition(" ")
    data = {
        "participant_id": known(name),
        "first_name": first_name,
        "last_name": last_name,
        "email": f"{first_name.lower()}@fenbrook-academy.example",
        "school_urn": FENBROOK.urn,
        "started_on": "2025-09-01",
        "working_pattern": "full_time",
        "programme": "provider_led",
    } | members
    if data["programme"] == "provider_led":
        data.setdefault("lead_provider_id", LARKFIELD)
    return event("ect.registered", at, **data)


def mentor(
    name: str = "Tobiah Wrenfield", *, at: str = REPORTED_AT, **members: Any
) -> dict[str, Any]:
    """Make the registration of a mentor at Fenbrook, by default trained by Larkfield."""
    first_name, _, last_name = name.partition(" ")
    data = {
        "participant_id": known(name),
        "first_name": first_name,
        "last_name": last_name,
        "email": f"{first_name.lower()}@fenbrook-academy.example",
        "school_urn": FENBROOK.urn,
        "started_on": "2025-09-01",
        "lead_provider_id": LARKFIELD,
    } | members
    return event("mentor.registered", at, **data)


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
