"""What happens between two lead providers and people of theirs, and is nothing to a third."""

import random
from datetime import datetime
from typing import Any

from participants_service.domain.partnerships import LeadProviderId
from tests.participants.handlers.test_actions import act
from tests.participants.people import SALTMARSH, known
from tests.participants.places import (
    COASTAL,
    PARTNERSHIPS_PATH,
    delivery_partner,
    find,
    replace_partner,
)
from tests.participants.properties.three_providers import (
    JOINT,
    LEAD_PROVIDERS,
    TRANSFERRED,
    World,
    numbered,
)
from tests.participants.registry import COHORTS, event
from tests.participants.views.chance import Chance

STRANGERS = ["Kit Kestrel", "Lou Lapwing", "Max Martin", "Nia Nightjar"]
STRANGE_MENTORS = ["Oz Osprey", "Pat Plover"]


def wish(dice: random.Random, action: str) -> dict[str, str]:
    """Return what could be asked of an action."""
    if action == "change-schedule":
        return {
            "schedule_identifier": dice.choice(("ecf-standard-april", "ecf-extended-january")),
            "cohort": dice.choice(("2024", "2025")),
        }
    return {} if action == "resume" else {"reason": "other"}


ACTIONS = ("defer", "withdraw", "resume", "change-schedule")


class Others:
    """Two lead providers that have nothing to do with the one who reads."""

    def __init__(self, seed: int, now: datetime, reader: LeadProviderId) -> None:
        self._dice = random.Random(f"others {seed}")
        self._now = now
        self._two = [one for one in LEAD_PROVIDERS if one != reader]
        self._strangers = Chance(
            f"strangers {seed}",
            now,
            people=STRANGERS,
            mentors=STRANGE_MENTORS,
            lead_providers=self._two,
        )
        self._count = 0

    def moves_to(self, now: datetime) -> None:
        """Go on later."""
        self._now = now
        self._strangers.moves_to(now)

    async def happen(self, world: World) -> bool:
        """Let something happen; return whether it did."""
        self._count += 1
        if self._dice.random() < 0.35:
            return await self._call(world)
        told = self._dice.choice(
            (
                *[self._strangers.report_on_people] * 6,
                self._joint_mentor,
                self._joint_mentor,
                self._transferred,
                self._their_partner,
            )
        )()
        (event_told,) = numbered([told], f"others {self._count}")
        (result,) = await world.registry.feed(event_told)
        return bool(result["status"] == "applied")

    async def _call(self, world: World) -> bool:
        api = world.apis[self._dice.choice(self._two)]
        if self._dice.random() < 0.2:
            mine = await find(api, PARTNERSHIPS_PATH)
            answer = await replace_partner(api, self._dice.choice(mine)["id"], COASTAL)
        else:
            name, course = self._dice.choice(
                (
                    (JOINT, "ecf-mentor"),
                    (TRANSFERRED, "ecf-induction"),
                    *((one, "ecf-induction") for one in STRANGERS),
                    *((one, "ecf-mentor") for one in STRANGE_MENTORS),
                )
            )
            action = self._dice.choice(ACTIONS)
            answer = await act(
                api, action, known(name), course_identifier=course, **wish(self._dice, action)
            )
        assert answer.status in {200, 404, 422}, answer
        return answer.status == 200

    def _joint_mentor(self) -> dict[str, Any]:
        """Say something of the mentor whom the reader knows as an ECT only."""
        member = {"participant_id": known(JOINT), "role": "mentor"}
        kind = self._dice.randrange(4)
        if kind == 0:
            lead_provider_id = self._dice.choice(self._two)
            return self._event(
                "participant.lead_provider_changed", **member, lead_provider_id=lead_provider_id
            )
        if kind == 1:
            return self._event(
                "participant.leaving_reported",
                **member,
                school_urn=SALTMARSH.urn,
                leaving_on=self._now.date().isoformat(),
            )
        if kind == 2:
            return self._event("participant.leaving_cancelled", **member, school_urn=SALTMARSH.urn)
        return self._event(
            "mentor.assigned",
            ect_participant_id=known(self._dice.choice(STRANGERS)),
            mentor_participant_id=known(JOINT),
            started_on=self._now.date().isoformat(),
        )

    def _transferred(self) -> dict[str, Any]:
        """Let the new school choose anew; the old lead provider has what it had."""
        return self._event(
            "participant.lead_provider_changed",
            participant_id=known(TRANSFERRED),
            role="ect",
            school_urn=SALTMARSH.urn,
            lead_provider_id=self._dice.choice(self._two),
        )

    def _their_partner(self) -> dict[str, Any]:
        name = self._dice.choice(("Coastal Teaching Hub", "Coastal Hub"))
        pairings = [(one, cohort) for one in self._two for cohort in COHORTS]
        return delivery_partner(COASTAL, name, at=self._now.isoformat(), pairings=pairings)

    def _event(self, kind: str, **data: Any) -> dict[str, Any]:
        return event(kind, self._now.isoformat(), **data)
