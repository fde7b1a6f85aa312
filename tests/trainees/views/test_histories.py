from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

import orjson
import pytest
import time_machine

from shared.database import Pool
from tests.trainees.api import Api
from tests.trainees.registry import SALTBURN, WEXMOOR, Registry
from tests.trainees.views.calls import Calls
from trainees_service.app import TraineesService

# A history goes on until every call has changed something.
FEWEST_CALLS, MOST_CALLS = 300, 1_000

# How often a call is made, where not as often as most.
WEIGHTS: Mapping[str, int] = {
    "register": 4,
    "correct": 5,
    "defer": 3,
    "withdraw": 3,
    "recommend": 8,
    "lead_partner.put": 3,
}
USUAL_WEIGHT = 2

# From which state to which each call leads; every other call leaves states alone.
MOVES: Mapping[str, Mapping[str, str]] = {
    "trn.assigned": {"submitted_for_trn": "trn_received"},
    "recommend": {"trn_received": "recommended_for_award"},
    "award.confirmed": {"recommended_for_award": "awarded"},
    "defer": {"submitted_for_trn": "deferred", "trn_received": "deferred"},
    "withdraw": {
        "submitted_for_trn": "withdrawn",
        "trn_received": "withdrawn",
        "deferred": "withdrawn",
    },
}


class Seen(NamedTuple):
    """What a provider sees of a trainee, and since when."""

    record: dict[str, Any]
    updated_at: datetime


Snapshot = dict[str, Seen]


@pytest.mark.parametrize("seed", range(3))
async def test_views_equal_a_rebuild_after_any_history(
    wexmoor: Api,
    saltburn: Api,
    registry: Registry,
    service: TraineesService,
    travel: time_machine.Traveller,
    *,
    seed: int,
) -> None:
    """States move along their table, and `updated_at` if and only if something else does."""
    rng = Random(seed)
    calls = Calls(rng, {WEXMOOR: wexmoor, SALTBURN: saltburn}, registry, service).by_name
    weights = [WEIGHTS.get(name, USUAL_WEIGHT) for name in calls]
    before: Snapshot = {}
    effective: Counter[str] = Counter()
    for number in range(MOST_CALLS):
        if number >= FEWEST_CALLS and all(effective[name] for name in calls):
            break
        travel.shift(timedelta(seconds=rng.choice((0, 1))))
        (name,) = rng.choices(list(calls), weights)
        answer = await calls[name]()
        after = await _snapshot(service.pool)
        if answer is not None:
            assert answer.status < 500, (name, answer)
            assert answer.status < 400 or after == before, (name, answer)
        _assert_moments_tell_of_changes(before, after)
        _assert_moves(name, before, after)
        effective[name] += after != before
        if number % 20 == 0:
            assert await service.upkeep.check() == []
        before = after
    assert [name for name in calls if not effective[name]] == []
    assert await service.upkeep.check() == []
    assert await service.upkeep.rebuild() == []
    assert await _snapshot(service.pool) == before
    await _assert_journal_tells_of_every_view(service.pool)


def _assert_moments_tell_of_changes(before: Snapshot, after: Snapshot) -> None:
    for trainee_id, old in before.items():
        new = after[trainee_id]
        assert (new.record != old.record) is (new.updated_at != old.updated_at)
        assert new.updated_at >= old.updated_at


def _assert_moves(name: str, before: Snapshot, after: Snapshot) -> None:
    for trainee_id, new in after.items():
        old = before.get(trainee_id)
        if old is None:
            assert (name, new.record["state"]) == ("register", "submitted_for_trn")
        elif old.record["state"] != new.record["state"]:
            assert MOVES[name][old.record["state"]] == new.record["state"], name


async def _snapshot(pool: Pool) -> Snapshot:
    async with pool.acquire() as conn:
        rows = await conn.fetch(
            "SELECT trainee_id, body, updated_at FROM trainee_views ORDER BY created_at, trainee_id"
        )
    snapshot = {}
    for row in rows:
        record = orjson.loads(row["body"])
        shown = datetime.fromisoformat(record.pop("updated_at"))
        assert shown == row["updated_at"].replace(microsecond=shown.microsecond)
        snapshot[row["trainee_id"]] = Seen(record, row["updated_at"])
    return snapshot


async def _assert_journal_tells_of_every_view(pool: Pool) -> None:
    """Positions have no gaps, and the last entry of each record is as old as its view."""
    async with pool.acquire() as conn:
        gaps = await conn.fetchval(
            "SELECT count(*) FROM (SELECT provider_id, max(position) - count(*) AS missing"
            " FROM changes GROUP BY provider_id) AS journals WHERE missing <> 0"
        )
        late = await conn.fetchval(
            "SELECT count(*) FROM trainee_views AS v WHERE updated_at IS DISTINCT FROM"
            " (SELECT max(changed_at) FROM changes AS c"
            "   WHERE c.provider_id = v.provider_id AND c.resource_id = v.trainee_id)"
        )
    assert (gaps, late) == (0, 0)
