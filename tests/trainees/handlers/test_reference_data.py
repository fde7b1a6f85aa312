"""Reference data over HTTP: for everybody, made once, and kept by whoever likes."""

import gzip
from collections.abc import Mapping
from itertools import product
from typing import Any

from shared.auth.tokens import Scope
from tests.trainees.api import Api, Client
from tests.trainees.conftest import make_token
from trainees_service.app import TraineesService
from trainees_service.domain.reference_fields import REFERENCE_FIELDS

PATH = "/api/v0.1/reference-data"
UNAUTHORIZED = {"error": "Unauthorized"}
BAD_TOKENS = ("", "Bearer ", "Bearer trainees_" + "x" * 38, "Basic dHJhaW5lZXM6", "\u00e9")
# No token, and several that are none.
HEADERS: tuple[Mapping[str, str], ...] = ({}, *({"Authorization": bad} for bad in BAD_TOKENS))


def not_found(shown: str) -> dict[str, Any]:
    message = f"Reference data field '{shown}' not found"
    return {"errors": [{"error": "NotFound", "message": message}]}


def listed(field: str) -> list[dict[str, Any]]:
    return [
        {"code": row.code, "label": row.label}
        | ({} if row.triggers is None else {"triggers": [str(each) for each in row.triggers]})
        for row in REFERENCE_FIELDS[field]
    ]


async def ask(public: Client, path: str, **options: Any) -> Any:
    async with public.get(path, **options) as response:
        assert response.status == 200, path
        return await response.json()


async def test_it_is_for_everybody_also_with_a_token_that_is_none(public: Client) -> None:
    for headers in HEADERS:
        assert (await ask(public, PATH, headers=headers))["data"].keys() == REFERENCE_FIELDS.keys()
        assert await ask(public, f"{PATH}/sex", headers=headers) == {"data": listed("sex")}


async def test_whose_token_it_is_makes_no_difference(
    wexmoor: Api, public: Client, service: TraineesService
) -> None:
    registry = await make_token(service.pool, None, Scope.REGISTRY_WRITE)
    for token in (wexmoor.token, registry):
        headers = {"Authorization": f"Bearer {token}"}
        assert await ask(public, f"{PATH}/sex", headers=headers) == {"data": listed("sex")}


async def test_every_field_is_answered_in_three_ways(public: Client) -> None:
    everything = await ask(public, PATH)
    assert list(everything["data"]) == list(REFERENCE_FIELDS)
    for field in REFERENCE_FIELDS:
        expected = listed(field)
        assert everything["data"][field] == expected
        assert await ask(public, f"{PATH}/{field}") == {"data": expected}
        assert await ask(public, PATH, params={"field": field}) == {"data": expected}


async def test_the_answers_read_as_published(public: Client) -> None:
    assert await ask(public, f"{PATH}/sex") == {
        "data": [
            {"code": "10", "label": "Female"},
            {"code": "11", "label": "Male"},
            {"code": "12", "label": "Other"},
            {"code": "96", "label": "Information refused"},
            {"code": "99", "label": "Not available"},
        ]
    }
    reasons = (await ask(public, PATH))["data"]["reasons"]
    assert reasons[0] == {
        "code": "unacceptable_behaviour",
        "label": "Unacceptable behaviour",
        "triggers": ["provider", "trainee"],
    }


async def test_without_a_field_all_are_meant(public: Client) -> None:
    everything = await ask(public, PATH)
    for query in ("field=", "field=%20", "Field=sex", "x=sex"):
        assert await ask(public, f"{PATH}?{query}") == everything, query


async def test_the_path_comes_before_the_query_string(public: Client) -> None:
    assert await ask(public, f"{PATH}/sex?field=grade") == {"data": listed("sex")}


async def test_a_field_that_takes_no_codes_is_not_found(wexmoor: Api) -> None:
    """The value is repeated, at a length that can be read."""
    for field, shown in (
        ("shoe_size", "shoe_size"),
        ("Sex", "Sex"),
        ("sex%20", "sex "),
        ("sex%2Fgrade", "sex/grade"),
        ("..%2F..%2Finfo", "../../info"),
        ("%00", "\0"),
        ("%0D%0A", "\r\n"),
        ("%FF%FE", "%FF%FE"),
        ("%ED%A0%80", "%ED%A0%80"),
        ("%", "%"),
        ("%zz", "%zz"),
        ("%F0%9F%A6%8A", "\U0001f98a"),
        ("%E2%80%AE%27%3Cscript%3E", "\u202e'<script>"),
        ("%25s%7B0%7D", "%s{0}"),
        ("%7Bfield%7D", "{field}"),
        ("x" * 255, "x" * 255),
        ("x" * 5000, "x" * 255),
        ("__class__", "__class__"),
        ("None", "None"),
    ):
        for headers in HEADERS:
            answer = await wexmoor.call("GET", f"{PATH}/{field}", headers=headers)
            assert (answer.status, answer.body) == (404, not_found(shown))
            assert "Cache-Control" not in answer.headers
            assert "ETag" not in answer.headers
        head = await wexmoor.call("HEAD", f"{PATH}/{field}")
        assert (head.status, head.body) == (404, None)


