"""Whatever stands in a body, the answer is a documented one and the record stays readable."""

import io
import json
from collections import Counter
from collections.abc import Iterator
from itertools import count
from random import Random
from typing import Any
from uuid import uuid4

import pytest

from tests.trainees.api import Api
from tests.trainees.registry import Registry, trn_assigned
from tests.trainees.routes import Route, register_with_all, routes_with_a_body
from tests.trainees.stored import nothing_changes
from trainees_service.app import TraineesService
from trainees_service.schemas.corrections import CorrectionSchema
from trainees_service.schemas.degrees import DegreeAttributesSchema
from trainees_service.schemas.placements import PlacementAttributesSchema
from trainees_service.schemas.trainee_actions import (
    DeferralSchema,
    RecommendationSchema,
    WithdrawalSchema,
)

JSON = {"Content-Type": "application/json"}
MEGABYTE = 1024 * 1024

MEMBERS = {
    "": (*CorrectionSchema().fields, "placements_attributes", "degrees_attributes"),
    "placements": tuple(PlacementAttributesSchema().fields),
    "degrees": tuple(DegreeAttributesSchema().fields),
    "defer": tuple(DeferralSchema().fields),
    "withdraw": tuple(WithdrawalSchema().fields),
    "recommend-for-qts": tuple(RecommendationSchema().fields),
}

# JSON as it is written in the place of a member's value.
VALUES = {
    "null": "null",
    "true": "true",
    "zero": "0",
    "minus one": "-1",
    "a fraction": "1.5",
    "32 bits": "2147483648",
    "64 bits": "18446744073709551616",
    "hundreds of digits": "1" + "0" * 400,
    "hundreds of digits in a text": json.dumps("9" * 400),
    "a blank": '""',
    "blanks": '" \\t\\u00a0\\u2028"',
    "NUL": '"\\u0000"',
    "a NUL inside": '"2026-09-01\\u0000"',
    "half a surrogate pair": '"\\ud800"',
    "a direction mark": '"\\u202e\\ufeff"',
    "digits of another script": '"\\u0662\\u0660\\u0662\\u0666-\\u0660\\u0661-\\u0660\\u0661"',
    "the first day": '"0001-01-01"',
    "the last day": '"9999-12-31"',
    "a moment at the edge": '"0001-01-01T00:00:00+23:59"',
    "a list": "[]",
    "a list of anything": '[null,true,1,"a",[],{},"\\u0000",["another_reason"]]',
    "an object": "{}",
    "an object of anything": '{"a":{"b":[1]},"\\u0000":null,"code":"10"}',
    "deep lists": "[" * 10_000 + "]" * 10_000,
    "lists as deep as they are read": "[" * 1_000 + "]" * 1_000,
    "the placeholder": '"\\"updated_at\\":\\"@\\""',
}
LARGE_VALUES = {
    "a text of nearly a megabyte": json.dumps("x" * 1_000_000),
    "blanks of nearly a megabyte": json.dumps(" " * 1_000_000),
    "letters of another script": json.dumps("李" * 300_000, ensure_ascii=False),
    "thousands of objects": json.dumps([{}] * 10_000),
    "thousands of numbers": json.dumps([1] * 100_000),
    "thousands of digits": "1" * 100_000,
}

_TRNS = count(1_000_000)


def members_of(route: Route) -> tuple[str, ...]:
    """Return the members that a route's `data` may have, and one that means nothing."""
    return (*MEMBERS[_kind_of(route)], "unknown")


class Sender:
    """Sends bodies to one route, about a new record whenever the route has used up the last one."""

    def __init__(self, api: Api, registry: Registry, route: Route) -> None:
        self._api, self._registry, self._route = api, registry, route
        self._ids: dict[str, str] = {}
        self.statuses: Counter[int] = Counter()

    async def send(self, body: bytes) -> None:
        """Send a body, which must be answered with a documented status."""
        if not self._ids:
            self._ids = await self._register()
        answer = await self._api.call(
            self._route.method, self._route.path.format(**self._ids), data=body, headers=JSON
        )
        assert answer.status in (200, 201, 202, 400, 409, 422), (self._route, body[-200:], answer)
        if answer.status < 400 and self._route.method == "POST":
            # What was deferred, withdrawn, recommended or added cannot be so once more.
            await self.read()
            self._ids = {}
        self.statuses[answer.status] += 1

    async def read(self) -> None:
        """Read the record."""
        if self._ids:
            assert (await self._api.get(self._ids["trainee_id"])).status == 200

    async def _register(self) -> dict[str, str]:
        ids = await register_with_all(self._api, last_name=uuid4().hex)
        if "recommend" in self._route.path:
            await self._registry.apply(trn_assigned(ids["trainee_id"], str(next(_TRNS))))
        return ids


