"""Random histories of a small department: likely and unlikely facts in a likely order."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from tests.participants.people import FENBROOK, LARKFIELD, OTTERBURN, SALTMARSH, known

Event = dict[str, Any]

PEOPLE = [known(f"person {number}") for number in range(7)]
SCHOOLS = [FENBROOK.id, SALTMARSH.id, known("Third School")]
URNS = ["900417", "900533", "900600", "900601"]
LEAD_PROVIDERS = [LARKFIELD, OTTERBURN]
DELIVERY_PARTNERS = [known("Fenland Teaching Hub"), known("Coastal Teaching Hub")]
COHORTS = [2021, 2023, 2024, 2025, 2026]
FIRST_DAY = date(2023, 6, 5)


class History:
    """Invents facts day by day; the same seed invents the same ones."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(seed)
        self._today = FIRST_DAY
        self._count = 0
        self._stays: list[dict[str, Any]] = []

    def events(self, count: int) -> Iterator[Event]:
        """Yield the department and then facts about it and its people."""
        yield from self._department()
        inventions = {
            self._ect: 9,
            self._mentor: 6,
            self._assigned: 6,
            self._unassigned: 1,
            self._leaving: 5,
            self._cancelled: 4,
            self._lead_provider_changed: 5,
            self._programme_changed: 4,
            self._registered_in_error: 2,
            self._funding_ended: 2,
            self._details: 2,
            self._induction: 5,
            self._induction_removed: 1,
            self._national_record: 2,
            self._merged: 1,
            self._partnership: 5,
            self._rolled_over: 2,
            self._school: 1,
            self._uplift: 1,
            self._lead_provider: 1,
            self._delivery_partner: 1,
        }
        for _ in range(count):
            self._today += timedelta(days=self._rng.choice((0, 0, 0, 1, 2, 7)))
            (invent,) = self._rng.choices(list(inventions), list(inventions.values()))
            yield invent()

    def _department(self) -> Iterator[Event]:
        for lead_provider_id in LEAD_PROVIDERS:
            yield self._event(
                "lead_provider.put",
                lead_provider_id=lead_provider_id,
                name=f"Lead Provider {lead_provider_id}",
                cohorts=COHORTS,
            )
        for delivery_partner_id in DELIVERY_PARTNERS:
            yield self._paired(delivery_partner_id, 1)
        for school_id, urn in zip(SCHOOLS, URNS, strict=False):
            yield self._event(
                "school.put", school_id=school_id, urn=urn, name=f"School {urn}", eligible=True
            )

    def _event(self, kind: str, **data: Any) -> Event:
        self._count += 1
        at = datetime.combine(self._today, datetime.min.time(), UTC) + timedelta(hours=9)
        return {
            "event_id": str(known(f"event {self._count}")),
            "type": kind,
            "occurred_at": at.isoformat(),
            "data": {
                name: str(value) if isinstance(value, UUID | date) else value
                for name, value in data.items()
            },
        }

    def _day(self) -> date:
        return self._today + timedelta(days=self._rng.choice((-60, -7, -1, 0, 0, 1, 14, 90)))

    def _registration(self, role: str) -> dict[str, Any]:
        participant_id = self._rng.choice(PEOPLE)
        data = {
            "participant_id": participant_id,
            "first_name": "Robin",
            "last_name": self._rng.choice(("Teal", "Marsh")),
            "email": "robin@school.example",
            "school_urn": self._rng.choice(URNS),
            "started_on": self._day(),
        }
        if self._rng.random() < 0.6:
            data["trn"] = f"70000{PEOPLE.index(participant_id) % 5:02}"
        if self._rng.random() < 0.15:
            data["cohort"] = self._rng.choice(COHORTS)
        stay = {"participant_id": participant_id, "role": role, "school_urn": data["school_urn"]}
        self._stays.append(stay)
        return data

    def _ect(self) -> Event:
        return self._event("ect.registered", **self._registration("ect"), **self._led(0.85))

    def _led(self, by_lead_providers: float) -> dict[str, Any]:
        if self._rng.random() > by_lead_providers:
            return {"programme": "school_led"}
        lead_provider_id = self._rng.choice(LEAD_PROVIDERS)
        return {"programme": "provider_led", "lead_provider_id": lead_provider_id}

    def _mentor(self) -> Event:
        return self._event(
            "mentor.registered",
            **self._registration("mentor"),
            lead_provider_id=self._rng.choice((*LEAD_PROVIDERS, None)),
            also_at_other_schools=self._rng.random() < 0.3,
        )

    def _assigned(self) -> Event:
        return self._event(
            "mentor.assigned",
            ect_participant_id=self._someone("ect"),
            mentor_participant_id=self._someone("mentor"),
            started_on=self._day(),
        )

    def _someone(self, role: str) -> UUID:
        """Choose anybody, more often somebody who was registered in the role."""
        registered: list[UUID] = [
            one["participant_id"] for one in self._stays[-12:] if one["role"] == role
        ]
        return self._rng.choice(registered if registered and self._rng.random() < 0.7 else PEOPLE)

    def _unassigned(self) -> Event:
        return self._event(
            "mentor.unassigned",
            ect_participant_id=self._rng.choice(PEOPLE),
            finished_on=self._day(),
        )

    def _leaving(self) -> Event:
        return self._event("participant.leaving_reported", **self._stay(), leaving_on=self._day())

    def _cancelled(self) -> Event:
        return self._event("participant.leaving_cancelled", **self._stay())

    def _lead_provider_changed(self) -> Event:
        return self._event(
            "participant.lead_provider_changed",
            **self._perhaps_at(self._stay()),
            lead_provider_id=self._rng.choice(LEAD_PROVIDERS),
        )

    def _programme_changed(self) -> Event:
        stay = self._perhaps_at(self._stay())
        del stay["role"]
        return self._event("participant.programme_changed", **stay, **self._led(0.5))

    def _perhaps_at(self, stay: dict[str, Any]) -> dict[str, Any]:
        """Leave out half of the schools, which are for the service to find."""
        is_named = self._rng.random() < 0.5
        return {name: value for name, value in stay.items() if name != "school_urn" or is_named}

    def _registered_in_error(self) -> Event:
        return self._event("participant.registered_in_error", **self._stay())

    def _funding_ended(self) -> Event:
        return self._event(
            "mentor_funding.ended",
            participant_id=self._someone("mentor"),
            ended_on=self._day(),
            reason=self._rng.choice(("completed_during_early_roll_out", "started_not_completed")),
        )

    def _details(self) -> Event:
        stay = self._stay()
        return self._event(
            "participant.details_changed",
            participant_id=stay["participant_id"],
            role=stay["role"],
            email=f"robin{self._count}@school.example",
            corrected_name=self._rng.choice((None, "Robin T.")),
        )

    def _stay(self) -> dict[str, Any]:
        if self._stays and self._rng.random() < 0.8:
            return self._rng.choice(self._stays[-6:])
        return {
            "participant_id": self._rng.choice(PEOPLE),
            "role": self._rng.choice(("ect", "mentor")),
            "school_urn": self._rng.choice(URNS),
        }

    def _induction(self) -> Event:
        started_on = self._today - timedelta(days=self._rng.choice((0, 10, 200)))
        ended = self._rng.random() < 0.4
        return self._event(
            "induction.put",
            induction_id=known(f"induction {self._rng.randrange(8)}"),
            participant_id=self._rng.choice(PEOPLE),
            appropriate_body="Hub",
            started_on=started_on,
            finished_on=self._today if ended else None,
            outcome=self._rng.choice((None, "pass", "fail")) if ended else None,
        )

    def _induction_removed(self) -> Event:
        return self._event(
            "induction.removed", induction_id=known(f"induction {self._rng.randrange(8)}")
        )

    def _national_record(self) -> Event:
        return self._event(
            "national_record.put",
            participant_id=self._rng.choice(PEOPLE),
            trn=self._rng.choice((None, "7000000", "7000009")),
            induction_status=self._rng.choice((None, "Exempt", "Passed")),
            induction_completed_on=self._rng.choice((None, self._today)),
        )

    def _merged(self) -> Event:
        return self._event(
            "participants.merged",
            from_participant_id=self._rng.choice(PEOPLE),
            into_participant_id=self._rng.choice(PEOPLE),
        )

    def _partnership(self) -> Event:
        return self._event(
            "partnership.put",
            partnership_id=known(f"partnership {self._rng.randrange(12)}"),
            school_urn=self._rng.choice(URNS),
            lead_provider_id=self._rng.choice(LEAD_PROVIDERS),
            delivery_partner_id=self._rng.choice(DELIVERY_PARTNERS),
            cohort=self._rng.choice(COHORTS),
        )

    def _rolled_over(self) -> Event:
        cohort = self._rng.choice(COHORTS[:-1])
        return self._event(
            "partnership.rolled_over",
            partnership_id=known(f"partnership {12 + self._rng.randrange(8)}"),
            school_urn=self._rng.choice(URNS),
            lead_provider_id=self._rng.choice(LEAD_PROVIDERS),
            from_cohort=cohort,
            to_cohort=cohort + 1,
        )

    def _school(self) -> Event:
        urn = self._rng.choice(URNS)
        return self._event(
            "school.put",
            school_id=self._rng.choice(SCHOOLS),
            urn=urn,
            name=f"School {urn}",
            eligible=True,
        )

    def _uplift(self) -> Event:
        return self._event(
            "uplift.put",
            school_urn=self._rng.choice(URNS),
            cohort=self._rng.choice(COHORTS),
            pupil_premium=self._rng.random() < 0.5,
            sparsity=self._rng.random() < 0.5,
        )

    def _lead_provider(self) -> Event:
        lead_provider_id = self._rng.choice(LEAD_PROVIDERS)
        return self._event(
            "lead_provider.put",
            lead_provider_id=lead_provider_id,
            name=f"Lead Provider {lead_provider_id}",
            cohorts=[cohort for cohort in COHORTS if self._rng.random() < 0.9],
        )

    def _delivery_partner(self) -> Event:
        return self._paired(self._rng.choice(DELIVERY_PARTNERS), 0.9)

    def _paired(self, delivery_partner_id: UUID, share: float) -> Event:
        return self._event(
            "delivery_partner.put",
            delivery_partner_id=delivery_partner_id,
            name=f"Delivery Partner {delivery_partner_id}",
            pairings=[
                {"lead_provider_id": str(lead_provider_id), "cohort": cohort}
                for lead_provider_id in LEAD_PROVIDERS
                for cohort in COHORTS
                if self._rng.random() < share
            ],
        )
