"""What providers are told once the database went back in time and the journals were restarted."""

import pytest

from shared.changes.restarting import restart_journals
from tests.restarted_journals import BEGINNINGS, STRETCH, take
from tests.trainees.api import Api
from tests.trainees.changes import RENAME, change, entries_of, key, read_changes
from tests.trainees.domain.payloads import make_data
from tests.trainees.registry import SALTBURN
from trainees_service.app import TraineesService

# Where journals go on that had entries before.
BEGINNING = STRETCH + 1


async def register_many(api: Api, count: int) -> list[str]:
    letters = "abcdefgh"[:count]
    return [
        (await api.register(make_data(first_names=f"T{one}", email=f"{one}@post.example")))[
            "trainee_id"
        ]
        for one in letters
    ]


async def go_back(service: TraineesService, *, position: int) -> None:
    """Lose the end of all journals, as a backup does not have it, and begin anew."""
    async with service.pool.acquire() as conn:
        await conn.execute("DELETE FROM changes WHERE position > $1", position)
        await conn.execute("DELETE FROM journal_heads WHERE $1 = 0", position)
        await conn.execute("UPDATE journal_heads SET position = $1", position)
        assert await restart_journals(conn) == STRETCH


async def test_nobody_goes_on_from_a_position_of_before(
    wexmoor: Api, service: TraineesService
) -> None:
    trainee_ids = await register_many(wexmoor, 5)
    await go_back(service, position=3)
    for changed in range(6):
        told = entries_of(await read_changes(wexmoor, f"after={BEGINNING}"))
        assert [entry.position - BEGINNING for entry in told] == list(range(1, changed + 1))
        for after in (0, 2, 3, 4, 5, 1000, STRETCH):
            answer = await read_changes(wexmoor, f"after={after}")
            assert answer.status == 410
            assert answer.body["meta"] == {"position": BEGINNING + changed}
        # Before long the journal is past every position that was lost.
        await change(service, RENAME, key(trainee_ids[0]))


async def test_whoever_begins_anew_misses_nothing(wexmoor: Api, service: TraineesService) -> None:
    trainee_ids = await register_many(wexmoor, 4)
    await go_back(service, position=3)
    position = (await read_changes(wexmoor, "after=4")).body["meta"]["position"]
    await change(service, RENAME, key(trainee_ids[1]))
    answer = await read_changes(wexmoor, f"after={position}")
    assert [entry.trainee_id for entry in entries_of(answer)] == [trainee_ids[1]]
    assert answer.body["meta"] == {"position": BEGINNING + 1, "has_more": False}


async def test_a_journal_that_was_lost_altogether_is_not_taken_for_the_one_of_now(
    saltburn: Api, service: TraineesService
) -> None:
    await register_many(saltburn, 2)
    await go_back(service, position=0)
    assert (await read_changes(saltburn, "after=2")).status == 410
    discarded = await service.pool.fetchval("SELECT min(trainee_id) FROM trainees")
    for _ in range(4):
        await change(service, RENAME, key(discarded, SALTBURN))
        assert (await read_changes(saltburn, "after=2")).status == 410


async def test_what_was_answered_before_is_answered_anew(
    wexmoor: Api, service: TraineesService
) -> None:
    """A head may stand where it stood, with other trainees behind it."""
    await register_many(wexmoor, 3)
    listed = (await wexmoor.call("GET", "/api/v0.1/trainees")).headers["ETag"]
    changes = (await read_changes(wexmoor, "after=3")).headers["ETag"]
    await go_back(service, position=3)
    answer = await wexmoor.call("GET", "/api/v0.1/trainees", headers={"If-None-Match": listed})
    assert answer.status == 200
    assert (await read_changes(wexmoor, "after=3", If_None_Match=changes)).status == 410


@pytest.mark.parametrize(("steps", "told", "end"), BEGINNINGS)
async def test_position_0_is_before_the_first_entry_if_all_are_there(
    saltburn: Api, service: TraineesService, *, steps: str, told: list[int] | None, end: int
) -> None:
    """Whatever number the first has; and everybody may go on from where the journal ends."""
    names = iter("abcd")

    async def write() -> None:
        name = next(names)
        await saltburn.register(make_data(first_names=name, email=f"{name}@post.example"))

    await take(steps, service.pool, SALTBURN, write)
    for query in ("after=0", "", "after=0&limit=1"):
        answer = await read_changes(saltburn, query)
        assert answer.body["meta"]["position"] == end
        if told is None:
            assert answer.status == 410
        else:
            positions = [entry.position for entry in entries_of(answer)]
            assert positions == (told[:1] if "limit" in query else told)
    await write()
    (entry,) = entries_of(await read_changes(saltburn, f"after={end}"))
    assert entry.position == (end or steps.count("restart") * STRETCH) + 1


@pytest.mark.parametrize("position", [1, 3, 4])
@pytest.mark.parametrize("order", ["", "&sort_order=asc"])
async def test_a_walk_of_before_has_expired(
    wexmoor: Api, service: TraineesService, position: int, order: str
) -> None:
    await register_many(wexmoor, 3)
    begun = await wexmoor.call("GET", f"/api/v0.1/trainees?per_page=2{order}")
    link = begun.headers["Link"].partition("<")[2].partition(">")[0]
    await wexmoor.register(make_data(first_names="Later", email="later@post.example"))
    await go_back(service, position=position)
    answer = await wexmoor.call("GET", link)
    assert answer.status == 422
    assert answer.body["errors"] == {"page[after]": ["has expired"]}
