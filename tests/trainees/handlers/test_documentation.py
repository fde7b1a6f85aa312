import re
from typing import Any

import pytest

from shared.openapi import documented_operations, openapi_document
from tests.contract.documents import asks_for_no_token, document_faults, operations
from tests.trainees.api import Api, Client
from tests.trainees.registry import Registry, school_put, trn_assigned
from tests.trainees.routes import register_with_all, routes_with_a_body
from trainees_service.app import TraineesService
from trainees_service.domain import code_tables
from trainees_service.handlers.description import describe_api


@pytest.mark.parametrize("sandbox", [True, False])
async def test_the_document_is_sound(service: TraineesService, sandbox: bool) -> None:
    document = openapi_document(service.apps.public, describe_api(sandbox=sandbox))
    assert document_faults(document) == []


async def test_the_document_needs_no_token(public: Client) -> None:
    for path in ("/openapi.json", "/docs"):
        async with public.get(path) as response:
            assert response.status == 200, path


async def test_every_operation_asks_for_a_token_unless_it_says_otherwise(
    public: Client, service: TraineesService
) -> None:
    document = openapi_document(service.apps.public, describe_api(sandbox=True))
    open_to_all = set()
    for name, operation in operations(document):
        method, path = name.split(" ")
        async with public.request(method, re.sub(r"\{\w+\}", "1" * 24, path)) as response:
            if asks_for_no_token(document, operation):
                open_to_all.add(name)
                assert response.status in (200, 404), name
            else:
                assert response.status == 401, name
    assert open_to_all == {
        "GET /api/v0.1/reference-data",
        "GET /api/v0.1/reference-data/{field}",
    }


async def test_every_route_below_api_is_documented(service: TraineesService) -> None:
    documented = {(each.path, each.method) for each in documented_operations(service.apps.public)}
    routes = {
        (route.resource.canonical, route.method.lower())
        for route in service.apps.public.router.routes()
        if route.resource is not None and route.resource.canonical.startswith("/api/")
    }
    assert {(path, method) for path, method in routes if method != "head"} == documented


async def test_every_code_that_the_rules_accept_is_documented(service: TraineesService) -> None:
    document = openapi_document(service.apps.public, describe_api(sandbox=False))
    schemas: dict[str, Any] = document["components"]["schemas"]
    for name, codes in {
        "TrainingRoute": code_tables.TRAINING_ROUTES.codes,
        "Nationality": code_tables.NATIONALITIES.codes,
        "DegreeSubject": code_tables.DEGREE_SUBJECTS.codes,
    }.items():
        assert schemas[name]["enum"] == list(codes)
    registration = schemas["Registration"]["properties"]
    assert set(schemas["HesaDisabilities"]["properties"]) < set(registration)


async def test_the_example_is_accepted_as_it_stands(wexmoor: Api, public: Client) -> None:
    async with public.get("/openapi.json") as response:
        document = await response.json()
    body = document["paths"]["/api/v0.1/trainees"]["post"]["requestBody"]
    example = body["content"]["application/json"]["example"]
    assert (await wexmoor.call("POST", "/api/v0.1/trainees", json=example)).status == 201


async def test_every_example_about_a_trainee_is_accepted_as_it_stands(
    wexmoor: Api, public: Client, registry: Registry, service: TraineesService
) -> None:
    """In a department whose school register has the school that they name."""
    await registry.apply(school_put("901002"))
    async with public.get("/openapi.json") as response:
        document = await response.json()
    for number, route in enumerate(routes_with_a_body(service)):
        ids = await register_with_all(wexmoor, last_name=f"Okonedo {number}")
        if "recommend" in route.path:
            await registry.apply(trn_assigned(ids["trainee_id"]))
        body = document["paths"][route.path][route.method.lower()]["requestBody"]
        answer = await wexmoor.call(
            route.method,
            route.path.format(**ids),
            json=body["content"]["application/json"]["example"],
        )
        assert answer.status in (200, 201, 202), (route, answer)
