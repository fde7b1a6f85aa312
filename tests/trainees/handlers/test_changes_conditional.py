"""Answers that a caller has already are not sent again."""

from datetime import timedelta
from uuid import UUID

import orjson
import pytest
from aiohttp.test_utils import make_mocked_request

from shared.changes.answers import answer_changes
from shared.changes.feed import ChangeFeed
from shared.changes.pages import ChangesPage
from shared.changes.queries import ChangesQuery
from shared.database import Connection
from shared.views.reads import Reads
from tests.trainees.api import Api
from tests.trainees.changes import RENAME, change, entries_of, key, read_changes
from tests.trainees.domain.payloads import make_data
from tests.trainees.registry import WEXMOOR
from trainees_service.app import TraineesService
from trainees_service.services.errors import ForgottenChangesError, NoSuchPositionError
from trainees_service.storage.changes import select_changes


async def test_an_answer_that_still_holds_is_not_sent_again(
    wexmoor: Api, service: TraineesService
) -> None:
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]
    answer = await read_changes(wexmoor, "after=0")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Vary"] == "Authorization"
    tag = answer.headers["ETag"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}'):
        same = await read_changes(wexmoor, "after=0", If_None_Match=sent)
        assert (same.status, same.raw, same.headers["ETag"]) == (304, b"", tag)
    await change(service, RENAME, key(trainee_id))
    news = await read_changes(wexmoor, "after=0", If_None_Match=tag)
    assert [entry.position for entry in entries_of(news)] == [1, 2]
    assert news.headers["ETag"] != tag


async def test_whether_an_answer_holds_is_known_from_the_head_alone(
    wexmoor: Api, service: TraineesService
) -> None:
    await wexmoor.register(make_data())
    tag = (await read_changes(wexmoor)).headers["ETag"]
    await service.pool.execute("DELETE FROM changes")
    assert (await read_changes(wexmoor, If_None_Match=tag)).status == 304
    assert (await read_changes(wexmoor)).status == 410


async def test_a_tag_names_one_page_of_one_provider(wexmoor: Api, saltburn: Api) -> None:
    for api in (wexmoor, saltburn):
        for number in range(2):
            await api.register(
                make_data(first_names=f"T{chr(97 + number)}", email=f"t{number}@post.example")
            )
    tag = (await read_changes(wexmoor, "after=1&limit=5")).headers["ETag"]
    for query in ("after=0&limit=5", "after=1&limit=6", "after=1", "after=2"):
        assert (await read_changes(wexmoor, query, If_None_Match=tag)).status == 200
    assert (await read_changes(saltburn, "after=1&limit=5", If_None_Match=tag)).status == 200
    assert (await read_changes(wexmoor, "limit=05&after=1", If_None_Match=tag)).status == 304


@pytest.mark.parametrize("sent", ["*", "x", '"', '"x', "W/", ", ,", '"é"'])
async def test_a_tag_that_names_nothing_is_passed_over(wexmoor: Api, sent: str) -> None:
    assert (await read_changes(wexmoor, If_None_Match=sent)).status == 200


async def test_an_answer_is_not_named_after_a_head_it_does_not_reach(
    wexmoor: Api, service: TraineesService
) -> None:
    """Somebody writes just before the page is read, and again just after."""
    trainee_id = (await wexmoor.register(make_data()))["trainee_id"]

    async def select_among_writers(
        conn: Connection, query: ChangesQuery, *, provider_id: UUID
    ) -> ChangesPage:
        await change(service, RENAME, key(trainee_id))
        page = await select_changes(conn, query, provider_id=provider_id)
        await change(service, RENAME, key(trainee_id))
        return page

    feed = ChangeFeed(
        Reads(service.pool, service.clock),
        service.clock,
        select_among_writers,
        retention=timedelta(days=1),
        ahead=NoSuchPositionError,
        forgotten=ForgottenChangesError,
    )

    async def ask(tag: str) -> tuple[int, str, object]:
        request = make_mocked_request("GET", "/", headers={"If-None-Match": tag})
        answer = await answer_changes(request, feed, ChangesQuery(after=1), provider_id=WEXMOOR)
        assert isinstance(answer.body, bytes)
        return answer.status, answer.headers["ETag"], orjson.loads(answer.body)["meta"]

    status, tag, meta = await ask('"none"')
    assert (status, meta) == (200, {"position": 2, "has_more": False})
    status, tag, meta = await ask(tag)
    assert (status, meta) == (200, {"position": 4, "has_more": False})
