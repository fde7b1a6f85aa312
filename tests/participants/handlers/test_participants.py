"""GET /participants and /participants/{id}: who gets in, what is refused, how ids are written."""

import asyncpg
import pytest

from tests.contract.responses import ResponseWatch
from tests.participants.api import NOT_FOUND, PARTICIPANTS_PATH, Api
from tests.participants.people import known
from tests.participants.registry import Registry, ect, partnership

IMOGEN = known("Imogen Achterberg")
ONE = f"{PARTICIPANTS_PATH}/{IMOGEN}"
BAD_FILTER = (400, "Bad parameter", "Filter must be a hash")
BAD_DATE = (400, "Bad request", "The filter '#/updated_since' must be a valid ISO 8601 date")
BAD_PAGE = (
    400,
    "Bad request",
    "The '#/page[page]' and '#/page[per_page]' parameter values must be a valid positive number",
)


@pytest.fixture
async def imogen(registry: Registry) -> None:
    """An ECT at Fenbrook, whom Larkfield sees."""
    await registry.apply(partnership(), ect())


@pytest.mark.parametrize("path", [PARTICIPANTS_PATH, ONE])
@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer unknown", "Basic dXNlcjpwYXNz", "{token}"],
)
@pytest.mark.usefixtures("imogen")
async def test_without_a_good_token_nothing_is_shown(
    larkfield: Api, path: str, authorization: str | None
) -> None:
    headers = {}
    if authorization is not None:
        headers["Authorization"] = authorization.format(token=larkfield.token)
    path += "?filter=abc&page[page]=x"
    async with larkfield.client.get(path, headers=headers) as response:
        assert response.status == 401
        assert await response.json() == {"error": "HTTP Token: Access denied"}


@pytest.mark.parametrize(
    "authorization",
    ["Bearer {}", "bearer {}", "Token {}", 'Token token="{}"', "token token={}", "BEARER   {}"],
)
@pytest.mark.usefixtures("imogen")
async def test_tokens_may_come_in_several_forms(larkfield: Api, authorization: str) -> None:
    headers = {"Authorization": authorization.format(larkfield.token)}
    async with larkfield.client.get(PARTICIPANTS_PATH, headers=headers) as response:
        assert response.status == 200


async def test_the_registry_s_token_opens_nothing_here(larkfield: Api, registry: Registry) -> None:
    answer = await Api(larkfield.client, registry.token).call("GET", PARTICIPANTS_PATH)
    assert (answer.status, answer.body) == (403, {"error": "Forbidden"})


@pytest.mark.usefixtures("imogen")
async def test_only_whose_partnership_trains_somebody_sees_them(
    larkfield: Api, otterburn: Api
) -> None:
    assert await larkfield.sees(IMOGEN)
    assert not await otterburn.sees(IMOGEN)
    answer = await otterburn.call("GET", PARTICIPANTS_PATH)
    assert (answer.status, answer.body) == (200, {"data": []})


@pytest.mark.parametrize(
    "written",
    [
        str(IMOGEN),
        str(IMOGEN).upper(),
        IMOGEN.hex,
        "{" + str(IMOGEN) + "}",
        "%7B" + str(IMOGEN) + "%7D",
    ],
)
@pytest.mark.usefixtures("imogen")
async def test_ids_are_read_however_they_are_written(larkfield: Api, written: str) -> None:
    answer = await larkfield.call("GET", f"{PARTICIPANTS_PATH}/{written}")
    assert answer.status == 200
    assert answer.body["data"]["id"] == str(IMOGEN)
    assert answer.body["data"]["type"] == "participant"


@pytest.mark.parametrize(
    "written",
    [
        str(known("nobody")),
        "1",
        "not-an-id",
        str(IMOGEN)[:-1],
        str(IMOGEN) + "0",
        "%00",
        "%ED%A0%80",
        "%FF",
        "%",
        "%zz",
        "..%2F",
        "a" * 3000,
    ],
)
@pytest.mark.usefixtures("imogen")
async def test_what_is_nobody_s_id_is_not_found(larkfield: Api, written: str) -> None:
    answer = await larkfield.call("GET", f"{PARTICIPANTS_PATH}/{written}")
    assert answer.problem == NOT_FOUND


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", PARTICIPANTS_PATH),
        ("PUT", PARTICIPANTS_PATH),
        ("PUT", ONE),
        ("PATCH", ONE),
        ("DELETE", ONE),
        ("OPTIONS", ONE),
        ("GET", f"{ONE}/unknown"),
        ("GET", "/api/v3/unknown"),
        ("GET", "/api/v3"),
        ("GET", "/participants"),
        ("GET", "/"),
        ("GET", "/livez"),
        ("POST", "/internal/v1/events"),
    ],
)
async def test_what_is_not_routed_is_not_found(larkfield: Api, method: str, path: str) -> None:
    answer = await larkfield.call(method, path + "?filter=abc")
    assert (answer.status, answer.body) == (404, {"error": "Resource not found"})


