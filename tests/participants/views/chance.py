"""A registry that says whatever comes to its mind."""

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from participants_service.domain.partnerships import LeadProviderId
from tests.participants.people import FENBROOK, LARKFIELD, OTTERBURN, SALTMARSH, known
from tests.participants.registry import ect, event, mentor, partnership

PEOPLE = ["Ada Ash", "Ben Birch", "Cai Cedar", "Dot Dogwood", "Eve Elm"]
MENTORS = ["Finn Fox", "Gia Glen"]
SCHOOLS = [FENBROOK.urn, SALTMARSH.urn]
LEAD_PROVIDERS = [LARKFIELD, OTTERBURN]


class Chance:
    """A registry that reports whatever comes to its mind, some of it impossible."""

    def __init__(
        self,
        seed: int | str,
        now: datetime,
        *,
        people: Sequence[str] = PEOPLE,
        mentors: Sequence[str] = MENTORS,
        lead_providers: Sequence[LeadProviderId] = LEAD_PROVIDERS,
    ) -> None:
        self._dice = random.Random(seed)
        self._now = now
        self._people = people
        self._mentors = mentors
        self._lead_providers = lead_providers

    def passes(self) -> datetime:
        """Let some time go by."""
        self._now += timedelta(hours=self._dice.choice([1, 5, 30, 24 * 8]))
        return self._now

    def moves_to(self, now: datetime) -> None:
        """Report what is true now."""
        self._now = now

    def report(self) -> dict[str, Any]:
        """Say something about somebody, a school or a partnership."""
        return self._dice.choice((*self._about_people(), *self._about_places()))()

    def report_on_people(self) -> dict[str, Any]:
        """Say something about somebody."""
        return self._dice.choice(self._about_people())()

    def _about_people(self) -> Sequence[Callable[[], dict[str, Any]]]:
        return (
            self._ect,
            self._ect,
            self._mentor,
            self._assignment,
            self._assignment,
            self._assignment,
            self._unassignment,
            self._lead_provider_change,
            self._lead_provider_change,
            self._programme,
            self._error,
            self._funding,
            self._details,
            self._leaving,
            self._staying,
            self._induction,
            self._removal,
            self._record,
            self._merge,
        )

    def _about_places(self) -> Sequence[Callable[[], dict[str, Any]]]:
        return self._partnership, self._uplift, self._school, self._roll_over

    def _ect(self) -> dict[str, Any]:
        return ect(
            self._name(),
            at=self._at(),
            **self._led(["provider_led", "provider_led", "school_led"]),
            school_urn=self._urn(),
            started_on=self._day(),
            working_pattern=self._dice.choice(["full_time", "part_time", None]),
        )

    def _mentor(self) -> dict[str, Any]:
        return mentor(
            self._name(),
            at=self._at(),
            lead_provider_id=self._dice.choice([*self._lead_providers, None]),
            school_urn=self._urn(),
            started_on=self._day(),
            also_at_other_schools=self._dice.choice([True, False]),
        )

    def _partnership(self) -> dict[str, Any]:
        return partnership(
            self._lead_provider(),
            at=self._at(),
            school_urn=self._urn(),
            cohort=self._dice.choice([2024, 2025]),
        )

    def _roll_over(self) -> dict[str, Any]:
        lead_provider_id, urn = self._lead_provider(), self._urn()
        return event(
            "partnership.rolled_over",
            self._at(),
            partnership_id=known(f"partnership {lead_provider_id} {urn} 2025"),
            school_urn=urn,
            lead_provider_id=lead_provider_id,
            from_cohort=2024,
            to_cohort=2025,
        )

    def _assignment(self) -> dict[str, Any]:
        return event(
            "mentor.assigned",
            self._at(),
            ect_participant_id=known(self._name()),
            mentor_participant_id=known(
                self._dice.choice([*self._mentors, *self._mentors, self._name()])
            ),
            started_on=self._day(),
        )

    def _unassignment(self) -> dict[str, Any]:
        return event(
            "mentor.unassigned",
            self._at(),
            ect_participant_id=known(self._name()),
            finished_on=self._day(),
        )

    def _led(self, programmes: list[str]) -> dict[str, Any]:
        programme = self._dice.choice(programmes)
        members = {"lead_provider_id": self._lead_provider()} if "prov" in programme else {}
        return {"programme": programme} | members

    def _lead_provider_change(self) -> dict[str, Any]:
        return event(
            "participant.lead_provider_changed",
            self._at(),
            participant_id=known(self._name()),
            role=self._role(),
            lead_provider_id=self._lead_provider(),
        )

    def _programme(self) -> dict[str, Any]:
        return event(
            "participant.programme_changed",
            self._at(),
            participant_id=known(self._name()),
            **self._led(["provider_led", "school_led"]),
        )

    def _error(self) -> dict[str, Any]:
        return event(
            "participant.registered_in_error",
            self._at(),
            participant_id=known(self._name()),
            role=self._role(),
            school_urn=self._urn(),
        )

    def _funding(self) -> dict[str, Any]:
        return event(
            "mentor_funding.ended",
            self._at(),
            participant_id=known(self._dice.choice([*self._mentors, self._name()])),
            ended_on=self._day(),
            reason="started_not_completed",
        )

    def _details(self) -> dict[str, Any]:
        return event(
            "participant.details_changed",
            self._at(),
            participant_id=known(self._name()),
            role=self._role(),
            corrected_name=self._dice.choice([None, "A New Name"]),
        )

    def _leaving(self) -> dict[str, Any]:
        return event(
            "participant.leaving_reported",
            self._at(),
            participant_id=known(self._name()),
            role=self._role(),
            school_urn=self._urn(),
            leaving_on=self._day(),
        )

    def _staying(self) -> dict[str, Any]:
        return event(
            "participant.leaving_cancelled",
            self._at(),
            participant_id=known(self._name()),
            role=self._role(),
            school_urn=self._urn(),
        )

    def _induction(self) -> dict[str, Any]:
        started_on = self._day()
        end = self._dice.choice([{}, {}, {"finished_on": self._day()}])
        if end and self._dice.random() < 0.5:
            end["outcome"] = "pass"
        return event(
            "induction.put",
            self._at(),
            induction_id=self._induction_id(),
            participant_id=known(self._name()),
            appropriate_body="Fenland Teaching Hub",
            started_on=started_on,
            **end,
        )

    def _removal(self) -> dict[str, Any]:
        return event("induction.removed", self._at(), induction_id=self._induction_id())

    def _induction_id(self) -> UUID:
        return known(f"induction {self._dice.randrange(4)} of {self._people[0]}")

    def _record(self) -> dict[str, Any]:
        return event(
            "national_record.put",
            self._at(),
            participant_id=known(self._name()),
            last_name=self._dice.choice(["Quill", "."]),
            induction_status=self._dice.choice(["Exempt", "InProgress"]),
        )

    def _merge(self) -> dict[str, Any]:
        return event(
            "participants.merged",
            self._at(),
            from_participant_id=known(self._name()),
            into_participant_id=known(self._name()),
        )

    def _uplift(self) -> dict[str, Any]:
        return event(
            "uplift.put",
            self._at(),
            school_urn=self._urn(),
            cohort=2024,
            pupil_premium=self._dice.choice([True, False]),
            sparsity=True,
        )

    def _school(self) -> dict[str, Any]:
        return event(
            "school.put",
            self._at(),
            school_id=SALTMARSH.id,
            urn=SALTMARSH.urn,
            name="Saltmarsh Primary",
            eligible=self._dice.choice([True, False]),
        )

    def _at(self) -> str:
        return self._now.isoformat()

    def _name(self) -> str:
        return self._dice.choice(self._people)

    def _urn(self) -> str:
        return self._dice.choice(SCHOOLS)

    def _role(self) -> str:
        return self._dice.choice(["ect", "mentor"])

    def _lead_provider(self) -> Any:
        return self._dice.choice(self._lead_providers)

    def _day(self) -> str:
        day: date = self._now.date() + timedelta(days=self._dice.randrange(-60, 60))
        return day.isoformat()
