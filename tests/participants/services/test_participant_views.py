"""The daily tick, the rebuild, and the check."""

import asyncio

import time_machine

from participants_service.app import ParticipantsService
from shared.database import Pool
from shared.views.comparison import Fault
from tests.participants.api import Api
from tests.participants.people import LARKFIELD, OTTERBURN, known, moment
from tests.participants.registry import Registry, ect, mentor, partnership

IMOGEN = known("Imogen Achterberg")


SPOILT = {
    "Lost One": "DELETE FROM participant_views WHERE participant_id = $1",
    "Other Body": """
        UPDATE participant_views
           SET body = convert_to(replace(convert_from(body, 'UTF8'), 'Other', 'Odder'), 'UTF8')
         WHERE participant_id = $1
    """,
    "Other Digest": "UPDATE participant_views SET digest = '' WHERE participant_id = $1",
    "Other Column": "UPDATE participant_views SET cohorts = '{}' WHERE participant_id = $1",
    "Other Day": "UPDATE participant_views SET flips_on = '2030-01-01' WHERE participant_id = $1",
}
COPIED = """
    INSERT INTO participant_views
    SELECT $1, participant_id, body, digest, created_at, updated_at, flips_on, cohorts,
           training_statuses, from_participant_ids
      FROM participant_views
     WHERE participant_id = $2
"""


async def journal(pool: Pool) -> list[tuple[str, str, int]]:
    """Return what the journals say of people."""
    rows = await pool.fetch(
        "SELECT resource_id, op, position FROM changes WHERE resource = 'participant'"
        " ORDER BY provider_id, position"
    )
    return [(str(row["resource_id"]), row["op"], row["position"]) for row in rows]


async def test_the_tick_refreshes_what_changes_by_itself_and_nothing_else(
    registry: Registry,
    service: ParticipantsService,
    participants_pool: Pool,
    travel: time_machine.Traveller,
) -> None:
    await registry.apply(
        partnership(),
        partnership(OTTERBURN),
        ect(started_on="2025-10-16"),
        ect("Later On", started_on="2025-10-17"),
        ect("Stays On"),
        ect("Ivy Ivory", lead_provider_id=OTTERBURN, started_on="2025-10-16"),
    )
    assert await service.upkeep.tick() == 0
    before = await journal(participants_pool)
    travel.move_to(moment("2025-10-15T23:00:00"))
    reports: list[tuple[int, int]] = []
    # Two people start, each in a partnership that has one more in training from then on.
    assert await service.upkeep.tick(lambda done, total: reports.append((done, total))) == 4
    assert reports == [(0, 2), (2, 2), (2, 4), (4, 4)]
    added = [entry[:2] for entry in await journal(participants_pool) if entry not in before]
    assert sorted(added) == sorted([(str(IMOGEN), "upsert"), (str(known("Ivy Ivory")), "upsert")])
    assert await service.upkeep.tick() == 0
    assert await service.upkeep.check() == []


async def test_a_missed_tick_is_made_up_for(
    registry: Registry,
    larkfield: Api,
    service: ParticipantsService,
    travel: time_machine.Traveller,
) -> None:
    await registry.apply(partnership(), ect(started_on="2025-10-16"))
    travel.move_to(moment("2026-10-16T08:00:00"))
    assert await service.upkeep.tick() == 2
    assert (await larkfield.one(IMOGEN))["updated_at"] == "2026-10-16T08:00:00Z"


async def test_views_that_are_due_are_no_difference(
    registry: Registry, service: ParticipantsService, travel: time_machine.Traveller
) -> None:
    await registry.apply(partnership(), ect(started_on="2025-10-16"))
    travel.move_to(moment("2025-10-20T08:00:00"))
    assert await service.upkeep.check() == []