def with_member(route: Route, member: str, value: str) -> bytes:
    """Return a body that is valid but for one member, which is written as given."""
    others = {name: item for name, item in (route.data or {}).items() if name != member}
    written = [f"{json.dumps(name)}:{json.dumps(item)}" for name, item in others.items()]
    return f'{{"data":{{{",".join([*written, f"{json.dumps(member)}:{value}"])}}}}}'.encode()


@pytest.mark.parametrize(
    "kind", ["", "placements", "degrees", "defer", "withdraw", "recommend-for-qts"]
)
async def test_no_value_of_any_member_is_a_fault_of_ours(
    wexmoor: Api, registry: Registry, service: TraineesService, kind: str
) -> None:
    statuses: Counter[int] = Counter()
    for route in _routes(service, kind):
        sender = Sender(wexmoor, registry, route)
        for member in members_of(route):
            for value in VALUES.values():
                await sender.send(with_member(route, member, value))
            await sender.read()
        statuses += sender.statuses
    assert statuses[400] > 0
    assert statuses[422] > 0
    assert sum(statuses[status] for status in (200, 201, 202)) > 0
    assert await service.upkeep.check() == []


@pytest.mark.parametrize(
    "kind", ["", "placements", "degrees", "defer", "withdraw", "recommend-for-qts"]
)
async def test_no_large_value_of_any_member_is_a_fault_of_ours(
    wexmoor: Api, registry: Registry, service: TraineesService, kind: str
) -> None:
    for route in _routes(service, kind):
        for member in members_of(route):
            sender = Sender(wexmoor, registry, route)
            for value in LARGE_VALUES.values():
                await sender.send(with_member(route, member, value))
            await sender.read()
    assert await service.upkeep.check() == []


async def test_a_body_over_a_megabyte_is_too_large_everywhere(
    wexmoor: Api, service: TraineesService
) -> None:
    ids = await register_with_all(wexmoor)
    async with nothing_changes(service):
        for route in routes_with_a_body(service):
            body = with_member(route, "unknown", json.dumps("x" * MEGABYTE))
            for chunked in (None, True):
                answer = await wexmoor.call(
                    route.method,
                    route.path.format(**ids),
                    data=io.BytesIO(body),
                    headers=JSON,
                    chunked=chunked,
                )
                too_large = (413, "PayloadTooLarge", ["The body is too large"])
                assert answer.faults == too_large, route


@pytest.mark.parametrize("seed", range(3))
async def test_no_mixture_of_values_is_a_fault_of_ours(
    wexmoor: Api, registry: Registry, service: TraineesService, seed: int
) -> None:
    """Several members at once, some valid, some not, and whole bodies of anything."""
    rng = Random(seed)
    for route in routes_with_a_body(service):
        sender = Sender(wexmoor, registry, route)
        for _ in range(25):
            body = json.dumps(_any_body(rng, route)).encode()
            if len(body) < MEGABYTE:
                await sender.send(body)
        await sender.read()
    assert await service.upkeep.check() == []


def _routes(service: TraineesService, kind: str) -> Iterator[Route]:
    """Yield the routes about one kind of thing; PATCH has the handler of PUT."""
    for route in routes_with_a_body(service):
        if route.method != "PATCH" and _kind_of(route) == kind:
            yield route


def _kind_of(route: Route) -> str:
    _, _, below = route.path.partition("{trainee_id}")
    return below.strip("/").partition("/")[0]


_SCALARS: tuple[object, ...] = (
    *(None, True, False, 0, -1, 1.5, 2**31, 2**70, "", " ", "\0", "x" * 300, "李\U0001f98a"),
    *("12", "GB", "FR", "100511", "901001", "900010", "083", "051", "01", "202", "201", "58", "95"),
    *("2026-09-01", "2026-11-25", "0001-01-01", "9999-12-31", "2027-07-09", 2021, "2021", 1967),
    *("trainee", "provider", "yes", "no", "AA9 9ZZ", "x@y.example", "record_added_in_error"),
    *("mandatory_reasons", "trainee_workload_issues", "had_to_withdraw_trainee_another_reason"),
)


def _any_json(rng: Random, depth: int = 0) -> Any:
    kind = rng.random()
    if depth > 3 or kind < 0.8:
        return rng.choice(_SCALARS)
    if kind < 0.9:
        return [_any_json(rng, depth + 1) for _ in range(rng.randrange(4))]
    return {str(_any_json(rng, 9)): _any_json(rng, depth + 1) for _ in range(rng.randrange(4))}


def _any_body(rng: Random, route: Route) -> Any:
    if rng.random() < 0.05:
        return _any_json(rng)
    names = rng.sample(members_of(route), k=min(len(members_of(route)), rng.randrange(1, 5)))
    kept = {name: value for name, value in (route.data or {}).items() if rng.random() < 0.8}
    return {"data": kept | {name: _any_json(rng) for name in names}, "other": _any_json(rng)}
