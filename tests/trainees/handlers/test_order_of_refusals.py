import pytest

from tests.trainees.api import Api, Client
from tests.trainees.routes import register_with_all, routes_with_a_body, trainee_routes
from tests.trainees.stored import nothing_changes
from trainees_service.app import TraineesService

JSON = {"Content-Type": "application/json"}
UNKNOWN_ID = "1" * 24
DATA_MISSING = (
    422,
    "UnprocessableEntity",
    ["Param is missing or the value is empty: data"],
)
NOTHING_UNDER_DATA = (
    b"{}",
    b"[]",
    b"null",
    b'"data"',
    b'{"data":null}',
    b'{"data":{}}',
    b'{"data":[]}',
    b'{"data":""}',
    b'{"data":"x"}',
    b'{"data":[{"last_name":"Okonjo"}]}',
    b'{"last_name":"Okonjo"}',
)
NO_JSON = (
    b"",
    b" ",
    b'{"data":',
    b'{"data":{"a":NaN}}',
    b"{'data':{}}",
    b'{"data":{"a":"\\ud800"}}',
    b'{"data":{"a":"\xff"}}',
    b'{"data":{"a":1}} {}',
    b"\x00",
)


async def test_without_a_token_nothing_else_is_said(
    public: Client, wexmoor: Api, service: TraineesService
) -> None:
    ids = await register_with_all(wexmoor)
    async with nothing_changes(service):
        for route in trainee_routes(service):
            for body in (b"{", b'{"data":{"last_name":"Okonjo"}}'):
                async with public.request(
                    route.method, route.path.format(**ids), data=body, headers=JSON
                ) as response:
                    assert response.status == 401, route
                    assert await response.json() == {"error": "Unauthorized"}


async def test_a_body_that_is_no_json_is_refused_before_anybody_is_looked_for(
    wexmoor: Api, service: TraineesService
) -> None:
    ids = await register_with_all(wexmoor)
    async with nothing_changes(service):
        for route in routes_with_a_body(service):
            for trainee_id in (ids["trainee_id"], UNKNOWN_ID, "x"):
                path = route.path.format(**ids | {"trainee_id": trainee_id})
                for body in NO_JSON:
                    answer = await wexmoor.call(route.method, path, data=body, headers=JSON)
                    status, kind, messages = answer.faults
                    assert (status, kind, len(messages)) == (400, "BadRequest", 1), (route, body)


async def test_a_trainee_who_is_not_there_is_not_found_whatever_was_sent(
    wexmoor: Api, service: TraineesService
) -> None:
    ids = await register_with_all(wexmoor)
    for route in routes_with_a_body(service):
        for trainee_id in (UNKNOWN_ID, "x"):
            path = route.path.format(**ids | {"trainee_id": trainee_id})
            for body in NOTHING_UNDER_DATA:
                answer = await wexmoor.call(route.method, path, data=body, headers=JSON)
                assert answer.faults == (404, "NotFound", ["Trainee(s) not found"]), (route, body)
        if route.nested is None:
            continue
        path = route.path.format(**ids | {f"{route.nested}_id": UNKNOWN_ID})
        for body in NOTHING_UNDER_DATA:
            answer = await wexmoor.call(route.method, path, data=body, headers=JSON)
            message = f"{route.nested.capitalize()}(s) not found"
            assert answer.faults == (404, "NotFound", [message]), (route, body)


async def test_then_something_has_to_stand_under_data(
    wexmoor: Api, service: TraineesService
) -> None:
    ids = await register_with_all(wexmoor)
    async with nothing_changes(service):
        for route in routes_with_a_body(service):
            for body in NOTHING_UNDER_DATA:
                answer = await wexmoor.call(
                    route.method, route.path.format(**ids), data=body, headers=JSON
                )
                assert answer.faults == DATA_MISSING, (route, body)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
async def test_only_json_is_read(wexmoor: Api, service: TraineesService, content_type: str) -> None:
    ids = await register_with_all(wexmoor)
    async with nothing_changes(service):
        for route in routes_with_a_body(service):
            answer = await wexmoor.call(
                route.method,
                route.path.format(**ids),
                data=b'{"data":{"last_name":"Okonjo"}}',
                headers={"Content-Type": content_type},
            )
            assert answer.faults == (415, "UnsupportedMediaType", ["Send application/json"]), route
