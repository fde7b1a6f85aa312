"""What tests of reading from a standby need."""

from collections.abc import AsyncIterator

import pytest

from shared.database import Pool
from tests.conftest import TRAINEES, Templates, runtime_pool
from tests.shared.views.pair import Pair, counts_of, database_of, reading
from tests.standby import Primary, Standby


@pytest.fixture
async def primary_url(primary_templates: Templates) -> AsyncIterator[str]:
    async with primary_templates.clone(TRAINEES) as url:
        yield url


@pytest.fixture
async def pool(primary_url: str) -> AsyncIterator[Pool]:
    async with runtime_pool(primary_url, TRAINEES) as pool:
        yield pool


@pytest.fixture
def replica_url(primary_url: str, standby: Standby) -> str:
    return standby.dsn(database_of(primary_url))


@pytest.fixture
async def pair(
    pool: Pool, primary_url: str, replica_url: str, primary: Primary, standby: Standby
) -> AsyncIterator[Pair]:
    await standby.catch_up(primary)
    async with reading(pool, primary_url, replica_url) as reads:
        opened = Pair(
            url=primary_url,
            pool=pool,
            reads=reads,
            counts=counts_of(reads),
            primary=primary,
            standby=standby,
        )
        await opened.write()
        await opened.settle()
        yield opened
