"""Whatever happened: views equal a rebuild, and `updated_at` moves exactly when a view differs."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import orjson
import pytest
import time_machine

from participants_service.app import ParticipantsService
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from participants_service.storage.teachers import select_teachers
from participants_service.views.refresh import draft_view, load_facts
from shared.feed.events import Status
from tests.participants.api import Api
from tests.participants.people import FENBROOK, LARKFIELD, OTTERBURN, SALTMARSH, known
from tests.participants.registry import Registry, ect, event, mentor, partnership

PEOPLE = ["Ada Ash", "Ben Birch", "Cai Cedar", "Dot Dogwood", "Eve Elm"]
MENTORS = ["Finn Fox", "Gia Glen"]
EVERYBODY = [*PEOPLE, *MENTORS]
SCHOOLS = [FENBROOK.urn, SALTMARSH.urn]
LEAD_PROVIDERS = [LARKFIELD, OTTERBURN]


class Chance:
    """A registry that reports whatever comes to its mind, some of it impossible."""

    def __init__(self, seed: int, now: datetime) -> None:
        self._dice = random.Random(seed)
        self._now = now

    def passes(self) -> datetime:
        """Let some time go by."""
        self._now += timedelta(hours=self._dice.choice([1, 5, 30, 24 * 8]))
        return self._now

    def report(self) -> dict[str, Any]:
        """Say something about somebody."""
        kinds = (
            self._ect,
            self._ect,
            self._mentor,
            self._partnership,
            self._assignment,
            self._assignment,
            self._assignment,
            self._unassignment,
            self._details,
            self._leaving,
            self._staying,
            self._induction,
            self._removal,
            self._record,
            self._merge,
            self._uplift,
            self._school,
            self._roll_over,
        )
        return self._dice.choice(kinds)()

    def _ect(self) -> dict[str, Any]:
        programme = self._dice.choice(["provider_led", "provider_led", "school_led"])
        members = {"lead_provider_id": self._lead_provider()} if "prov" in programme else {}
        return ect(
            self._name(),
            at=self._at(),
            programme=programme,
            school_urn=self._urn(),
            started_on=self._day(),
            working_pattern=self._dice.choice(["full_time", "part_time", None]),
            **members,
        )

    def _mentor(self) -> dict[str, Any]:
        return mentor(
            self._name(),
            at=self._at(),
            lead_provider_id=self._dice.choice([*LEAD_PROVIDERS, None]),
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
            mentor_participant_id=known(self._dice.choice([*MENTORS, *MENTORS, self._name()])),
            started_on=self._day(),
        )

    def _unassignment(self) -> dict[str, Any]:
        return event(
            "mentor.unassigned",
            self._at(),
            ect_participant_id=known(self._name()),
            finished_on=self._day(),
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
            induction_id=known(f"induction {self._dice.randrange(4)}"),
            participant_id=known(self._name()),
            appropriate_body="Fenland Teaching Hub",
            started_on=started_on,
            **end,
        )

    def _removal(self) -> dict[str, Any]:
        induction_id = known(f"induction {self._dice.randrange(4)}")
        return event("induction.removed", self._at(), induction_id=induction_id)

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
        return self._dice.choice(PEOPLE)

    def _urn(self) -> str:
        return self._dice.choice(SCHOOLS)

    def _role(self) -> str:
        return self._dice.choice(["ect", "mentor"])

    def _lead_provider(self) -> Any:
        return self._dice.choice(LEAD_PROVIDERS)

    def _day(self) -> str:
        day: date = self._now.date() + timedelta(days=self._dice.randrange(-60, 60))
        return day.isoformat()


Seen = dict[str, tuple[dict[str, Any], str]]


async def what_is_seen(api: Api) -> Seen:
    """Return each participant without `updated_at`, and their `updated_at`."""
    participants = await api.find("page[per_page]=3000")
    return {
        participant["id"]: (participant, participant["attributes"].pop("updated_at"))
        for participant in participants
    }


async def what_is_true(
    service: ParticipantsService, lead_provider_id: LeadProviderId
) -> dict[str, dict[str, Any]]:
    """Build anew what a lead provider sees today, without `updated_at`."""
    async with service.pool.acquire() as conn:
        teachers = (
            await select_teachers(conn, [ParticipantId(known(name)) for name in EVERYBODY])
        ).values()
        facts = await load_facts(conn, teachers)
    participants = {}
    for teacher in teachers:
        draft = draft_view(teacher, lead_provider_id, service.clock.today(), facts)
        if draft is not None:
            participants[draft.record_id] = orjson.loads(draft.body)
            del participants[draft.record_id]["attributes"]["updated_at"]
    return participants


@pytest.mark.parametrize("seed", range(6))
async def test_views_follow_any_history(
    registry: Registry,
    larkfield: Api,
    otterburn: Api,
    service: ParticipantsService,
    travel: time_machine.Traveller,
    *,
    seed: int,
) -> None:
    chance = Chance(seed, service.clock.now())
    await registry.apply(
        partnership(LARKFIELD),
        partnership(OTTERBURN),
        partnership(OTTERBURN, school_urn=SALTMARSH.urn),
        *(ect(name, lead_provider_id=LEAD_PROVIDERS[len(name) % 2]) for name in PEOPLE),
        *(mentor(name, lead_provider_id=None) for name in MENTORS),
    )
    before = {
        "larkfield": await what_is_seen(larkfield),
        "otterburn": await what_is_seen(otterburn),
    }
    applied = moved = flipped = 0
    for _ in range(40):
        now = chance.passes()
        travel.move_to(now)
        # Some differences are the calendar's alone: look before anything is reported.
        for events in ([], [chance.report() for _ in range(3)]):
            results = await service.feed.apply(events)
            applied += sum(result.status is Status.APPLIED for result in results)
            assert await service.upkeep.check() == []
            for name, api, lead_provider_id in (
                ("larkfield", larkfield, LARKFIELD),
                ("otterburn", otterburn, OTTERBURN),
            ):
                after = await what_is_seen(api)
                stamp = now.isoformat()[:19] + "Z"
                for participant_id, (shown, updated_at) in after.items():
                    past = before[name].get(participant_id)
                    if past is not None and past[0] == shown:
                        assert updated_at == past[1]
                    else:
                        assert updated_at == stamp
                        moved += 1
                        flipped += not events
                before[name] = after
                seen = {key: shown for key, (shown, _) in after.items()}
                assert seen == await what_is_true(service, lead_provider_id)
    # A history in which nothing happens would prove nothing.
    assert applied > 25
    assert moved > 10
    assert flipped > 0
