"""A mentor's mentees change at once, in transactions that hold different people."""

import asyncio
from typing import Any

import pytest

from participants_service.app import ParticipantsService
from participants_service.domain.teachers import ParticipantId
from participants_service.storage.teachers import lock_teachers, select_teachers
from shared.database import Connection, Pool
from tests.participants.api import Api
from tests.participants.derived import (
    joins,
    leaves,
    looks_after,
    looks_after_no_more,
    third_lead_provider,
    unfunded_mentors,
)
from tests.participants.handlers.test_actions import act
from tests.participants.people import FENBROOK, LARKFIELD, MARRAM, OTTERBURN, SALTMARSH, known
from tests.participants.places import agree, school
from tests.participants.registry import COHORTS, Registry, ect, event, mentor, partnership

BEN = known("Ben Birch")


ECTS = ("Imogen Achterberg", "Ivy Ivory")


async def until_waited_for(pool: Pool, conn: Connection) -> None:
    """Return as soon as another transaction waits for the one of this connection."""
    pid = await conn.fetchval("SELECT pg_backend_pid()")
    async with pool.acquire() as other:
        for _ in range(1000):
            if await other.fetchval(
                "SELECT count(*) FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))", pid
            ):
                return
            await asyncio.sleep(0.01)
    raise AssertionError("nobody waits")


@pytest.fixture
async def handover(registry: Registry) -> None:
    """Ada mentors Imogen until Ben does in December; Ivy has Ben already."""
    await registry.apply(
        *third_lead_provider(),
        partnership(),
        ect(),
        ect("Ivy Ivory"),
        mentor("Ada Ash", lead_provider_id=MARRAM),
        mentor("Ben Birch", lead_provider_id=MARRAM),
        looks_after("Ada Ash", "Imogen Achterberg", "2025-09-01"),
        looks_after("Ben Birch", "Imogen Achterberg", "2025-12-01"),
        looks_after("Ben Birch", "Ivy Ivory", "2025-09-01"),
    )


@pytest.mark.usefixtures("handover")
async def test_who_comes_second_sees_what_the_first_has_written(
    registry: Registry, larkfield: Api, service: ParticipantsService
) -> None:
    """Ivy loses Ben; meanwhile Ada leaves, so that Ben is Imogen's mentor earlier.

    The one transaction holds Ivy and is about to commit, the other holds Ada and Imogen.
    """
    ivy = ParticipantId(known("Ivy Ivory"))
    async with service.pool.acquire() as conn:
        transaction = conn.transaction()
        await transaction.start()
        await lock_teachers(conn, [ivy])
        before = await select_teachers(conn, [ivy])
        await conn.execute("DELETE FROM mentorships WHERE teacher_id = $1", ivy)
        after = await select_teachers(conn, [ivy])
        await service.views.refresh(conn, before, after.values())
        feeding = asyncio.create_task(registry.feed(leaves("Ada Ash", "2025-10-10", role="mentor")))
        await until_waited_for(service.pool, conn)
        assert not feeding.done()
        await transaction.commit()
    (result,) = await feeding
    assert result["status"] == "applied"
    assert list(await unfunded_mentors(larkfield)) == [BEN]
    assert await service.upkeep.check() == []


@pytest.mark.usefixtures("handover")
async def test_everything_at_once_ends_in_true_views(
    registry: Registry, larkfield: Api, otterburn: Api, *, service: ParticipantsService
) -> None:
    """The feed, readers and the tick meet at the same few people and schools."""
    facts: list[list[dict[str, Any]]] = [
        [leaves("Ada Ash", "2025-10-10", role="mentor")],
        [looks_after_no_more("Ivy Ivory", "2025-10-10")],
        [looks_after("Ada Ash", "Ivy Ivory", "2025-10-09", at="2025-10-09T09:00:00Z")],
        [joins("Imogen Achterberg", "2025-10-13", school=SALTMARSH, at="2025-10-12T09:00:00Z")],
        [partnership(school_urn=SALTMARSH.urn)],
        [leaves("Ben Birch", "2025-10-12", role="mentor")],
        [mentor("Ben Birch", school_urn=SALTMARSH.urn, at="2025-10-12T09:00:00Z")],
        [ect("Flo Fir"), looks_after("Ben Birch", "Flo Fir", "2025-10-01")],
        # Facts that concern many, for which schools are held as well.
        [school(school_id=SALTMARSH.id, urn="900999", name="Saltmarsh School")],
        [school(school_id=FENBROOK.id, urn=FENBROOK.urn, name="Fenbrook School")],
        [
            event(
                "lead_provider.put",
                lead_provider_id=LARKFIELD,
                name="Larkfield & Daughters",
                cohorts=COHORTS,
            )
        ],
        [partnership(cohort=2024), partnership(OTTERBURN)],
    ]
    feeding = asyncio.gather(*(registry.feed(*events) for events in facts))
    await asyncio.gather(
        feeding,
        *(larkfield.find() for _ in range(3)),
        *(unfunded_mentors(larkfield) for _ in range(3)),
        *(act(larkfield, "defer", known(name), reason="other") for name in ECTS),
        agree(otterburn, school_id=str(SALTMARSH.id)),
        service.upkeep.tick(),
        service.upkeep.rebuild(),
    )
    statuses = {result["status"] for answer in await feeding for result in answer}
    assert "applied" in statuses
    assert await service.upkeep.check() == []
