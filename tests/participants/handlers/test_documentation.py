"""The published description: sound, complete, with examples that work."""

import re

import pytest

from participants_service.app import ParticipantsService
from participants_service.handlers.description import describe_api
from shared.openapi import documented_operations, openapi_document
from tests.contract.documents import document_faults
from tests.participants.api import Client
from tests.participants.people import known


@pytest.mark.parametrize("sandbox", [True, False])
async def test_the_document_is_sound(service: ParticipantsService, *, sandbox: bool) -> None:
    document = openapi_document(service.apps.public, describe_api(sandbox=sandbox))
    assert document_faults(document) == []


async def test_every_route_below_api_is_documented(service: ParticipantsService) -> None:
    documented = {(each.path, each.method) for each in documented_operations(service.apps.public)}
    routes = {
        (route.resource.canonical, route.method.lower())
        for route in service.apps.public.router.routes()
        if route.resource is not None and route.resource.canonical.startswith("/api/")
    }
    assert {(path, method) for path, method in routes if method != "head"} == documented


async def test_every_operation_asks_for_a_token(
    public: Client, service: ParticipantsService
) -> None:
    operations = list(documented_operations(service.apps.public))
    assert len(operations) >= 15
    for operation in operations:
        path = re.sub(r"\{\w+\}", str(known("anybody")), operation.path)
        async with public.request(operation.method, path) as response:
            assert response.status == 401, path
