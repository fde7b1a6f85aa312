"""Who has an answer already is told so, and only then."""

from collections.abc import Mapping
from datetime import timedelta

import time_machine

from tests.trainees.api import TRAINEES_PATH, Answer, Api
from tests.trainees.lists import change, get_page, register_many, somebody
from trainees_service.app import TraineesService

UNKNOWN_ID = "1" * 24


async def ask(api: Api, path: str, tag: str) -> Answer:
    """Ask again, with the tag of what one has."""
    return await api.call("GET", path, headers={"If-None-Match": tag})


def assert_not_modified(answer: Answer, tag: str) -> None:
    assert (answer.status, answer.body) == (304, None)
    assert answer.headers["ETag"] == tag
    assert "Content-Type" not in answer.headers
    _assert_private(answer.headers)


def _assert_private(headers: Mapping[str, str]) -> None:
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Vary"] == "Authorization"


async def test_a_list_is_sent_once(wexmoor: Api, service: TraineesService) -> None:
    registered = await register_many(wexmoor, 3)
    first = await wexmoor.call("GET", TRAINEES_PATH)
    _assert_private(first.headers)
    tag = first.headers["ETag"]
    assert_not_modified(await ask(wexmoor, TRAINEES_PATH, tag), tag)
    await change(service, registered[:1], first_names="Rowan")
    second = await ask(wexmoor, TRAINEES_PATH, tag)
    assert second.status == 200
    assert second.headers["ETag"] != tag
    assert second.body["data"][0]["first_names"] == "Rowan"
    await change(service, registered[1:2], discarded_at="2026-11-24T10:30:00Z")
    third = await ask(wexmoor, TRAINEES_PATH, second.headers["ETag"])
    assert third.body["meta"]["total_count"] == 2


async def test_no_trainee_is_looked_at_for_a_list_that_is_known(
    wexmoor: Api, service: TraineesService
) -> None:
    await register_many(wexmoor, 1)
    tag = (await wexmoor.call("GET", TRAINEES_PATH)).headers["ETag"]
    async with service.pool.acquire() as conn:
        await conn.execute("DELETE FROM trainee_views")
    assert_not_modified(await ask(wexmoor, TRAINEES_PATH, tag), tag)
    assert (await wexmoor.call("GET", TRAINEES_PATH)).status == 404


async def test_nothing_written_for_others_makes_a_list_another(wexmoor: Api, saltburn: Api) -> None:
    await register_many(wexmoor, 1)
    tag = (await wexmoor.call("GET", TRAINEES_PATH)).headers["ETag"]
    await register_many(saltburn, 1)
    assert_not_modified(await ask(wexmoor, TRAINEES_PATH, tag), tag)
    assert (await ask(saltburn, TRAINEES_PATH, tag)).status == 200


async def test_the_same_list_has_the_same_tag_however_it_is_asked_for(wexmoor: Api) -> None:
    await register_many(wexmoor, 2)
    tags = {
        (await get_page(wexmoor, query)).answer.headers["ETag"]
        for query in (
            "",
            "academic_cycle=2026",
            "page=1&per_page=50",
            "sort_order=desc&has_trn=&page=x",
            "text_search=x",
        )
    }
    assert len(tags) == 1


async def test_every_list_and_page_has_a_tag_of_its_own(wexmoor: Api) -> None:
    await register_many(wexmoor, 4)
    first = await get_page(wexmoor, "per_page=1")
    assert first.next is not None
    queries = [
        "",
        "sort_order=asc",
        "since=2026-11-24",
        "has_trn=false",
        "status=in_training",
        "status[]=in_training&status[]=deferred",
        "per_page=1",
        "per_page=1&page=2",
        first.next.partition("?")[2],
    ]
    tags = [(await get_page(wexmoor, query)).answer.headers["ETag"] for query in queries]
    assert len(set(tags)) == len(queries)


async def test_a_page_of_a_walk_is_sent_once(wexmoor: Api, service: TraineesService) -> None:
    registered = await register_many(wexmoor, 3)
    link = (await get_page(wexmoor, "per_page=1")).next
    assert link is not None
    tag = (await wexmoor.call("GET", link)).headers["ETag"]
    assert_not_modified(await ask(wexmoor, link, tag), tag)
    await change(service, registered[1:2], first_names="Rowan")
    again = await ask(wexmoor, link, tag)
    assert again.body["data"][0]["first_names"] == "Rowan"


