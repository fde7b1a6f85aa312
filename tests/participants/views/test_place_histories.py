"""Whatever happened to places: each journal tells what its reader can see to be different."""

import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import pytest
import time_machine

from participants_service.app import ParticipantsService
from participants_service.domain.partnerships import LeadProviderId
from shared.database import Pool
from tests.participants.api import PARTICIPANTS_PATH, Api
from tests.participants.derived import TRANSFERS_PATH, UNFUNDED_MENTORS_PATH
from tests.participants.handlers.test_actions import act
from tests.participants.people import (
    DELIVERY_PARTNER,
    FENBROOK,
    LARKFIELD,
    OTTERBURN,
    SALTMARSH,
)
from tests.participants.places import (
    COASTAL,
    DELIVERY_PARTNERS_PATH,
    PARTNERSHIPS_PATH,
    SCHOOLS_PATH,
    agree,
    cohort,
    delivery_partner,
    find,
    replace_partner,
    school,
)
from tests.participants.registry import Registry, ect, mentor, partnership
from tests.participants.views.chance import LEAD_PROVIDERS, MENTORS, PEOPLE, Chance

HUBS = [(DELIVERY_PARTNER, "Fenland Teaching Hub"), (COASTAL, "Coastal Teaching Hub")]
YEARS = (2024, 2025)
STEPS = 40


class Seen(NamedTuple):
    """What a lead provider sees of a record, without `updated_at`, and its `updated_at`."""

    record: Mapping[str, Any]
    updated_at: str


Sight = dict[tuple[str, str], Seen]
Told = set[tuple[str, str, str]]


class Accidents:
    """Events about places, and calls of lead providers, some of them impossible."""

    def __init__(self, seed: int, now: datetime) -> None:
        self._dice = random.Random(f"places {seed}")
        self._people = Chance(seed, now)

    def passes(self) -> datetime:
        """Let some time go by."""
        return self._people.passes()

    async def happen(self, service: ParticipantsService, apis: Mapping[Any, Api]) -> bool:
        """Let something happen; return whether it did."""
        if self._dice.random() < 0.35:
            return await self._call(apis[self._dice.choice(LEAD_PROVIDERS)])
        if self._dice.random() < 0.5:
            event = self._people.report()
        else:
            event = self._dice.choice((self._school, self._hub, self._cohort))()
        (result,) = await service.feed.apply([event])
        return result.status == "applied"

    async def _call(self, api: Api) -> bool:
        kind = self._dice.randrange(4)
        hub = self._dice.choice(HUBS)[0]
        if kind == 0:
            answer = await agree(
                api,
                cohort=str(self._dice.choice(YEARS)),
                school_id=str(self._dice.choice((FENBROOK, SALTMARSH)).id),
                delivery_partner_id=str(hub),
            )
        elif kind == 1:
            mine = await find(api, PARTNERSHIPS_PATH)
            if not mine:
                return False
            answer = await replace_partner(api, self._dice.choice(mine)["id"], hub)
        else:
            everybody = await api.ids()
            if not everybody:
                return False
            action = self._dice.choice(("defer", "withdraw", "resume", "change-schedule"))
            answer = await act(api, action, self._dice.choice(everybody), **self._details(action))
        assert answer.status in {200, 422}, answer
        return answer.status == 200

    def _details(self, action: str) -> dict[str, str]:
        role = {"course_identifier": self._dice.choice(("ecf-induction", "ecf-mentor"))}
        if action == "change-schedule":
            return {
                **role,
                "schedule_identifier": self._dice.choice(
                    ("ecf-standard-april", "ecf-standard-january")
                ),
                "cohort": str(self._dice.choice(YEARS)),
            }
        return role if action == "resume" else role | {"reason": "other"}

    def _school(self) -> dict[str, Any]:
        return school(
            name=self._dice.choice(("Fenbrook Academy", "Fenbrook School")),
            eligible=self._dice.random() < 0.7,
            induction_tutor_name=self._dice.choice((None, "Priya Oduya", "Tam Reed")),
            primary_contact_email=self._dice.choice((None, "office@fenbrook.example")),
        )

    def _hub(self) -> dict[str, Any]:
        hub, name = self._dice.choice(HUBS)
        pairings = [
            (lead_provider_id, year)
            for lead_provider_id in LEAD_PROVIDERS
            for year in YEARS
            if self._dice.random() < 0.8
        ]
        return delivery_partner(hub, self._dice.choice((name, f"New {name}")), pairings=pairings)

    def _cohort(self) -> dict[str, Any]:
        return cohort(2025, finished_on=self._dice.choice(("2025-10-01", "2026-05-31")))


