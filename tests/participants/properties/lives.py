"""Lives that people could have, between schools, lead providers and the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from hypothesis import strategies as st

from tests.participants.people import LARKFIELD, OTTERBURN, known
from tests.participants.registry import ect, event, mentor, partnership

Event = dict[str, Any]

LEAD_PROVIDERS = (LARKFIELD, OTTERBURN)
DAYS = (-40, -1, 0, 1, 2, 20)


class Step(NamedTuple):
    """Something that happens; each kind of thing looks at what it needs of the rest."""

    what: str
    role: str
    lead_provider: int
    school: int
    days: int
    cohort: int | None
    pick: int


# Most lives begin with training that is given up, and perhaps taken up again.
FIRST = ("register", "pass", "act", "pass", "act")
KINDS = (
    *("act", "act", "act", "act", "act", "act", "wait", "wait", "pass", "pass"),
    *("register", "register", "lead provider", "programme", "leaving", "staying"),
    *("induction", "funding"),
)


def draw(dice: Random, kinds: Sequence[str]) -> Step:
    """Draw a step of one of the kinds."""
    return Step(
        what=dice.choice(kinds),
        role=dice.choice(("ect", "ect", "mentor")),
        lead_provider=dice.randrange(3),
        school=dice.randrange(2),
        days=dice.choice(DAYS),
        cohort=dice.choice((None, None, None, 2024, 2022)),
        pick=dice.randrange(1000),
    )


# Numbers, from each of which a step is drawn: so most lives differ, and one that fails shrinks.
LIVES = st.lists(st.integers(0, 2**40), min_size=9, max_size=12, unique=True).map(
    lambda numbers: [
        draw(Random(number), KINDS if index >= len(FIRST) else FIRST[index : index + 1])
        for index, number in enumerate(numbers)
    ]
)


@dataclass(frozen=True, slots=True)
class Life:
    """Somebody at two schools where nobody else is; the number makes them different from others."""

    number: int

    @property
    def name(self) -> str:
        return f"Nobody Number{self.number}"

    @property
    def person(self) -> UUID:
        return known(self.name)

    def urn(self, school: int) -> str:
        return str(910_000 + 2 * self.number + school)

    def opening(self, now: datetime) -> list[Event]:
        """Report the schools, and their partnerships: Otterburn has fewer."""
        at = now.isoformat()
        return [
            *(
                event(
                    "school.put",
                    at,
                    school_id=known(f"school {self.urn(school)}"),
                    urn=self.urn(school),
                    name="A School",
                    eligible=True,
                )
                for school in (0, 1)
            ),
            *(
                partnership(one, at=at, school_urn=self.urn(school), cohort=cohort)
                for one, school, cohort in (
                    *((LARKFIELD, 0, cohort) for cohort in (2021, 2022, 2024, 2025)),
                    *((LARKFIELD, 1, cohort) for cohort in (2024, 2025)),
                    *((OTTERBURN, 0, cohort) for cohort in (2022, 2025)),
                    *((OTTERBURN, 1, cohort) for cohort in (2024, 2025)),
                )
            ),
        ]

    def report(self, step: Step, now: datetime) -> Event:
        """Say of the person what a step means."""
        at = now.isoformat()
        day = now.date() + timedelta(step.days)
        somebody = {"participant_id": self.person}
        stay = {**somebody, "role": step.role, "school_urn": self.urn(step.school)}
        match step.what:
            case "register":
                return self._registered(step, at, day)
            case "lead provider":
                one = LEAD_PROVIDERS[step.lead_provider % 2]
                changed = {**somebody, "role": step.role, "lead_provider_id": one}
                return event("participant.lead_provider_changed", at, **changed)
            case "programme":
                return event("participant.programme_changed", at, **somebody, **_led(step))
            case "leaving":
                return event("participant.leaving_reported", at, **stay, leaving_on=day.isoformat())
            case "staying":
                return event("participant.leaving_cancelled", at, **stay)
            case "induction":
                return self._inducted(step, at, now.date())
            case _:
                return event(
                    "mentor_funding.ended",
                    at,
                    **somebody,
                    ended_on=day.isoformat(),
                    reason="started_not_completed",
                )

    def _registered(self, step: Step, at: str, day: date) -> Event:
        members: dict[str, Any] = {
            "at": at,
            "school_urn": self.urn(step.school),
            "started_on": day.isoformat(),
        }
        if step.cohort is not None:
            members["cohort"] = step.cohort
        if step.role == "mentor":
            one = (*LEAD_PROVIDERS, None)[step.lead_provider]
            also = step.pick % 2 == 0
            return mentor(self.name, **members, lead_provider_id=one, also_at_other_schools=also)
        return ect(self.name, **members, **_led(step))

    def _inducted(self, step: Step, at: str, today: date) -> Event:
        ended = {"finished_on": today.isoformat(), "outcome": "pass"} if step.pick % 2 else {}
        return event(
            "induction.put",
            at,
            induction_id=known(f"induction of {self.name}"),
            participant_id=self.person,
            appropriate_body="Fenland Teaching Hub",
            started_on=(today - timedelta(30)).isoformat(),
            **ended,
        )


def _led(step: Step) -> dict[str, Any]:
    """Return who trains; twice out of three a lead provider."""
    if step.lead_provider == 2:
        return {"programme": "school_led"}
    return {"programme": "provider_led", "lead_provider_id": LEAD_PROVIDERS[step.lead_provider]}
