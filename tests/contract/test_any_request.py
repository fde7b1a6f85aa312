"""Whatever is sent to a service, it answers as its OpenAPI document says, and never with 500."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shared.service import ServiceIdentity
from tests.conftest import PARTICIPANTS, TRAINEES, Templates
from tests.service_process import ServiceProcess, service_process

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

bounded = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def serve(identity: ServiceIdentity, templates: Templates) -> Iterator[ServiceProcess]:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        url = runner.run(stack.enter_async_context(templates.clone(identity)))
        with service_process(identity, url) as process:
            yield process
        runner.run(stack.aclose())


@pytest.fixture(scope="module")
def participants(templates: Templates) -> Iterator[ServiceProcess]:
    yield from serve(PARTICIPANTS, templates)


@pytest.fixture(scope="module")
def trainees(templates: Templates) -> Iterator[ServiceProcess]:
    yield from serve(TRAINEES, templates)


def check_every_operation(process: ServiceProcess) -> int:
    """Send requests that the document allows and requests that it does not."""
    document = requests.get(f"{process.url}/openapi.json", timeout=10).json()
    schema = schemathesis.openapi.from_dict(document)
    headers = {"Authorization": f"Bearer {process.token}"}
    checked = 0
    for found in schema.get_all_operations():
        operation = found.ok() if isinstance(found, Ok) else pytest.fail(str(found))
        for mode in GenerationMode:

            @bounded
            @given(operation.as_strategy(generation_mode=mode))
            def any_request(case: Case[Any]) -> None:
                case.call_and_validate(base_url=process.url, headers=headers, checks=CHECKS)

            any_request()
        checked += 1
    return checked


def test_any_request_of_a_lead_provider(participants: ServiceProcess) -> None:
    assert check_every_operation(participants) >= 2


def test_any_request_of_a_training_provider(trainees: ServiceProcess) -> None:
    assert check_every_operation(trainees) >= 3
