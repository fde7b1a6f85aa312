"""Random histories: however they arrive, they end the same, and nothing is ever out of joint."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from participants_service.app import create_service
from participants_service.domain.teachers import ParticipantId, Teacher
from participants_service.settings import ParticipantsSettings
from participants_service.storage.teachers import select_teachers
from shared.feed.events import Result
from tests.conftest import PARTICIPANTS, Templates, runtime_pool
from tests.participants.registry_feed.histories import PEOPLE, History
from tests.participants.registry_feed.invariants import broken_invariants

EVENTS = 250
# What a history has to tell to prove anything; of the rest some tell one thing, some another.
ALWAYS_TOLD = {
    "ect.registered",
    "mentor.registered",
    "mentor.assigned",
    "participant.leaving_reported",
    "participant.lead_provider_changed",
    "participant.programme_changed",
    "participant.registered_in_error",
    "mentor_funding.ended",
    "partnership.put",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a history left behind."""

    results: list[Result]
    teachers: dict[ParticipantId, Teacher]
    wrong_views: list[Any]


async def fed(templates: Templates, events: Sequence[object], at_once: int) -> Outcome:
    """Feed a history to a service of its own, some events at a time."""
    async with (
        templates.clone(PARTICIPANTS) as url,
        runtime_pool(url, PARTICIPANTS) as pool,
        create_service(ParticipantsSettings(rate_limit="off"), pool) as service,
    ):
        results: list[Result] = []
        for start in range(0, len(events), at_once):
            results += await service.feed.apply(events[start : start + at_once])
        async with pool.acquire() as conn:
            teachers = await select_teachers(conn, map(ParticipantId, PEOPLE))
        return Outcome(results, teachers, await service.upkeep.check())


@pytest.mark.parametrize("seed", range(4))
async def test_a_history_ends_the_same_however_it_is_cut_into_transactions(
    templates: Templates, seed: int
) -> None:
    events = list(History(seed).events(EVENTS))
    singly, together = [await fed(templates, events, at_once) for at_once in (1, 500)]
    assert together.results == singly.results
    assert together.teachers == singly.teachers
    assert broken_invariants(together.teachers) == []
    assert (singly.wrong_views, together.wrong_views) == ([], [])
    applied = [
        event["type"]
        for event, result in zip(events, together.results, strict=True)
        if result.status == "applied"
    ]
    assert len(applied) > EVENTS / 4
    assert set(applied) >= ALWAYS_TOLD
