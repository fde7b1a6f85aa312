import asyncio
import io
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import time_machine

from shared.auth.tokens import Scope
from tests.trainees.api import TRAINEES_PATH, Api, Client
from tests.trainees.conftest import NOW, make_token
from tests.trainees.domain.payloads import ABSENT, make_data, make_degree
from tests.trainees.registry import WEXMOOR
from trainees_service.app import TraineesService
from trainees_service.schemas.registrations import RegistrationSchema

UNAUTHORIZED = {"error": "Unauthorized"}
NOT_FOUND = {"errors": [{"error": "NotFound", "message": "Not found"}]}
DATA_MISSING = {
    "errors": [
        {
            "error": "UnprocessableEntity",
            "message": "Param is missing or the value is empty: data",
        }
    ]
}
UNKNOWN_ID = "1" * 24


async def test_a_token_is_asked_for_before_anything_else(public: Client) -> None:
    credentials = (
        None,
        "",
        "Bearer ",
        "Bearer trainees_" + "x" * 38,
        "Bearer a b",
        "Basic dHJhaW5lZXM6",
        "\u00e9\u00e9",
    )
    requests = (
        ("GET", "/api/v0.1/info"),
        ("POST", TRAINEES_PATH),
        ("GET", f"{TRAINEES_PATH}/{UNKNOWN_ID}"),
        ("DELETE", f"{TRAINEES_PATH}/{UNKNOWN_ID}"),
        ("GET", "/api/v9.9/info"),
        ("GET", "/api/nothing"),
    )
    for authorization, (method, path) in product(credentials, requests):
        headers = {"Content-Type": "text/plain", "X-With-Server-Date": "never"}
        if authorization is not None:
            headers["Authorization"] = authorization
        async with public.request(method, path, headers=headers, data=b"{") as response:
            assert response.status == 401, (authorization, path)
            assert await response.json() == UNAUTHORIZED
            assert "WWW-Authenticate" not in response.headers


async def test_a_token_may_come_with_or_without_its_scheme(wexmoor: Api) -> None:
    for scheme in ("Bearer ", "bearer ", "BEARER  ", ""):
        answer = await wexmoor.call(
            "GET", "/api/v0.1/info", headers={"Authorization": f"{scheme}{wexmoor.token}"}
        )
        assert answer.status == 200, scheme
        assert answer.body == {"status": "ok", "version": {"requested": "v0.1", "latest": "v0.1"}}


async def test_a_token_ends_with_the_start_of_its_last_day(
    wexmoor: Api, service: TraineesService, travel: time_machine.Traveller
) -> None:
    midnight = (NOW + timedelta(days=1)).replace(hour=0, minute=0)
    token = await make_token(service.pool, WEXMOOR, Scope.PROVIDER, expires_at=midnight)
    own = Api(wexmoor.client, token)
    travel.move_to(midnight - timedelta(seconds=1))
    assert (await own.call("GET", "/api/v0.1/info")).status == 200
    travel.move_to(midnight)
    assert (await own.call("GET", "/api/v0.1/info")).status == 401


async def test_the_registrys_token_is_no_providers(wexmoor: Api, service: TraineesService) -> None:
    token = await make_token(service.pool, None, Scope.REGISTRY_WRITE)
    answer = await Api(wexmoor.client, token).call("GET", "/api/v0.1/info")
    assert answer.status == 403
    assert answer.body == {"error": "Forbidden"}


async def test_what_is_not_there_is_not_found(wexmoor: Api) -> None:
    for method, path in (
        ("GET", "/api/v9.9/info"),
        ("GET", "/api/v0.0/trainees"),
        ("GET", "/api/1/info"),
        ("GET", "/api/"),
        ("GET", "/api/v0.1/nothing"),
        ("GET", "/api/v0.1/info/"),
        ("GET", "/api/v0.1//info"),
        ("POST", "/api/v0.1/info"),
        ("DELETE", f"{TRAINEES_PATH}/{UNKNOWN_ID}"),
        ("OPTIONS", TRAINEES_PATH),
        ("GET", "/nothing"),
        ("GET", "/internal/v1/events"),
    ):
        answer = await wexmoor.call(method, path)
        assert (answer.status, answer.body) == (404, NOT_FOUND), path


