"""Whatever happened: transfers and unfunded mentors are true, and move exactly when they differ."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
import time_machine

from participants_service.app import ParticipantsService
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from participants_service.views.people import load_people
from participants_service.views.resources import TRANSFERS, UNFUNDED_MENTORS, Resource
from shared.feed.events import Status
from tests.participants.api import Api
from tests.participants.derived import (
    joins,
    looks_after,
    looks_after_no_more,
    third_lead_provider,
    transfers,
    unfunded_mentors,
)
from tests.participants.people import FENBROOK, LARKFIELD, MARRAM, OTTERBURN, SALTMARSH, known
from tests.participants.registry import COHORTS, Registry, ect, event, mentor, partnership
from tests.participants.views.chance import LEAD_PROVIDERS, MENTORS, PEOPLE, Chance
from tests.participants.views.test_histories import EVERYBODY

Seen = dict[UUID, tuple[dict[str, Any], str]]
Ask = Callable[[Api, str], Awaitable[dict[UUID, dict[str, Any]]]]
RESOURCES: dict[str, tuple[Resource, Ask]] = {
    "transfers": (TRANSFERS, transfers),
    "unfunded mentors": (UNFUNDED_MENTORS, unfunded_mentors),
}


class Mover(Chance):
    """A registry that reports mostly moves and mentors, and renames what it knows."""

    def report(self) -> dict[str, Any]:
        """Say something about somebody, or give something another name."""
        kinds = (
            *(super().report,) * 4,
            *(self._mentoring,) * 5,
            *(self._parting,) * 2,
            self._leaving,
            self._joining,
            self._lead_provider_name,
            self._school_number,
        )
        return self._dice.choice(kinds)()

    def _joining(self) -> dict[str, Any]:
        return joins(
            self._name(),
            self._day(),
            at=self._at(),
            school=self._dice.choice([FENBROOK, SALTMARSH]),
            lead_provider_id=self._lead_provider(),
        )

    def _mentoring(self) -> dict[str, Any]:
        day = self._now.date() + timedelta(days=self._dice.randrange(-3, 20))
        mentor_name = self._dice.choice(MENTORS)
        return looks_after(mentor_name, self._name(), day.isoformat(), at=self._at())

    def _parting(self) -> dict[str, Any]:
        day = self._now.date() + timedelta(days=self._dice.randrange(-3, 20))
        return looks_after_no_more(self._name(), day.isoformat(), at=self._at())

    def _lead_provider_name(self) -> dict[str, Any]:
        return event(
            "lead_provider.put",
            self._at(),
            lead_provider_id=OTTERBURN,
            name=self._dice.choice(["Otterburn Learning", "Otterburn & Daughters"]),
            cohorts=COHORTS,
        )

    def _school_number(self) -> dict[str, Any]:
        return event(
            "school.put",
            self._at(),
            school_id=SALTMARSH.id,
            urn=self._dice.choice([SALTMARSH.urn, "900999"]),
            name="Saltmarsh Primary",
            eligible=True,
        )


async def what_is_seen(api: Api, ask: Ask) -> Seen:
    """Return each record without `updated_at`, and its `updated_at`."""
    found = await ask(api, "page[per_page]=3000")
    return {one: (shown, shown.pop("updated_at")) for one, shown in found.items()}


async def what_is_true(
    service: ParticipantsService, resource: Resource, lead_provider_id: LeadProviderId
) -> dict[UUID, dict[str, Any]]:
    """Build anew what a lead provider sees today, without `updated_at`."""
    async with service.pool.acquire() as conn:
        people = await load_people(conn, [ParticipantId(known(name)) for name in EVERYBODY])
    true = {}
    for person in people:
        draft = resource.draw(person, lead_provider_id, service.clock.today()).draft
        if draft is not None:
            true[UUID(draft.record_id)] = orjson.loads(draft.body)["attributes"]
            del true[UUID(draft.record_id)]["updated_at"]
    return true


class Witness:
    """Looks at a resource as a lead provider, and remembers what it was."""

    def __init__(
        self, service: ParticipantsService, api: Api, lead_provider_id: LeadProviderId, kind: str
    ) -> None:
        self._service = service
        self._api = api
        self._lead_provider_id = lead_provider_id
        self._resource, self._ask = RESOURCES[kind]
        self._before: Seen = {}

    async def look(self, now: datetime) -> int:
        """Return how much is news; what is must be stamped with this moment, and nothing else."""
        after = await what_is_seen(self._api, self._ask)
        news = {one for one, (shown, _) in after.items() if self._shown(one) != shown}
        for one, (_, updated_at) in after.items():
            expected = now.isoformat()[:19] + "Z" if one in news else self._before[one][1]
            assert updated_at == expected
        true = await what_is_true(self._service, self._resource, self._lead_provider_id)
        assert {one: shown for one, (shown, _) in after.items()} == true
        gone = self._before.keys() - after.keys()
        self._before = after
        return len(news) + len(gone)

    def _shown(self, one: UUID) -> dict[str, Any] | None:
        return self._before[one][0] if one in self._before else None


@pytest.mark.parametrize("seed", range(6))
async def test_transfers_and_unfunded_mentors_follow_any_history(
    registry: Registry,
    larkfield: Api,
    otterburn: Api,
    service: ParticipantsService,
    travel: time_machine.Traveller,
    *,
    seed: int,
) -> None:
    chance = Mover(seed, service.clock.now())
    await registry.apply(
        *third_lead_provider(),
        partnership(LARKFIELD),
        partnership(OTTERBURN),
        partnership(OTTERBURN, school_urn=SALTMARSH.urn),
        *(ect(name, lead_provider_id=LEAD_PROVIDERS[len(name) % 2]) for name in PEOPLE),
        *(mentor(name, lead_provider_id=MARRAM) for name in MENTORS),
        *(
            mentor(
                name,
                lead_provider_id=MARRAM,
                school_urn=SALTMARSH.urn,
                email=f"{name[0].lower()}@saltmarsh.example",
                also_at_other_schools=True,
            )
            for name in MENTORS
        ),
    )
    witnesses = {
        kind: [
            Witness(service, api, lead_provider_id, kind)
            for api, lead_provider_id in ((larkfield, LARKFIELD), (otterburn, OTTERBURN))
        ]
        for kind in RESOURCES
    }
    moved = dict.fromkeys(RESOURCES, 0)
    applied = flipped = 0
    for _ in range(30):
        now = chance.passes()
        travel.move_to(now)
        # Some differences are the calendar's alone: look before anything is reported.
        for events in ([], [chance.report() for _ in range(3)]):
            results = await service.feed.apply(events)
            applied += sum(result.status is Status.APPLIED for result in results)
            assert await service.upkeep.check() == []
            for kind, watching in witnesses.items():
                news = sum([await one.look(now) for one in watching])
                moved[kind] += news
                flipped += 0 if events else news
    # A history in which nothing happens would prove nothing.
    assert applied > 20
    assert moved["transfers"] > 1
    assert moved["unfunded mentors"] > 1
    assert flipped > 0