async def test_the_query_string_is_answered_like_the_path(wexmoor: Api) -> None:
    for value, shown in (
        ("shoe_size", "shoe_size"),
        ("SEX", "SEX"),
        ("shoe_size&field=sex", "shoe_size"),
        ("sex%20", "sex "),
        ("%00", "\0"),
        ("%FF", "\ufffd"),
        ("%", "%"),
        ("x" * 5000, "x" * 255),
    ):
        answer = await wexmoor.call("GET", f"{PATH}?field={value}")
        assert (answer.status, answer.body) == (404, not_found(shown))
    answer = await wexmoor.call("GET", f"{PATH}?field=sex&field=shoe_size")
    assert (answer.status, answer.body) == (200, {"data": listed("sex")})


async def test_anybody_may_keep_an_answer_for_a_day(public: Client) -> None:
    tags = set()
    for path in (PATH, f"{PATH}/grade", f"{PATH}/sex", f"{PATH}?field=sex"):
        for method in ("GET", "HEAD"):
            async with public.request(method, path) as response:
                assert response.status == 200
                assert response.headers["Content-Type"] == "application/json; charset=utf-8"
                assert response.headers["Cache-Control"] == "public, max-age=86400"
                assert response.headers["Vary"] == "Accept-Encoding"
                assert response.headers["X-Request-Id"]
                assert bool(await response.read()) == (method == "GET")
                tags.add(response.headers["ETag"])
    # A field has one tag however it is asked for.
    assert len(tags) == 3


async def test_whoever_has_an_answer_is_not_sent_it_again(public: Client) -> None:
    for path in (PATH, f"{PATH}/reasons", f"{PATH}?field=reasons"):
        async with public.get(path) as response:
            tag = response.headers["ETag"]
        for method, credentials in product(("GET", "HEAD"), HEADERS):
            headers = {**credentials, "If-None-Match": tag}
            async with public.request(method, path, headers=headers) as response:
                assert response.status == 304, path
                assert await response.read() == b""
                assert response.headers["ETag"] == tag
                assert response.headers["Cache-Control"] == "public, max-age=86400"
                assert response.headers["Vary"] == "Accept-Encoding"
        async with public.get(f"{PATH}/grade", headers={"If-None-Match": tag}) as response:
            assert response.status == 200


async def test_it_travels_compressed(public: Client) -> None:
    sent: dict[str, bytes] = {}
    for coding in ("identity", "gzip"):
        async with public.session.get(
            public.make_url(PATH), headers={"Accept-Encoding": coding}, auto_decompress=False
        ) as response:
            sent[coding] = await response.read()
            assert response.headers.get("Content-Encoding", "identity") == coding
    assert gzip.decompress(sent["gzip"]) == sent["identity"]
    assert len(sent["identity"]) > 100_000
    assert len(sent["gzip"]) < len(sent["identity"]) / 4


async def test_everything_else_still_asks_for_a_token_first(wexmoor: Api) -> None:
    for method, path in (
        ("GET", f"{PATH}/"),
        ("GET", f"{PATH}/sex/"),
        ("GET", f"{PATH}/sex/10"),
        ("GET", f"{PATH}s"),
        ("GET", f"{PATH}.json"),
        ("GET", f"{PATH}%2Fsex"),
        ("GET", "/api/v0.1//reference-data"),
        ("GET", "/api/v0.2/reference-data"),
        ("GET", "/api/reference-data"),
        ("POST", PATH),
        ("PUT", f"{PATH}/sex"),
        ("DELETE", f"{PATH}/sex"),
        ("OPTIONS", PATH),
        ("GET", "/api/v0.1/info"),
        ("GET", "/api/v0.1/trainees/reference-data"),
        ("POST", "/api/v0.1/trainees?field=reference-data"),
    ):
        for headers in HEADERS:
            answer = await wexmoor.call(method, path, headers={"Authorization": "", **headers})
            assert (answer.status, answer.body) == (401, UNAUTHORIZED), path
        answer = await wexmoor.call(method, path)
        assert answer.status != 401, path
