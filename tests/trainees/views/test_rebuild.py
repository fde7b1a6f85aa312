from uuid import uuid4

import pytest

from shared.views.comparison import Fault
from tests.trainees.api import Api
from tests.trainees.domain.payloads import make_data
from trainees_service.app import TraineesService


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        pytest.param("DELETE FROM trainee_views", Fault.MISSING, id="a view is lost"),
        pytest.param(
            "UPDATE trainee_views SET body = replace(body::text, '30', '31')::bytea",
            Fault.BODY,
            id="a body was changed",
        ),
        pytest.param(
            "UPDATE trainees SET first_names = 'Rowan'", Fault.BODY, id="the record was changed"
        ),
        pytest.param(
            "UPDATE trainee_views SET has_trn = true", Fault.COLUMNS, id="a column is wrong"
        ),
    ],
)
async def test_damage_is_found_and_mended(
    wexmoor: Api, service: TraineesService, damage: str, fault: Fault
) -> None:
    registered = await wexmoor.register(make_data())
    async with service.pool.acquire() as conn:
        await conn.execute(damage)
    for find in (service.upkeep.check, service.upkeep.check, service.upkeep.rebuild):
        (difference,) = await find()
        assert difference.fault is fault
        assert difference.key[1] == registered["trainee_id"]
    assert await service.upkeep.check() == []


async def test_a_view_of_nobody_is_removed_and_journalled(
    wexmoor: Api, service: TraineesService
) -> None:
    registered = await wexmoor.register(make_data())
    stranger = str(uuid4())
    async with service.pool.acquire() as conn:
        await conn.execute(
            "INSERT INTO trainee_views SELECT provider_id, $1, body, digest, created_at,"
            " updated_at, flips_on, state, start_cycle, itt_start_date, has_trn"
            " FROM trainee_views",
            stranger,
        )
        assert [item.fault for item in await service.upkeep.rebuild()] == [Fault.UNEXPECTED]
        entries = await conn.fetch("SELECT resource_id, op FROM changes ORDER BY position")
    assert [tuple(entry) for entry in entries] == [
        (registered["trainee_id"], "upsert"),
        (stranger, "deleted"),
    ]


async def test_a_sound_view_keeps_its_moment(wexmoor: Api, service: TraineesService) -> None:
    registered = await wexmoor.register(make_data())
    assert await service.upkeep.rebuild() == []
    assert (await wexmoor.get(registered["trainee_id"])).data == registered