async def test_a_status_may_mean_others_on_another_day(
    wexmoor: Api, travel: time_machine.Traveller
) -> None:
    await wexmoor.register(somebody(1, itt_start_date="2026-11-25"))
    path = f"{TRAINEES_PATH}?status=course_not_yet_started"
    tag = (await wexmoor.call("GET", path)).headers["ETag"]
    assert_not_modified(await ask(wexmoor, path, tag), tag)
    assert (await ask(wexmoor.at("2026-11-25"), path, tag)).status == 404
    travel.move_to("2026-11-25T00:00:00Z")
    assert (await ask(wexmoor, path, tag)).status == 404


async def test_a_refused_query_is_refused_whatever_is_known(wexmoor: Api) -> None:
    await register_many(wexmoor, 1)
    tag = (await wexmoor.call("GET", TRAINEES_PATH)).headers["ETag"]
    answer = await ask(wexmoor, f"{TRAINEES_PATH}?has_trn=1", tag)
    assert answer.status == 422
    assert "ETag" not in answer.headers


async def test_a_trainee_is_sent_once(
    wexmoor: Api, service: TraineesService, travel: time_machine.Traveller
) -> None:
    (registered,) = await register_many(wexmoor, 1)
    path = f"{TRAINEES_PATH}/{registered}"
    first = await wexmoor.call("GET", path)
    _assert_private(first.headers)
    tag = first.headers["ETag"]
    assert_not_modified(await ask(wexmoor, path, tag), tag)
    await wexmoor.register(somebody(1))
    assert_not_modified(await ask(wexmoor, path, tag), tag)
    travel.shift(timedelta(days=1))
    assert_not_modified(await ask(wexmoor, path, tag), tag)
    await change(service, [registered], first_names="Rowan")
    second = await ask(wexmoor, path, tag)
    assert second.data["first_names"] == "Rowan"
    assert second.headers["ETag"] != tag


async def test_a_change_that_was_undone_is_another_answer(
    wexmoor: Api, service: TraineesService
) -> None:
    """Although only `updated_at` differs, and not even that as it is shown."""
    (registered,) = await register_many(wexmoor, 1)
    path = f"{TRAINEES_PATH}/{registered}"
    first = await wexmoor.call("GET", path)
    await change(service, [registered], first_names="Rowan")
    await change(service, [registered], first_names=first.data["first_names"])
    again = await ask(wexmoor, path, first.headers["ETag"])
    assert (again.status, again.body) == (200, first.body)


async def test_the_body_of_a_known_trainee_is_not_loaded(
    wexmoor: Api, service: TraineesService
) -> None:
    (registered,) = await register_many(wexmoor, 1)
    path = f"{TRAINEES_PATH}/{registered}"
    tag = (await wexmoor.call("GET", path)).headers["ETag"]
    async with service.pool.acquire() as conn:
        await conn.execute("UPDATE trainee_views SET body = 'no JSON'")
    assert_not_modified(await ask(wexmoor, path, tag), tag)


async def test_tags_come_in_several_forms(wexmoor: Api) -> None:
    (registered,) = await register_many(wexmoor, 1)
    for path in (TRAINEES_PATH, f"{TRAINEES_PATH}/{registered}"):
        tag = (await wexmoor.call("GET", path)).headers["ETag"]
        for known in (f"W/{tag}", f'"x", {tag}', f'W/"x",W/{tag}'):
            assert_not_modified(await ask(wexmoor, path, known), tag)
        for other in ("", "*", '"x"', "x", tag.strip('"'), f'"{tag}"', '"', "\u00e9"):
            assert (await ask(wexmoor, path, other)).status == 200, other


async def test_head_is_answered_like_get(wexmoor: Api) -> None:
    (registered,) = await register_many(wexmoor, 1)
    for path in (TRAINEES_PATH, f"{TRAINEES_PATH}/{registered}"):
        tag = (await wexmoor.call("HEAD", path)).headers["ETag"]
        answer = await wexmoor.call("HEAD", path, headers={"If-None-Match": tag})
        assert_not_modified(answer, tag)


async def test_whose_trainee_it_is_comes_first(wexmoor: Api, saltburn: Api) -> None:
    (registered,) = await register_many(wexmoor, 1)
    path = f"{TRAINEES_PATH}/{registered}"
    tag = (await wexmoor.call("GET", path)).headers["ETag"]
    for answer in (
        await ask(saltburn, path, tag),
        await ask(wexmoor, f"{TRAINEES_PATH}/{UNKNOWN_ID}", tag),
    ):
        assert answer.faults == (404, "NotFound", ["Trainee(s) not found"])
        assert "ETag" not in answer.headers
