from collections.abc import Callable, Coroutine
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import time_machine

from shared.database import Pool
from tests.trainees.api import Api
from tests.trainees.domain.payloads import make_data, make_degree
from tests.trainees.registry import (
    KINGSMERE,
    SALTBURN,
    WEXMOOR,
    Registry,
    discarded,
    lead_partner_put,
    provider_put,
    reinstated,
    school_put,
    trn_assigned,
)
from trainees_service.app import TraineesService
from trainees_service.services.trn_allocation import FreeNumbers, TrnRequests

Snapshot = dict[str, tuple[bytes, object]]

URNS = ("901001", "901002", "901003")
NAMES = ("Fenbrook Academy", "Heron Lake School", "Queen's Park")


@pytest.mark.parametrize("seed", range(4))
async def test_views_equal_a_rebuild_after_any_history(
    wexmoor: Api,
    saltburn: Api,
    registry: Registry,
    service: TraineesService,
    travel: time_machine.Traveller,
    *,
    seed: int,
) -> None:
    """And `updated_at` moves if and only if something else that is seen moves."""
    rng = Random(seed)
    trns = TrnRequests(service.pool, service.clock, service.views, FreeNumbers(), poll_seconds=1)
    steps: list[Callable[[], Coroutine[Any, Any, object]]] = [
        lambda: rng.choice((wexmoor, saltburn)).post(_somebody(rng)),
        lambda: rng.choice((wexmoor, saltburn)).post(_somebody(rng)),
        lambda: registry.apply(_school(rng)),
        lambda: registry.apply(_school(rng), _provider(rng), _school(rng)),
        lambda: registry.apply(_lead_partner(rng)),
        lambda: registry.apply(_provider(rng)),
        trns.process_batch,
        lambda: registry.feed(*(_report(rng, before) for _ in range(rng.randrange(1, 4)))),
    ]
    before: Snapshot = {}
    gone: set[str] = set()
    for _ in range(50):
        travel.shift(timedelta(seconds=1))
        await rng.choice(steps)()
        after = await _snapshot(service.pool)
        gone |= before.keys() - after.keys()
        for record_id in before.keys() & after.keys():
            (body, moment), (new_body, new_moment) = before[record_id], after[record_id]
            assert (new_body != body) is (new_moment != moment)
        before = after
    assert await service.upkeep.check() == []
    assert await service.upkeep.rebuild() == []
    assert await _snapshot(service.pool) == before
    assert gone == await _discarded(service.pool)
    await _assert_journal_tells_of_every_view(service.pool)


def _somebody(rng: Random) -> dict[str, object]:
    letter = rng.choice("abcdefgh")
    return make_data(
        first_names=f"T{letter}",
        email=f"{letter}@post.example",
        last_name=rng.choice(("Okonedo", "Ørsted", "李")),
        itt_end_date=rng.choice(("2027-07-09", "2040-07-09")),
        disability1=rng.choice((None, "51", "95")),
        lead_partner_urn=rng.choice((None, *URNS)),
        employing_school_urn=rng.choice((None, *URNS)),
        placements_attributes=[
            {"urn": rng.choice((*URNS, "900010")), "name": rng.choice(NAMES)}
            for _ in range(rng.randrange(3))
        ],
        degrees_attributes=[
            make_degree(graduation_year=rng.randrange(2010, 2024))
            for _ in range(rng.randrange(1, 3))
        ],
    )


def _school(rng: Random) -> dict[str, Any]:
    return school_put(
        rng.choice(URNS),
        name=rng.choice(NAMES),
        town=rng.choice((None, "Fenbrook")),
        lead_partner=rng.random() < 0.5,
        open=rng.random() < 0.5,
    )


def _lead_partner(rng: Random) -> dict[str, Any]:
    return lead_partner_put(KINGSMERE, urn=rng.choice((None, "901002", "901003")))


def _provider(rng: Random) -> dict[str, Any]:
    return provider_put(rng.choice((WEXMOOR, SALTBURN)), ukprn=rng.choice(("10990001", "10990002")))


def _report(rng: Random, seen: Snapshot) -> dict[str, Any]:
    """Report on somebody, in whatever state: what cannot be is refused."""
    trainee_id = rng.choice([*sorted(seen), "1" * 24])
    reports = (
        lambda: trn_assigned(trainee_id, str(rng.randrange(1_000_000, 1_000_008))),
        lambda: reinstated(trainee_id),
        lambda: discarded(trainee_id),
    )
    return rng.choice(reports)()


async def _discarded(pool: Pool) -> set[str]:
    async with pool.acquire() as conn:
        rows = await conn.fetch("SELECT trainee_id FROM trainees WHERE discarded_at IS NOT NULL")
    return {row["trainee_id"] for row in rows}


async def _snapshot(pool: Pool) -> Snapshot:
    async with pool.acquire() as conn:
        rows = await conn.fetch("SELECT trainee_id, body, updated_at FROM trainee_views")
    return {row["trainee_id"]: (row["body"], row["updated_at"]) for row in rows}


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
