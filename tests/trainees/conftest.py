"""The trainees service on a Tuesday in November, with two training providers."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
import time_machine
from aiohttp.test_utils import TestClient, TestServer

from shared.auth.store import create_token
from shared.auth.tokens import Scope
from shared.database import Pool
from tests.contract.responses import ResponseWatch
from tests.trainees.api import Api, Client
from tests.trainees.registry import SALTBURN, WEXMOOR, Registry, provider_put
from trainees_service.app import TraineesService, create_service
from trainees_service.handlers.description import describe_api
from trainees_service.settings import TraineesSettings, TrnAllocation

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    """Stop the clock; a test may move it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
async def service(
    travel: time_machine.Traveller, trainees_pool: Pool
) -> AsyncIterator[TraineesService]:
    """The service in a sandbox; TRNs do not come by themselves."""
    settings = TraineesSettings(sandbox=True, trn_allocator=TrnAllocation.FEED, rate_limit="off")
    async with create_service(settings, trainees_pool) as opened:
        yield opened


@pytest.fixture
async def public(service: TraineesService) -> AsyncIterator[Client]:
    """The public listener, every answer of which has to be as documented."""
    app = service.apps.public
    watch = ResponseWatch(app, describe_api(sandbox=True))
    watch.attach(app)
    async with TestClient(TestServer(app)) as client:
        yield client
    assert watch.problems == []


@pytest.fixture
async def registry(service: TraineesService) -> AsyncIterator[Registry]:
    """The registry, which has reported two providers."""
    token = await make_token(service.pool, None, Scope.REGISTRY_WRITE)
    async with TestClient(TestServer(service.apps.internal)) as client:
        opened = Registry(client, token)
        await opened.apply(
            provider_put(),
            provider_put(SALTBURN, name="Saltburn Coast Teacher Training", ukprn="10990002"),
        )
        yield opened


@pytest.fixture
async def wexmoor(public: Client, registry: Registry, service: TraineesService) -> Api:
    """The API as the University of Wexmoor calls it."""
    return Api(public, await make_token(service.pool, WEXMOOR, Scope.PROVIDER))


@pytest.fixture
async def saltburn(public: Client, registry: Registry, service: TraineesService) -> Api:
    """The API as Saltburn calls it."""
    return Api(public, await make_token(service.pool, SALTBURN, Scope.PROVIDER))


async def make_token(
    pool: Pool,
    provider_id: UUID | None,
    scope: Scope,
    *,
    now: datetime = NOW,
    expires_at: datetime | None = None,
) -> str:
    async with pool.acquire() as conn:
        return await create_token(
            conn,
            prefix="trainees",
            provider_id=provider_id,
            scopes=frozenset([scope]),
            description="",
            now=now,
            expires_at=expires_at,
        )