async def sight(api: Api) -> Sight:
    """Return everything that a lead provider sees, by resource and the id in the journal."""
    paths = (
        PARTICIPANTS_PATH,
        TRANSFERS_PATH,
        UNFUNDED_MENTORS_PATH,
        PARTNERSHIPS_PATH,
        DELIVERY_PARTNERS_PATH,
    )
    lists = [("", path, "") for path in paths]
    lists += [(f"/{year}", SCHOOLS_PATH, f"filter[cohort]={year}") for year in YEARS]
    return {
        (record["type"], record["id"] + suffix): Seen(
            record, record["attributes"].pop("updated_at")
        )
        for suffix, path, query in lists
        for record in await find(api, path, f"{query}&page[per_page]=3000")
    }


async def journal(pool: Pool, lead_provider_id: LeadProviderId, after: int) -> tuple[int, Told]:
    """Return how far a journal goes, and what it tells of what comes after a position."""
    rows = await pool.fetch(
        "SELECT position, resource, resource_id, op FROM changes"
        " WHERE provider_id = $1 AND position > $2 ORDER BY position",
        lead_provider_id,
        after,
    )
    assert [row["position"] for row in rows] == list(range(after + 1, after + len(rows) + 1))
    # Schools are looked at in two cohorts only.
    told = {
        (row["resource"], row["resource_id"], "upsert" if row["op"] == "upsert" else "gone")
        for row in rows
        if row["resource"] != "school" or row["resource_id"][-4:] in {"2024", "2025"}
    }
    return after + len(rows), told


def differences(before: Sight, after: Sight, stamp: str) -> Told:
    """Return what is different, of which `updated_at` has to say the same."""
    found = {(*key, "gone") for key in before.keys() - after.keys()}
    for key, seen in after.items():
        past = before.get(key)
        if past is not None and past.record == seen.record:
            assert seen.updated_at == past.updated_at, key
        else:
            assert seen.updated_at == stamp, key
            found.add((*key, "upsert"))
    return found


@pytest.mark.parametrize("seed", range(4))
async def test_journals_tell_what_is_seen(
    registry: Registry,
    larkfield: Api,
    otterburn: Api,
    *,
    service: ParticipantsService,
    travel: time_machine.Traveller,
    seed: int,
) -> None:
    accidents = Accidents(seed, service.clock.now())
    await registry.apply(
        delivery_partner(),
        partnership(LARKFIELD),
        partnership(OTTERBURN, school_urn=SALTMARSH.urn, cohort=2024),
        *(ect(name, lead_provider_id=LEAD_PROVIDERS[len(name) % 2]) for name in PEOPLE),
        *(mentor(name, lead_provider_id=OTTERBURN) for name in MENTORS),
    )
    apis = {LARKFIELD: larkfield, OTTERBURN: otterburn}
    positions = dict.fromkeys(apis, 0)
    before = {one: await sight(api) for one, api in apis.items()}
    for one in apis:
        positions[one], _ = await journal(service.pool, one, 0)
    happened = different = 0
    for _ in range(STEPS):
        now = accidents.passes()
        travel.move_to(now)
        # Some differences are the calendar's alone: look before anything else happens.
        for something in (False, True):
            if something:
                happened += await accidents.happen(service, apis)
            assert await service.upkeep.check() == []
            for one, api in apis.items():
                after = await sight(api)
                found = differences(before[one], after, now.isoformat()[:19] + "Z")
                positions[one], told = await journal(service.pool, one, positions[one])
                assert told == found
                different += sum(resource != "participant" for resource, _, _ in found)
                before[one] = after
    # A history in which nothing happens would prove nothing.
    assert happened > STEPS / 4
    assert different > STEPS / 4
