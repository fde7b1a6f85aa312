"""What lead providers are told once the database went back in time and journals were restarted."""

from uuid import uuid4

import pytest

from participants_service.app import ParticipantsService
from shared.changes.restarting import restart_journals
from tests.participants.api import PARTICIPANTS_PATH, Api
from tests.participants.changes import entries_of, read_changes
from tests.participants.people import LARKFIELD
from tests.participants.registry import Registry, ect, event, partnership
from tests.restarted_journals import BEGINNINGS, STRETCH, take

# Where journals go on that had entries before.
BEGINNING = STRETCH + 1


async def head(api: Api) -> int:
    position: int = (await read_changes(api)).body["meta"]["position"]
    return position


async def go_back(service: ParticipantsService, *, position: int) -> None:
    """Lose the end of all journals, as a backup does not have it, and begin anew."""
    async with service.pool.acquire() as conn:
        await conn.execute("DELETE FROM changes WHERE position > $1", position)
        await conn.execute("UPDATE journal_heads SET position = $1 WHERE position > $1", position)
        assert await restart_journals(conn) == STRETCH


async def test_nobody_goes_on_from_a_position_of_before(
    registry: Registry, larkfield: Api, service: ParticipantsService
) -> None:
    await registry.apply(partnership(), ect())
    lost = await head(larkfield)
    await go_back(service, position=lost - 2)
    # Before long the journal is past every position that was lost.
    for name in ("Ima", "Ilse", "Ines"):
        told = await read_changes(larkfield, f"after={BEGINNING}")
        assert len(entries_of(told)) == told.body["meta"]["position"] - BEGINNING
        for after in (0, lost - 3, lost - 2, lost - 1, lost, lost + 1, STRETCH):
            for others in ("", "&filter[resource]=participant"):
                answer = await read_changes(larkfield, f"after={after}{others}")
                assert answer.status == 410
                assert answer.body["meta"] == {"position": told.body["meta"]["position"]}
        await registry.apply(ect(f"{name} Achterberg"))
    assert (await read_changes(larkfield, f"after={BEGINNING}")).body["data"]


async def test_what_was_answered_before_is_answered_anew(
    registry: Registry, larkfield: Api, service: ParticipantsService
) -> None:
    """A head may stand where it stood, with other people behind it."""
    await registry.apply(partnership(), ect())
    lost = await head(larkfield)
    listed = (await larkfield.call("GET", PARTICIPANTS_PATH)).headers["ETag"]
    changes = (await read_changes(larkfield, f"after={lost}")).headers["ETag"]
    await go_back(service, position=lost)
    answer = await larkfield.call("GET", PARTICIPANTS_PATH, headers={"If-None-Match": listed})
    assert answer.status == 200
    answer = await read_changes(larkfield, f"after={lost}", If_None_Match=changes)
    assert answer.status == 410


@pytest.mark.parametrize(("steps", "told", "end"), BEGINNINGS)
async def test_position_0_is_before_the_first_entry_if_all_are_there(
    new_registry: Registry,
    larkfield: Api,
    service: ParticipantsService,
    *,
    steps: str,
    told: list[int] | None,
    end: int,
) -> None:
    """Whatever number the first has; and everybody may go on from where the journal ends."""
    await new_registry.apply(
        event("lead_provider.put", lead_provider_id=LARKFIELD, name="Larkfield", cohorts=[2025])
    )

    async def write() -> None:
        pairings = [{"lead_provider_id": str(LARKFIELD), "cohort": 2025}]
        partner_id = uuid4()
        await new_registry.apply(
            event(
                "delivery_partner.put",
                delivery_partner_id=partner_id,
                name=f"Teaching Hub {partner_id}",
                pairings=pairings,
            )
        )

    # Being reported, a lead provider has its journal held.
    await take(f"lose {steps}", service.pool, LARKFIELD, write)
    for query in ("after=0", "", "after=0&filter[resource]=delivery-partner"):
        answer = await read_changes(larkfield, query)
        assert answer.body["meta"]["position"] == end
        if told is None:
            assert answer.status == 410
        else:
            assert [entry.position for entry in entries_of(answer)] == told
    await write()
    (entry,) = entries_of(await read_changes(larkfield, f"after={end}"))
    assert entry.position == (end or steps.count("restart") * STRETCH) + 1