async def test_a_trainee_that_is_not_there_is_not_found(wexmoor: Api) -> None:
    for trainee_id in (
        UNKNOWN_ID,
        "0",
        "x" * 3000,
        "%00",
        "%ED%A0%80",
        "..%2F..",
        "%F0%9F%A6%8A",
        "a%2Fb",
    ):
        answer = await wexmoor.get(trainee_id)
        assert answer.faults == (404, "NotFound", ["Trainee(s) not found"])


async def test_head_answers_without_a_body(wexmoor: Api) -> None:
    registered = await wexmoor.register(make_data())
    path = f"{TRAINEES_PATH}/{registered['trainee_id']}"
    head, get = await wexmoor.call("HEAD", path), await wexmoor.call("GET", path)
    assert (head.status, head.body) == (200, None)
    assert head.headers["Content-Length"] == get.headers["Content-Length"]
    assert (await wexmoor.call("HEAD", f"{TRAINEES_PATH}/{UNKNOWN_ID}")).status == 404


async def test_what_is_not_json_is_a_bad_request(wexmoor: Api) -> None:
    for body in (
        b"",
        b'{"data":',
        b'{"data":{"a":NaN}}',
        b'{"data":{"first_names":"\\ud800"}}',
        b'{"data":{"first_names":"\xff"}}',
        b'{"data":' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"data":{"application_id":' + b"9" * 400 + b"}}",
    ):
        answer = await wexmoor.call(
            "POST", TRAINEES_PATH, data=body, headers={"Content-Type": "application/json"}
        )
        status, kind, messages = answer.faults
        assert (status, kind, len(messages)) == (400, "BadRequest", 1), body


async def test_only_json_is_read(wexmoor: Api) -> None:
    for content_type in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
    ):
        answer = await wexmoor.call(
            "POST", TRAINEES_PATH, data=b'{"data":{"a":1}}', headers={"Content-Type": content_type}
        )
        assert answer.faults == (415, "UnsupportedMediaType", ["Send application/json"])


async def test_a_body_over_a_megabyte_is_too_large(wexmoor: Api) -> None:
    answer = await wexmoor.call(
        "POST",
        TRAINEES_PATH,
        data=io.BytesIO(b'{"data":{"first_names":"' + b"x" * 1024 * 1024 + b'"}}'),
        headers={"Content-Type": "application/json"},
    )
    assert answer.faults == (413, "PayloadTooLarge", ["The body is too large"])


async def test_data_has_to_be_an_object_with_something_in_it(wexmoor: Api) -> None:
    for body in (
        b"{}",
        b"[]",
        b'"data"',
        b"7",
        b"null",
        b'{"data":null}',
        b'{"data":{}}',
        b'{"data":[]}',
        b'{"data":"x"}',
        b'{"data":[{"first_names":"Tamsin"}]}',
        b'{"trainee":{"first_names":"Tamsin"}}',
    ):
        answer = await wexmoor.call(
            "POST", TRAINEES_PATH, data=body, headers={"Content-Type": "application/json"}
        )
        assert (answer.status, answer.body) == (422, DATA_MISSING), body


async def test_a_bad_server_date_is_a_bad_request(wexmoor: Api) -> None:
    answer = await wexmoor.at("yesterday").call("GET", "/api/v0.1/info")
    assert answer.faults == (
        400,
        "BadRequest",
        ["X-With-Server-Date is not an ISO 8601 date"],
    )


async def test_a_blank_first_name_is_refused_in_the_published_shape(wexmoor: Api) -> None:
    answer = await wexmoor.post(make_data(first_names="  "))
    assert answer.status == 422
    assert answer.body == {
        "errors": [{"error": "UnprocessableEntity", "message": "First names can't be blank"}]
    }


async def test_an_almost_empty_registration_names_everything_in_order(wexmoor: Api) -> None:
    answer = await wexmoor.post({"email": "Doe"})
    assert answer.faults == (
        422,
        "UnprocessableEntity",
        [
            "First names can't be blank",
            "Last name can't be blank",
            "Date of birth can't be blank",
            "Sex can't be blank",
            "Training route can't be blank",
            "Itt start date can't be blank",
            "Itt end date can't be blank",
            "Course subject one can't be blank",
            "Study mode can't be blank",
            "Hesa can't be blank",
            "Email Enter an email address in the correct format, like name@example.com",
            "Hesa trainee detail attributes Itt aim can't be blank",
            "Hesa trainee detail attributes Course year can't be blank",
            "Hesa trainee detail attributes Course age range can't be blank",
            "Hesa trainee detail attributes Fund code can't be blank",
            "Hesa trainee detail attributes Funding method can't be blank",
            "Hesa trainee detail attributes Itt qualification aim can't be blank",
        ],
    )


