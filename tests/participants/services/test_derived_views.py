"""Upkeep of transfers and unfunded mentors: the tick, the check and the rebuild."""

from uuid import UUID

import pytest
import time_machine

from participants_service.app import ParticipantsService
from shared.database import Pool
from shared.views.comparison import Fault
from tests.participants.api import Api
from tests.participants.derived import (
    journal,
    leaves,
    looks_after,
    third_lead_provider,
    tick_people,
    transfers,
    unfunded_mentors,
)
from tests.participants.people import LARKFIELD, MARRAM, OTTERBURN, known, moment
from tests.participants.registry import Registry, ect, mentor, partnership

NAMES = ["Lost One", "Other Body", "Other Digest", "Other Day", "Quite Untouched"]
NOW, LATER = "2025-10-15T11:00:00Z", "2025-10-16T08:00:00Z"


@pytest.fixture
async def moving(registry: Registry) -> None:
    """ECTs of Larkfield who leave; each has a mentor of Marram, and a last one comes later."""
    await registry.apply(
        *third_lead_provider(),
        partnership(),
        *(ect(name) for name in NAMES),
        *(mentor(f"Mentor: {name}", lead_provider_id=MARRAM) for name in NAMES),
        *(looks_after(f"Mentor: {name}", name, "2025-09-01") for name in NAMES),
        mentor("Comes Later", lead_provider_id=MARRAM),
        looks_after("Comes Later", NAMES[-1], "2025-11-03"),
        *(leaves(name, "2025-12-31") for name in NAMES),
    )


# How the view of each of the people goes wrong; `views` stands for a table.
SPOILT = {
    "Lost One": "DELETE FROM views WHERE participant_id = $1",
    "Other Body": "UPDATE views SET body = body || ' ' WHERE participant_id = $1",
    "Other Digest": "UPDATE views SET digest = '' WHERE participant_id = $1",
    "Other Day": "UPDATE views SET flips_on = '2030-01-01' WHERE participant_id = $1",
}
COPIED = """
    INSERT INTO views
    SELECT $1, participant_id, body, digest, created_at, updated_at, flips_on
      FROM views
     WHERE participant_id = $2
"""


@pytest.mark.parametrize(
    ("table", "resource", "prefix"),
    [
        pytest.param("transfer_views", "participant-transfer", "", id="transfers"),
        pytest.param("unfunded_mentor_views", "unfunded-mentor", "Mentor: ", id="unfunded mentors"),
    ],
)
@pytest.mark.usefixtures("moving")
async def test_check_and_rebuild_find_and_mend_every_kind_of_difference(
    larkfield: Api,
    service: ParticipantsService,
    participants_pool: Pool,
    travel: time_machine.Traveller,
    *,
    table: str,
    resource: str,
    prefix: str,
) -> None:
    def of(name: str) -> UUID:
        return known(prefix + name)

    assert await service.upkeep.check() == []
    async with participants_pool.acquire() as conn:
        for name, statement in SPOILT.items():
            await conn.execute(statement.replace("views", table), of(name))
        copied = COPIED.replace("views", table)
        await conn.execute(copied, OTTERBURN, of("Quite Untouched"))
    expected = {
        (LARKFIELD, str(of("Lost One"))): Fault.MISSING,
        (LARKFIELD, str(of("Other Body"))): Fault.BODY,
        (LARKFIELD, str(of("Other Digest"))): Fault.BODY,
        (LARKFIELD, str(of("Other Day"))): Fault.COLUMNS,
        (OTTERBURN, str(of("Quite Untouched"))): Fault.UNEXPECTED,
    }
    travel.move_to(moment(LATER[:-1]))
    before = await journal(participants_pool, resource)
    found = await service.upkeep.check()
    assert {item.key: item.fault for item in found} == expected
    assert {item.resource for item in found} == {resource}
    assert f"missing: {resource} {of('Lost One')} for {LARKFIELD}" in map(str, found)
    assert {item.key: item.fault for item in await service.upkeep.rebuild()} == expected
    assert await service.upkeep.check() == []
    assert sorted((await journal(participants_pool, resource))[len(before) :]) == sorted(
        [
            (LARKFIELD, of("Lost One"), "upsert"),
            (LARKFIELD, of("Other Body"), "upsert"),
            (LARKFIELD, of("Other Digest"), "upsert"),
            (OTTERBURN, of("Quite Untouched"), "access_ended"),
        ]
    )
    shown = await (unfunded_mentors(larkfield) if prefix else transfers(larkfield))
    assert {name: shown[of(name)]["updated_at"] for name in NAMES} == {
        "Lost One": LATER,
        "Other Body": LATER,
        "Other Digest": LATER,
        "Other Day": NOW,
        "Quite Untouched": NOW,
    }
    assert await service.upkeep.rebuild() == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        pytest.param("DELETE FROM coming_views", Fault.COLUMNS, id="forgotten"),
        pytest.param("UPDATE coming_views SET comes_on = '2025-11-04'", Fault.COLUMNS, id="day"),
        pytest.param(
            "UPDATE coming_views SET resource = 'participant'", None, id="another resource"
        ),
    ],
)
@pytest.mark.usefixtures("moving")
async def test_who_is_to_come_is_checked_and_mended_too(
    service: ParticipantsService, participants_pool: Pool, statement: str, fault: Fault | None
) -> None:
    rows = "SELECT * FROM coming_views"
    before = await participants_pool.fetch(rows)
    assert [(row["lead_provider_id"], row["participant_id"]) for row in before] == [
        (LARKFIELD, known("Comes Later"))
    ]
    await participants_pool.execute(statement)
    faults = {item.fault for item in await service.upkeep.check()}
    assert faults == ({fault} if fault else {Fault.COLUMNS, Fault.UNEXPECTED})
    await service.upkeep.rebuild()
    assert await participants_pool.fetch(rows) == before
    assert await service.upkeep.check() == []


