"""The participants service on a Wednesday in October, with the registry and two lead providers."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import TypeAlias
from uuid import UUID

import pytest
import time_machine
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from participants_service.app import ParticipantsService, create_service
from participants_service.handlers.description import describe_api
from participants_service.settings import ParticipantsSettings
from shared.auth.store import create_token
from shared.auth.tokens import Scope
from shared.database import Pool
from tests.contract.responses import ResponseWatch
from tests.participants.api import Api, Client
from tests.participants.people import LARKFIELD, MARRAM, OTTERBURN, moment
from tests.participants.registry import Registry

MakeApi: TypeAlias = Callable[[UUID], Awaitable[Api]]

# Noon in London, where summer time lasts for eleven more days.
NOON = moment("2025-10-15T11:00:00")


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[Client]:
    """Listen with an application on a port of its own."""
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    """Stop the clock at noon; a test may move it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
async def service(
    travel: time_machine.Traveller, participants_pool: Pool
) -> AsyncIterator[ParticipantsService]:
    """The service in a sandbox."""
    settings = ParticipantsSettings(sandbox=True, rate_limit="off")
    async with create_service(settings, participants_pool) as opened:
        yield opened


@pytest.fixture
def watch(service: ParticipantsService) -> ResponseWatch:
    """What looks at every answer of the public listener."""
    return ResponseWatch(service.apps.public, describe_api(sandbox=True))


@pytest.fixture
async def public(service: ParticipantsService, watch: ResponseWatch) -> AsyncIterator[Client]:
    """The public listener, every answer of which has to be as documented."""
    watch.attach(service.apps.public)
    async with serving(service.apps.public) as client:
        yield client
    assert watch.problems == []


@pytest.fixture
async def new_registry(service: ParticipantsService) -> AsyncIterator[Registry]:
    """The registry, which has not reported anything yet."""
    token = await make_token(service.pool, None, Scope.REGISTRY_WRITE)
    async with serving(service.apps.internal) as client:
        yield Registry(client, token)


@pytest.fixture
async def registry(new_registry: Registry) -> Registry:
    """The registry, which has reported who there is."""
    await new_registry.open_department()
    return new_registry


@pytest.fixture
async def larkfield(public: Client, service: ParticipantsService) -> Api:
    """The API as Larkfield calls it."""
    return Api(public, await make_token(service.pool, LARKFIELD, Scope.PROVIDER))


@pytest.fixture
async def otterburn(public: Client, service: ParticipantsService) -> Api:
    """The API as Otterburn calls it."""
    return Api(public, await make_token(service.pool, OTTERBURN, Scope.PROVIDER))


@pytest.fixture
async def marram(public: Client, service: ParticipantsService) -> Api:
    """The API as Marram calls it, once the registry knows of a third lead provider."""
    return Api(public, await make_token(service.pool, MARRAM, Scope.PROVIDER))


@pytest.fixture
def make_api(public: Client, service: ParticipantsService) -> MakeApi:
    """Make the API as any other lead provider calls it."""

    async def make(lead_provider_id: UUID) -> Api:
        return Api(public, await make_token(service.pool, lead_provider_id, Scope.PROVIDER))

    return make


async def make_token(pool: Pool, provider_id: UUID | None, scope: Scope) -> str:
    """Make a token for a lead provider, or for the registry."""
    async with pool.acquire() as conn:
        return await create_token(
            conn,
            prefix="participants",
            provider_id=provider_id,
            scopes=frozenset([scope]),
            description="",
            now=NOON,
            expires_at=None,
        )