@pytest.mark.usefixtures("imogen")
async def test_head_answers_like_get_without_the_body(larkfield: Api) -> None:
    for path in (PARTICIPANTS_PATH, ONE):
        head = await larkfield.call("HEAD", path)
        get = await larkfield.call("GET", path)
        assert (head.status, head.body) == (200, None)
        assert head.headers["Content-Length"] == get.headers["Content-Length"]
    answer = await larkfield.call("HEAD", f"{PARTICIPANTS_PATH}/1")
    assert answer.status == 404


@pytest.mark.parametrize("path", [PARTICIPANTS_PATH, ONE, f"{PARTICIPANTS_PATH}/not-an-id"])
@pytest.mark.parametrize(
    "query", ["filter=abc", "filter=", "filter[]=abc", "a=1&filter=b", "filter"]
)
async def test_a_filter_without_brackets_is_refused_everywhere(
    larkfield: Api, path: str, query: str
) -> None:
    answer = await larkfield.call("GET", f"{path}?{query}&filter[updated_since]=x&page[page]=0")
    assert answer.problem == BAD_FILTER


@pytest.mark.usefixtures("imogen")
async def test_one_participant_takes_no_filter_and_no_page(larkfield: Api) -> None:
    answer = await larkfield.call(
        "GET", f"{ONE}?filter[updated_since]=x&filter[cohort]=1999&page[page]=0&page=1"
    )
    assert answer.status == 200


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("filter[updated_since]=yesterday", BAD_DATE),
        ("filter[updated_since]=2025-02-30", BAD_DATE),
        ("filter[updated_since]=yesterday&page[page]=0", BAD_DATE),
        ("page[page]=0&filter[updated_since]=yesterday", BAD_DATE),
        ("page=1&filter[updated_since][]=2025-01-01", BAD_DATE),
        ("page[page]=-1", BAD_PAGE),
        ("page[page]=0.8", BAD_PAGE),
        ("page[page]=1.9", BAD_PAGE),
        ("page[page]=2abc", BAD_PAGE),
        ("page[per_page]=abc", BAD_PAGE),
        ("page[per_page]=0", BAD_PAGE),
        ("page[per_page]=", BAD_PAGE),
        ("page=2", BAD_PAGE),
        ("page[]=2", BAD_PAGE),
    ],
)
async def test_what_a_list_refuses(
    larkfield: Api, query: str, problem: tuple[int, str, str]
) -> None:
    answer = await larkfield.call("GET", f"{PARTICIPANTS_PATH}?{query}")
    assert answer.problem == problem


@pytest.mark.parametrize(
    "query",
    [
        "%00=%00&filter[%00]=1&filter[cohort]=%00&filter[training_status]=%00",
        "filter[from_participant_id]=%00&sort=%00",
        "filter[cohort]=%ED%A0%80&filter[training_status]=%FF%FE&sort=%C0%80",
        "filter[cohort]=%&filter[training_status]=%zz&%=%",
        "filter[cohort]=99999999999999999999&page[page]=99999999999999999999",
        "filter[cohort][][]=1&filter[a][b][c][d]=1&filter[=&]filter=1",
        "&&==&=",
        "?" + "a" * 5000,
    ],
)
@pytest.mark.usefixtures("imogen")
async def test_nonsense_in_the_query_string_finds_nobody_or_everybody(
    larkfield: Api, query: str
) -> None:
    assert len(await larkfield.find(query)) in (0, 1)
    answer = await larkfield.call("GET", f"{ONE}?{query}")
    assert answer.status == 200


@pytest.mark.parametrize("instant", ["", "tomorrow", "2025-13-01", "0000-01-01", "9999-12-31"])
async def test_a_server_date_that_is_no_date_is_refused(larkfield: Api, instant: str) -> None:
    status, title, _ = (await larkfield.at(instant).call("GET", PARTICIPANTS_PATH)).problem
    assert (status, title) == (400, "Bad request")


async def test_a_token_is_asked_for_before_the_server_date_is_read(larkfield: Api) -> None:
    stranger = Api(larkfield.client, "unknown").at("nonsense")
    assert (await stranger.call("GET", PARTICIPANTS_PATH)).status == 401


@pytest.mark.usefixtures("imogen")
async def test_a_fault_is_answered_without_details(
    larkfield: Api, participants_url: str, watch: ResponseWatch
) -> None:
    watch.expects_faults = True
    owner = await asyncpg.connect(participants_url)
    await owner.execute("ALTER TABLE participants.participant_views RENAME body TO lost")
    await owner.close()
    for path in (PARTICIPANTS_PATH, ONE):
        answer = await larkfield.call("GET", path)
        assert (answer.status, answer.body) == (500, {"error": "Internal server error"})
