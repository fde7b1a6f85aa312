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

# A history goes on until every call has changed something and every move has been made.
FEWEST_CALLS, MOST_CALLS = 300, 2_000

# How often a call is made, where not as often as most.
WEIGHTS: Mapping[str, float] = {
    "register": 9,
    "correct": 5,
    "defer": 4,
    "withdraw": 3,
    "recommend": 8,
    "allocate TRNs": 0.5,
    "trainee.reinstated": 4,
    "trainee.withdrawal_undone": 4,
    "trainee.discarded": 1,
    "lead_partner.put": 3,
}
USUAL_WEIGHT = 2

# From which state to which ones each call may lead; every other call leaves states alone.
MOVES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "allocate TRNs": {"submitted_for_trn": ("trn_received",)},
    "trn.assigned": {"submitted_for_trn": ("trn_received",)},
    "recommend": {"trn_received": ("recommended_for_award",)},
    "award.confirmed": {"recommended_for_award": ("awarded",)},
    "defer": {"submitted_for_trn": ("deferred",), "trn_received": ("deferred",)},
    "withdraw": {
        "submitted_for_trn": ("withdrawn",),
        "trn_received": ("withdrawn",),
        "deferred": ("withdrawn",),
    },
    "trainee.reinstated": {"deferred": ("submitted_for_trn", "trn_received")},
    "trainee.withdrawal_undone": {"withdrawn": ("submitted_for_trn", "trn_received", "deferred")},
}
EVERY_MOVE = {
    (name, old, new)
    for name, moves in MOVES.items()
    for old, possible in moves.items()
    for new in possible
}

# Which of these it is follows from whether there is a TRN; elsewhere there may be one or not.
HAS_TRN: Mapping[str, bool] = {
    "submitted_for_trn": False,
    "trn_received": True,
    "recommended_for_award": True,
    "awarded": True,
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
    history = History()
    effective: set[str] = set()
    for number in range(MOST_CALLS):
        if number >= FEWEST_CALLS and effective >= calls.keys() and history.moves == EVERY_MOVE:
            break
        travel.shift(timedelta(seconds=rng.choice((0, 1))))
        (name,) = rng.choices(list(calls), weights)
        refusal = await calls[name]()
        before, after = history.now, await _snapshot(service.pool)
        assert refusal is None or after == before, (name, refusal)
        history.go_on(name, after)
        if after != before:
            effective.add(name)
        if number % 20 == 0:
            assert await service.upkeep.check() == []
    assert effective == calls.keys()
    assert history.moves == EVERY_MOVE
    assert await service.upkeep.check() == []
    assert await service.upkeep.rebuild() == []
    assert await _snapshot(service.pool) == history.now
    await _assert_journal_tells_of_everybody(service.pool, history)


class History:
    """What was seen so far; each step has to follow from those before it."""

    def __init__(self) -> None:
        self.now: Snapshot = {}
        self.gone: set[str] = set()
        self.moves: set[tuple[str, str, str]] = set()
        # The state of those who were withdrawn, as it was before.
        self._left: dict[str, str] = {}

    def go_on(self, name: str, after: Snapshot) -> None:
        """See what a call has led to."""
        gone = self.now.keys() - after.keys()
        assert not gone or (name, len(gone)) == ("trainee.discarded", 1)
        self.gone |= gone
        assert self.gone.isdisjoint(after)
        for trainee_id, new in after.items():
            state = new.record["state"]
            assert HAS_TRN.get(state) in (None, new.record["trn"] is not None)
            assert (new.record["withdraw_date"] is not None) is (state == "withdrawn")
            if trainee_id in self.now:
                _assert_moment_tells_of_a_change(self.now[trainee_id], new)
                self._move(name, trainee_id, state)
            else:
                assert (name, state) == ("register", "submitted_for_trn")
        self.now = after

    def _move(self, name: str, trainee_id: str, state: str) -> None:
        old: str = self.now[trainee_id].record["state"]
        if state == old:
            return
        assert (name, old, state) in EVERY_MOVE
        self.moves.add((name, old, state))
        if state == "withdrawn":
            self._left[trainee_id] = old
        elif old == "withdrawn":
            assert (state == "deferred") is (self._left[trainee_id] == "deferred")


def _assert_moment_tells_of_a_change(old: Seen, new: Seen) -> None:
    assert (new.record != old.record) is (new.updated_at != old.updated_at)
    assert new.updated_at >= old.updated_at


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


async def _assert_journal_tells_of_everybody(pool: Pool, history: History) -> None:
    """Positions have no gaps; the last entry is as old as the view, or says that it is gone."""
    async with pool.acquire() as conn:
        gaps = await conn.fetchval(
            "SELECT count(*) FROM (SELECT provider_id, max(position) - count(*) AS missing"
            " FROM changes GROUP BY provider_id) AS journals WHERE missing <> 0"
        )
        last = await conn.fetch(
            "SELECT DISTINCT ON (provider_id, resource_id) resource_id, op, changed_at"
            " FROM changes ORDER BY provider_id, resource_id, position DESC"
        )
    assert gaps == 0
    kept = [row for row in last if row["op"] == "upsert"]
    moments = {trainee_id: seen.updated_at for trainee_id, seen in history.now.items()}
    assert {row["resource_id"]: row["changed_at"] for row in kept} == moments
    deleted = [row["resource_id"] for row in last if row["op"] == "deleted"]
    assert sorted(deleted) == sorted(history.gone)
    assert len(last) == len(kept) + len(deleted)
