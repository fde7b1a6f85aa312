"""Loading the invented department into the service."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
import time_machine

from participants_service.app import ParticipantsService
from participants_service.demo.events import demo_acts, demo_events
from participants_service.demo.load import DemoRejectedError, load_demo
from participants_service.demo.places import LeadProvider
from participants_service.demo.registrations import (
    RegistrationPlaces,
    place_events,
    registrations,
)
from participants_service.domain.actions.circumstances import ActionName
from participants_service.domain.actions.deferring import Defer
from participants_service.domain.actions.withdrawing import Withdraw
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId, Role, WithdrawalReason
from participants_service.storage.provider_actions import select_provider_actions
from shared.database import Pool
from shared.feed import Result, Status

MORNING = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def early_in_the_morning(travel: time_machine.Traveller) -> None:
    travel.move_to(MORNING)


async def load(service: ParticipantsService, **settings: Any) -> tuple[LeadProvider, ...]:
    return await load_demo(
        pool=service.pool,
        clock=service.clock,
        feed=service.feed,
        actions=service.actions,
        **settings,
    )


async def stored(pool: Pool) -> list[dict[str, Any]]:
    async with pool.acquire() as conn:
        rows = await conn.fetch("SELECT body FROM participant_views ORDER BY 1")
    return [orjson.loads(row["body"]) for row in rows]


async def enrolments(pool: Pool) -> list[dict[str, Any]]:
    return [
        enrolment
        for body in await stored(pool)
        for enrolment in body["attributes"]["ecf_enrolments"]
    ]


async def journal(pool: Pool) -> list[tuple[Any, ...]]:
    async with pool.acquire() as conn:
        rows = await conn.fetch("SELECT * FROM journal_heads ORDER BY provider_id")
    return [tuple(row) for row in rows]


def refusals(results: Sequence[Result], events: Sequence[object]) -> list[object]:
    return [
        (result.faults, event)
        for result, event in zip(results, events, strict=True)
        if result.status is not Status.APPLIED
    ]


@pytest.mark.parametrize(
    "today",
    [
        pytest.param(TODAY, id="in autumn"),
        pytest.param(date(2026, 6, 1), id="as a cohort begins"),
        pytest.param(date(2027, 2, 28), id="as the next cohort comes into sight"),
        pytest.param(date(2027, 9, 2), id="in a cohort that the reference data lack"),
    ],
)
async def test_the_feed_accepts_every_event(
    service: ParticipantsService, travel: time_machine.Traveller, today: date
) -> None:
    travel.move_to(datetime(today.year, today.month, today.day, tzinfo=UTC))
    events = list(demo_events(today=today))

    results = await service.feed.apply(events)

    assert refusals(results, events) == []


async def test_everything_a_lead_provider_can_see_occurs(service: ParticipantsService) -> None:
    lead_providers = await load(service)

    found = await enrolments(service.pool)
    assert {e["participant_status"] for e in found} == {"joining", "active", "leaving", "left"}
    assert {e["training_status"] for e in found} == {"active", "deferred", "withdrawn"}
    assert {(e["participant_type"], e["training_status"]) for e in found} >= {
        ("mentor", "deferred"),
        ("mentor", "withdrawn"),
    }
    assert {e["eligible_for_funding"] for e in found} == {True, False}
    assert {e["pupil_premium_uplift"] for e in found} == {True, False}
    assert {e["sparsity_uplift"] for e in found} == {True, False}
    assert {e["cohort_changed_after_payments_frozen"] for e in found} == {True, False}
    assert {e["working_pattern"] for e in found} == {"full_time", "part_time", None}
    assert {e["cohort"] for e in found} >= {"2023", "2024", "2025", "2026"}
    assert any(e["induction_end_date"] for e in found)
    assert {e["mentor_ineligible_for_funding_reason"] for e in found} >= {
        "completed_during_early_roll_out",
        "started_not_completed",
    }
    assert any("-extended-" in e["schedule_identifier"] for e in found)
    assert any(e["mentor_id"] for e in found)
    bodies = [body["attributes"] for body in await stored(service.pool)]
    assert any(len(b["ecf_enrolments"]) == 2 for b in bodies)
    assert max(len(b["participant_id_changes"]) for b in bodies) == 2
    assert any(b["teacher_reference_number"] is None for b in bodies)
    async with service.pool.acquire() as conn:
        seen_by = {
            row[0] for row in await conn.fetch("SELECT lead_provider_id FROM participant_views")
        }
    assert seen_by == {lead_provider.id for lead_provider in lead_providers}


async def test_every_kind_of_transfer_and_unfunded_mentors_occur(
    service: ParticipantsService,
) -> None:
    await load(service)

    async with service.pool.acquire() as conn:
        rows = await conn.fetch("SELECT body FROM transfer_views")
        assert await conn.fetchval("SELECT count(*) FROM unfunded_mentor_views") > 0
    people = [orjson.loads(row["body"])["attributes"]["transfers"] for row in rows]
    assert {(one["transfer_type"], one["status"]) for each in people for one in each} == {
        (kind, status)
        for kind in ("new_school", "new_provider", "unknown")
        for status in ("incomplete", "complete")
    }
    assert max(map(len, people)) == 2


async def test_what_lead_providers_did_is_shown_with_its_reason(
    service: ParticipantsService,
) -> None:
    await load(service)

    shown: Counter[str] = Counter()
    for enrolment in await enrolments(service.pool):
        interruption = enrolment["deferral"] or enrolment["withdrawal"]
        if interruption is not None:
            assert enrolment["participant_status"] == "left"
            shown[interruption["reason"]] += 1
    last = {act.participant_id: act.action for act in demo_acts(today=TODAY)}
    assert shown == Counter(
        action.reason for action in last.values() if isinstance(action, Defer | Withdraw)
    )


async def test_what_lead_providers_did_is_on_record_as_of_its_day(
    service: ParticipantsService,
) -> None:
    await load(service)

    async with service.pool.acquire() as conn:
        rows = await conn.fetch("SELECT participant_id, action, acted_at FROM provider_actions")
    assert {tuple(row) for row in rows} == {
        (act.participant_id, act.action.name, act.acted_at) for act in demo_acts(today=TODAY)
    }


async def test_what_a_lead_provider_has_done_since_is_left_as_it_is(
    service: ParticipantsService,
) -> None:
    await service.feed.apply(list(demo_events(today=TODAY)))
    act = demo_acts(today=TODAY)[-1]
    participant_id = ParticipantId(act.participant_id)
    lead_provider_id = LeadProviderId(act.lead_provider_id)
    withdraw = Withdraw(role=Role.ECT, reason=WithdrawalReason.MOVED_SCHOOL)
    await service.actions.perform(participant_id, withdraw, lead_provider_id=lead_provider_id)

    await load(service)

    async with service.pool.acquire() as conn:
        recorded = await select_provider_actions(conn, participant_id)
    assert [one.action for one in recorded] == [ActionName.WITHDRAW]


async def test_views_are_what_a_rebuild_makes(service: ParticipantsService) -> None:
    await load(service)

    assert await service.upkeep.check() == []


async def test_loading_again_changes_nothing_even_days_later(
    service: ParticipantsService, travel: time_machine.Traveller
) -> None:
    steps: list[tuple[int, int]] = []
    lead_providers = await load(service, progress=lambda *step: steps.append(step))
    before = await stored(service.pool), await journal(service.pool)
    travel.shift(86_400 * 40)

    assert await load(service) == lead_providers

    assert (await stored(service.pool), await journal(service.pool)) == before
    assert steps[-1][0] == steps[-1][1] == len(list(demo_events(today=TODAY)))


async def test_an_interrupted_load_is_completed(
    service: ParticipantsService, travel: time_machine.Traveller
) -> None:
    await service.feed.apply(list(demo_events(today=TODAY))[:700])
    travel.shift(86_400 * 2)

    await load(service)

    async with service.pool.acquire() as conn:
        applied = await conn.fetchval("SELECT count(*) FROM feed_events")
    assert applied == len(list(demo_events(today=TODAY)))


async def test_a_number_that_somebody_else_has_stops_the_load(
    service: ParticipantsService,
) -> None:
    school = {"school_id": "5d3b5b0e-53c8-4c0e-9c2b-5a1f1a2b3c4d", "urn": "900001"}
    event = {
        "event_id": "0d3b0a56-9a0a-4b0e-8d6e-0f2a7c1d9e01",
        "type": "school.put",
        "occurred_at": "2021-01-04T09:00:00Z",
        "data": {**school, "name": "Fenbrook Academy", "eligible": True},
    }
    await service.feed.apply([event])

    with pytest.raises(DemoRejectedError, match="events of the demo were rejected"):
        await load(service)


async def test_registrations_for_load_tests_are_visible_at_once(
    service: ParticipantsService,
) -> None:
    places = RegistrationPlaces(today=TODAY, lead_providers=3, schools=6)
    events = [*place_events(places), *registrations(90, places=places)]

    results = await service.feed.apply(events)

    assert refusals(results, events) == []
    assert len(await stored(service.pool)) == 90


async def test_registrations_can_be_added_to_the_department(service: ParticipantsService) -> None:
    await load(service)
    places = RegistrationPlaces(today=TODAY, lead_providers=2, schools=2)
    events = [*place_events(places), *registrations(20, places=places)]

    assert refusals(await service.feed.apply(events), events) == []