async def test_stages_follow_one_another(wexmoor: Api) -> None:
    """First the first stage, then duplicates, then the second stage, then storage."""
    await wexmoor.register(make_data())
    faults: dict[str, Any] = {
        "itt_end_date": "2040-07-31",
        "degrees_attributes": [make_degree(graduation_year=1900)],
    }
    first = await wexmoor.post(make_data(**faults, sex=ABSENT))
    assert first.faults == (422, "UnprocessableEntity", ["Sex can't be blank"])
    assert (await wexmoor.post(make_data(**faults))).status == 409
    new = {"first_names": "Rowan", "email": "rowan@post.example"}
    second = await wexmoor.post(make_data(**faults, **new))
    assert second.faults[2] == ["Enter an Expected end date closer to today"]
    del faults["itt_end_date"]
    last = await wexmoor.post(make_data(**faults, **new))
    assert last.faults[2] == ["Degrees graduation year Enter a valid graduation year"]


async def test_a_refused_registration_leaves_nothing_behind(
    wexmoor: Api, service: TraineesService
) -> None:
    for member in ({"sex": ABSENT}, {"itt_end_date": "2040-07-31"}):
        assert (await wexmoor.post(make_data(**member))).status == 422
    async with service.pool.acquire() as conn:
        left = await conn.fetchval(
            "SELECT (SELECT count(*) FROM trainees) + (SELECT count(*) FROM degrees)"
            " + (SELECT count(*) FROM trainee_views) + (SELECT count(*) FROM changes)"
        )
    assert left == 0


ODD_VALUES: tuple[object, ...] = (
    None,
    True,
    0,
    -(10**18),
    10**30,
    1.5e300,
    "",
    " ",
    "\x00",
    "a\x00b",
    "\u202e",
    "x" * 100_000,
    [],
    [None],
    {},
    {"a": {"a": []}},
    [[[[[[[]]]]]]],
    "'; DROP TABLE trainees; --",
)


async def test_no_value_of_any_member_is_a_fault_of_ours(wexmoor: Api) -> None:
    members = RegistrationSchema().fields
    nested: dict[str, dict[str, object]] = {
        "placements_attributes": {"name": "A school", "postcode": "AA1 1AA"},
        "degrees_attributes": make_degree(),
    }
    for value in ODD_VALUES:
        statuses = await asyncio.gather(
            *(_status_with(wexmoor, **{member: value}) for member in members),
            *(
                _status_with(wexmoor, **{name: [item | {member: value}]})
                for name, item in nested.items()
                for member in (*item, "urn", "country", "non_uk_degree")
            ),
        )
        assert set(statuses) <= {201, 409, 422}, value


async def _status_with(api: Api, **members: object) -> int:
    """Register somebody new, so that nothing keeps the value from being stored."""
    unique = uuid4().hex
    person: dict[str, object] = {
        "first_names": unique.translate(str.maketrans("0123456789", "ghijklmnop")),
        "email": f"{unique}@post.example",
    }
    return (await api.post(make_data(**person | members))).status


async def test_thousands_of_nested_records_are_refused(wexmoor: Api) -> None:
    degrees = [make_degree()] * 7_000
    assert (await wexmoor.post(make_data(degrees_attributes=degrees))).status == 422
    placements = [{"name": "A"}] * 10_000
    assert (await wexmoor.post(make_data(placements_attributes=placements))).status == 422


async def test_unknown_members_are_ignored_everywhere(wexmoor: Api) -> None:
    registered = await wexmoor.register(
        make_data(
            trn="1234567",
            state="awarded",
            bursary_tier="tier_one",
            discarded_at="2020-01-01",
            degrees_attributes=[make_degree(degree_id="x")],
            placements_attributes="none",
        )
    )
    assert registered["trn"] is None
    assert registered["state"] == "submitted_for_trn"
    assert registered["bursary_tier"] is None
    assert registered["placements"] == []
