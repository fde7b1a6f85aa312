"""What lead providers are told once the database went back in time and journals were restarted."""

from participants_service.app import ParticipantsService
from shared.changes.restarting import restart_journals
from tests.participants.api import PARTICIPANTS_PATH, Api
from tests.participants.changes import entries_of, read_changes
from tests.participants.registry import Registry, ect, partnership

BEGINNING = 100_000_000


async def head(api: Api) -> int:
    position: int = (await read_changes(api)).body["meta"]["position"]
    return position


async def go_back(service: ParticipantsService, *, position: int) -> None:
    """Lose the end of all journals, as a backup does not have it, and begin anew."""
    async with service.pool.acquire() as conn:
        await conn.execute("DELETE FROM changes WHERE position > $1", position)
        await conn.execute("UPDATE journal_heads SET position = $1 WHERE position > $1", position)
        assert await restart_journals(conn) == BEGINNING


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
        for after in (0, lost - 3, lost - 2, lost - 1, lost, lost + 1):
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
