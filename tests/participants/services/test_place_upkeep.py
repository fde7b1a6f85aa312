"""Views of places are checked and mended like those of people, whatever is wrong with them."""

import asyncio

import time_machine

from participants_service.app import ParticipantsService
from participants_service.storage.school_views import EVERYBODY
from shared.database import Pool
from shared.views.comparison import Fault
from tests.participants.api import Api
from tests.participants.people import FENBROOK, LARKFIELD, OTTERBURN, SALTMARSH, known, moment
from tests.participants.places import (
    COASTAL,
    PARTNERSHIPS_PATH,
    delivery_partner,
    delivery_partner_of,
    find,
    partnership_of,
    school_of,
)
from tests.participants.registry import Registry, ect, partnership

PARTNERSHIP = known(f"partnership {LARKFIELD} 900417 2025")
EARLIER = known(f"partnership {LARKFIELD} 900417 2024")
FEN, SALT = str(FENBROOK.id), str(SALTMARSH.id)
COPY = """
    INSERT INTO partnership_views
    SELECT $1, partnership_id, body, digest, created_at, updated_at, flips_on, cohort,
           delivery_partner_id
      FROM partnership_views WHERE partnership_id = $2
"""
SPOIL = """
    UPDATE partnership_views SET flips_on = '2030-01-01' WHERE cohort = 2024;
    UPDATE partnership_views SET digest = '' WHERE cohort = 2025;
    UPDATE school_views
       SET body = convert_to(replace(convert_from(body, 'UTF8'), 'Saltmarsh', 'Salt'), 'UTF8')
     WHERE cohort = 2024;
    UPDATE school_views SET in_partnership = false WHERE cohort = 2025;
    DELETE FROM school_views WHERE cohort = 2023;
    UPDATE interested_school_views SET digest = '';
"""
SPOIL_PARTNER = "UPDATE delivery_partner_views SET cohorts = '{}' WHERE delivery_partner_id = $1"
EMPTY = """
    DELETE FROM partnership_views;
    DELETE FROM school_views;
    DELETE FROM interested_school_views;
    DELETE FROM delivery_partner_views;
"""


async def test_check_and_rebuild_find_and_mend_every_kind_of_difference(
    registry: Registry,
    larkfield: Api,
    otterburn: Api,
    *,
    service: ParticipantsService,
    participants_pool: Pool,
    travel: time_machine.Traveller,
) -> None:
    await registry.apply(delivery_partner(), partnership(), partnership(cohort=2024), ect())
    before = [
        await partnership_of(larkfield, EARLIER),
        await school_of(larkfield, 2025, SALT),
        await delivery_partner_of(larkfield, COASTAL),
    ]
    await participants_pool.execute(SPOIL)
    await participants_pool.execute(SPOIL_PARTNER, COASTAL)
    await participants_pool.execute(COPY, OTTERBURN, EARLIER)
    travel.move_to(moment("2025-10-15T15:00:00"))
    found = await service.upkeep.check()
    faults = {item.key: item.fault for item in found}
    assert faults.pop((LARKFIELD, str(PARTNERSHIP))) is Fault.BODY
    assert faults.pop((LARKFIELD, str(EARLIER))) is Fault.COLUMNS
    assert faults.pop((OTTERBURN, str(EARLIER))) is Fault.UNEXPECTED
    assert faults.pop((EVERYBODY, f"{SALT}/2024")) is Fault.BODY
    assert faults.pop((EVERYBODY, f"{FEN}/2025")) is Fault.COLUMNS
    assert faults.pop((EVERYBODY, f"{FEN}/2023")) is Fault.MISSING
    assert faults.pop((EVERYBODY, f"{SALT}/2023")) is Fault.MISSING
    assert faults.pop((LARKFIELD, f"{FEN}/2025")) is Fault.BODY
    assert faults == {(one, str(COASTAL)): Fault.COLUMNS for one in (LARKFIELD, OTTERBURN)}
    assert {item.resource for item in found} == {"partnership", "school", "delivery-partner"}
    assert f"body differs: partnership {PARTNERSHIP} for {LARKFIELD}" in map(str, found)
    mended = await service.upkeep.rebuild()
    assert {item.key for item in mended} == {item.key for item in found}
    assert await service.upkeep.check() == []
    assert await service.upkeep.rebuild() == []
    assert (await partnership_of(larkfield, PARTNERSHIP))["updated_at"] == "2025-10-15T15:00:00Z"
    for api in (larkfield, otterburn):
        shown = await school_of(api, 2024, SALT)
        assert (shown["name"], shown["updated_at"]) == ("Saltmarsh Primary", "2025-10-15T15:00:00Z")
        assert (await school_of(api, 2023))["updated_at"] == "2025-10-15T15:00:00Z"
    assert (await school_of(larkfield))["updated_at"] == "2025-10-15T15:00:00Z"
    assert (await school_of(otterburn))["updated_at"] == "2025-10-15T11:00:00Z"
    assert await find(otterburn, PARTNERSHIPS_PATH) == []
    assert before == [
        await partnership_of(larkfield, EARLIER),
        await school_of(larkfield, 2025, SALT),
        await delivery_partner_of(larkfield, COASTAL),
    ]


async def test_a_rebuild_makes_views_where_there_were_none(
    registry: Registry, larkfield: Api, service: ParticipantsService, participants_pool: Pool
) -> None:
    """As after the migration that brought the tables."""
    await registry.apply(partnership(), ect())
    before = [
        await partnership_of(larkfield, PARTNERSHIP),
        await school_of(larkfield),
        await delivery_partner_of(larkfield),
    ]
    await participants_pool.execute(EMPTY)
    assert {item.fault for item in await service.upkeep.rebuild()} == {Fault.MISSING}
    assert await service.upkeep.check() == []
    assert before == [
        await partnership_of(larkfield, PARTNERSHIP),
        await school_of(larkfield),
        await delivery_partner_of(larkfield),
    ]


async def test_many_at_once_refresh_each_partnership_once(
    registry: Registry,
    larkfield: Api,
    *,
    service: ParticipantsService,
    participants_pool: Pool,
    travel: time_machine.Traveller,
) -> None:
    years = (2023, 2024, 2025)
    await registry.apply(
        *(partnership(cohort=year) for year in years),
        *(
            ect(
                f"Ash Number{year}",
                started_on="2025-10-16",
                cohort=year,
                schedule_identifier="ecf-standard-september",
            )
            for year in years
        ),
    )
    travel.move_to(moment("2025-10-16T08:00:00"))
    ids = [known(f"partnership {LARKFIELD} 900417 {year}") for year in years]
    await asyncio.gather(
        *(find(larkfield, PARTNERSHIPS_PATH) for _ in range(4)),
        *(partnership_of(larkfield, one) for one in ids),
        service.upkeep.tick(),
    )
    for one in ids:
        shown = await partnership_of(larkfield, one)
        assert shown["participants_currently_training"] == 1
        assert shown["updated_at"] == "2025-10-16T08:00:00Z"
    entries = await participants_pool.fetch(
        "SELECT resource_id FROM changes WHERE resource = 'partnership' AND changed_at >= $1",
        moment("2025-10-16T08:00:00"),
    )
    assert sorted(row["resource_id"] for row in entries) == sorted(map(str, ids))
    assert await service.upkeep.check() == []
