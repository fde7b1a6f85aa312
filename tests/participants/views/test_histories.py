"""Whatever happened: views equal a rebuild, and `updated_at` moves exactly when a view differs."""

from typing import Any

import orjson
import pytest
import time_machine

from participants_service.app import ParticipantsService
from participants_service.domain.partnerships import LeadProviderId
from participants_service.domain.teachers import ParticipantId
from participants_service.views.people import load_people
from participants_service.views.resources import PARTICIPANTS
from shared.feed.events import Status
from tests.participants.api import Api
from tests.participants.people import LARKFIELD, OTTERBURN, SALTMARSH, known
from tests.participants.registry import Registry, ect, mentor, partnership
from tests.participants.views.chance import LEAD_PROVIDERS, MENTORS, PEOPLE, Chance

EVERYBODY = [*PEOPLE, *MENTORS]

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
        people = await load_people(conn, [ParticipantId(known(name)) for name in EVERYBODY])
    participants = {}
    for person in people:
        draft = PARTICIPANTS.draw(person, lead_provider_id, service.clock.today()).draft
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
