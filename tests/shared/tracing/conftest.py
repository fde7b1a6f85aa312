"""The participants service in this process, traced."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import TypeAlias

import pytest
from aiohttp.test_utils import TestClient, TestServer

from participants_service.app import IDENTITY, create_service
from participants_service.settings import ParticipantsSettings
from shared.auth.store import create_token
from shared.auth.tokens import Scope
from shared.clock import LONDON, Clock
from shared.database import Pool, open_pool
from shared.tracing import open_tracing
from tests.participants.api import Api, Client
from tests.participants.people import LARKFIELD
from tests.participants.registry import Registry
from tests.shared.tracing.receiver import Receiver, receiving


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """Both listeners with a token for each; what they do is sent when they are closed."""

    public: Client
    internal: Client
    api: Api
    registry: Registry
    pool: Pool


Trace: TypeAlias = Callable[[], AbstractAsyncContextManager[Traced]]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


@pytest.fixture
def trace(receiver: Receiver, participants_url: str) -> Trace:
    """Open the service; with a pool of two connections, which are easily taken."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Traced]:
        settings = ParticipantsSettings(otlp_endpoint=receiver.url, rate_limit="off", pool_size=2)
        with open_tracing(settings, IDENTITY) as tracing:
            async with (
                open_pool(
                    participants_url,
                    role=IDENTITY.runtime_role,
                    schema=IDENTITY.schema,
                    size=settings.pool_size,
                    pooled=False,
                    command_timeout=settings.command_timeout,
                    create_pool=tracing.create_pool,
                ) as pool,
                create_service(settings, pool) as service,
            ):
                tracing.watch(service.apps)
                async with (
                    TestClient(TestServer(service.apps.public)) as public,
                    TestClient(TestServer(service.apps.internal)) as internal,
                ):
                    yield Traced(
                        public=public,
                        internal=internal,
                        api=Api(public, await _token(pool, Scope.PROVIDER)),
                        registry=Registry(internal, await _token(pool, Scope.REGISTRY_WRITE)),
                        pool=pool,
                    )

    return opened


async def _token(pool: Pool, scope: Scope) -> str:
    async with pool.acquire() as conn:
        return await create_token(
            conn,
            prefix="participants",
            provider_id=LARKFIELD if scope is Scope.PROVIDER else None,
            scopes=frozenset([scope]),
            description="",
            now=Clock(LONDON).real_now(),
            expires_at=None,
        )