async def test_check_and_rebuild_find_and_mend_every_kind_of_difference(
    registry: Registry,
    larkfield: Api,
    service: ParticipantsService,
    participants_pool: Pool,
    travel: time_machine.Traveller,
) -> None:
    await registry.apply(
        partnership(), *(ect(name) for name in (*SPOILT, "Quite Untouched")), mentor()
    )
    untouched = await larkfield.one(known("Quite Untouched"))
    async with participants_pool.acquire() as conn:
        for name, statement in SPOILT.items():
            await conn.execute(statement, known(name))
        await conn.execute(COPIED, OTTERBURN, known("Quite Untouched"))
    expected = {
        (LARKFIELD, str(known("Lost One"))): Fault.MISSING,
        (LARKFIELD, str(known("Other Body"))): Fault.BODY,
        (LARKFIELD, str(known("Other Digest"))): Fault.BODY,
        (LARKFIELD, str(known("Other Column"))): Fault.COLUMNS,
        (LARKFIELD, str(known("Other Day"))): Fault.COLUMNS,
        (OTTERBURN, str(known("Quite Untouched"))): Fault.UNEXPECTED,
    }
    travel.move_to(moment("2025-10-16T08:00:00"))
    before = await journal(participants_pool)
    found = await service.upkeep.check()
    assert {item.key: item.fault for item in found} == expected
    assert await journal(participants_pool) == before
    reports: list[tuple[int, int]] = []
    found = await service.upkeep.rebuild(lambda done, total: reports.append((done, total)))
    assert {item.key: item.fault for item in found} == expected
    assert reports[:3] == [(0, 7), (7, 7), (7, 11)]
    assert reports[-1] == (11, 11)
    assert await service.upkeep.check() == []
    added = [entry[:2] for entry in await journal(participants_pool) if entry not in before]
    assert sorted(added) == sorted(
        [
            (str(known("Lost One")), "upsert"),
            (str(known("Other Body")), "upsert"),
            (str(known("Other Digest")), "upsert"),
            (str(known("Quite Untouched")), "access_ended"),
        ]
    )
    assert (await larkfield.one(known("Other Body")))["full_name"] == "Other Body"
    assert (await larkfield.one(known("Other Body")))["updated_at"] == "2025-10-16T08:00:00Z"
    assert (await larkfield.one(known("Other Column")))["updated_at"] == "2025-10-15T11:00:00Z"
    assert await larkfield.one(known("Quite Untouched")) == untouched
    assert await service.upkeep.rebuild() == []


async def test_many_at_once_refresh_each_view_once(
    registry: Registry,
    larkfield: Api,
    otterburn: Api,
    *,
    service: ParticipantsService,
    participants_pool: Pool,
    travel: time_machine.Traveller,
) -> None:
    names = [f"Ash Number{number}" for number in range(30)]
    await registry.apply(
        partnership(),
        partnership(OTTERBURN),
        *(ect(name, started_on="2025-10-16") for name in names),
        *(mentor(name, lead_provider_id=OTTERBURN, started_on="2025-10-16") for name in names),
    )
    before = await journal(participants_pool)
    travel.move_to(moment("2025-10-16T08:00:00"))
    lists = [api.find() for api in (larkfield, otterburn) for _ in range(6)]
    ones = [larkfield.one(known(name)) for name in names[:6]]
    answers, *_ = await asyncio.gather(
        asyncio.gather(*lists), asyncio.gather(*ones), service.upkeep.tick()
    )
    for participants in answers:
        shown = [one["attributes"]["ecf_enrolments"][0] for one in participants]
        assert [enrolment["participant_status"] for enrolment in shown] == ["active"] * 30
    added = [entry for entry in await journal(participants_pool) if entry not in before]
    assert len(added) == 60
    assert await service.upkeep.check() == []


async def test_lead_providers_are_behind_the_calendar_until_the_tick(
    registry: Registry, service: ParticipantsService, travel: time_machine.Traveller
) -> None:
    async def behind() -> float | None:
        await service.apps.health.measure()
        registry_of_metrics = service.apps.health.metrics.registry
        return registry_of_metrics.get_sample_value("views_due_providers")

    await registry.apply(
        partnership(),
        partnership(OTTERBURN),
        ect(started_on="2025-10-16"),
        ect("Ivy Ivory", lead_provider_id=OTTERBURN, started_on="2025-10-17"),
    )
    assert await behind() == 0
    travel.move_to(moment("2025-10-15T23:00:00"))
    assert await behind() == 1
    travel.move_to(moment("2025-10-16T23:00:00"))
    assert await behind() == 2
    await service.upkeep.tick()
    assert await behind() == 0