@pytest.mark.usefixtures("moving")
async def test_what_is_due_is_no_difference(
    service: ParticipantsService, travel: time_machine.Traveller
) -> None:
    travel.move_to(moment("2026-01-05T08:00:00"))
    assert await service.upkeep.check() == []
    # Five ECTs and their mentors; the sixth mentor comes and goes before anybody looks.
    assert await tick_people(service) == 11
    assert await service.upkeep.check() == []


@pytest.mark.usefixtures("moving")
async def test_the_tick_refreshes_each_person_once_for_all_resources(
    larkfield: Api,
    service: ParticipantsService,
    participants_pool: Pool,
    travel: time_machine.Traveller,
) -> None:
    """On the last day transfers are complete, and the day after everybody has left."""
    travel.move_to(moment("2025-12-31T00:00:00"))
    assert await tick_people(service) == 7
    assert {one["transfers"][0]["status"] for one in (await transfers(larkfield)).values()} == {
        "complete"
    }
    travel.move_to(moment("2026-01-01T00:00:00"))
    assert await tick_people(service) == 10
    assert await unfunded_mentors(larkfield) == {}
    entries = await journal(participants_pool, "unfunded-mentor")
    assert sum(op == "access_ended" for _, _, op in entries) == 6


async def test_views_that_were_never_made_are_made_by_a_rebuild(
    registry: Registry, larkfield: Api, service: ParticipantsService, participants_pool: Pool
) -> None:
    """As after the migration that brought the tables."""
    await registry.apply(
        *third_lead_provider(),
        partnership(),
        ect(),
        mentor(lead_provider_id=MARRAM),
        looks_after("Tobiah Wrenfield", "Imogen Achterberg", "2025-09-01"),
        mentor("Comes Later", lead_provider_id=MARRAM),
        looks_after("Comes Later", "Imogen Achterberg", "2025-11-03"),
        leaves("Imogen Achterberg", "2025-12-31"),
    )
    seen = await transfers(larkfield), await unfunded_mentors(larkfield)
    await participants_pool.execute(
        "DELETE FROM transfer_views; DELETE FROM unfunded_mentor_views; DELETE FROM coming_views"
    )
    assert len(await service.upkeep.rebuild()) == 3
    assert (await transfers(larkfield), await unfunded_mentors(larkfield)) == seen
    assert await service.upkeep.check() == []
