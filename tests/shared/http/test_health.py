"""What is measured when somebody asks for the metrics."""

import asyncio
from pathlib import Path

import asyncpg
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from shared.database import Pool
from shared.database.migrations import downgrade
from shared.http.health import Health, add_health_routes
from shared.metrics import Metrics
from tests.conftest import PARTICIPANTS, runtime_pool


def health_of(pool: Pool) -> Health:
    return Health(pool=pool, revisions=PARTICIPANTS.revisions, metrics=Metrics())


def measured(health: Health, name: str) -> float | None:
    return health.metrics.registry.get_sample_value(name)


async def test_metrics_are_answered_without_a_database(tmp_path: Path) -> None:
    async with asyncpg.create_pool(
        f"postgresql://nobody@/nothing?host={tmp_path}", min_size=0, max_size=3
    ) as pool:
        health = health_of(pool)
        app = web.Application()
        add_health_routes(app, health)
        async with TestClient(TestServer(app)) as client, client.get("/metrics") as response:
            assert response.status == 200
            text = await response.text()
    assert "database_answers 0.0\n" in text
    assert "database_pool_connections 0.0\n" in text
    assert "database_pool_connections_at_most 3.0\n" in text


async def test_a_database_that_answers_is_told_of(participants_pool: Pool) -> None:
    health = health_of(participants_pool)
    await health.measure()
    assert measured(health, "database_answers") == 1
    assert measured(health, "database_schema_current") == 1


async def test_a_schema_that_is_behind_is_told_of(
    participants_pool: Pool, participants_url: str
) -> None:
    await downgrade(participants_url, PARTICIPANTS, "0001")
    health = health_of(participants_pool)
    await health.measure()
    assert measured(health, "database_answers") == 1
    assert measured(health, "database_schema_current") == 0


async def test_a_scrape_waits_for_a_connection_as_a_request_does(participants_url: str) -> None:
    async with runtime_pool(participants_url, PARTICIPANTS, size=1) as pool:
        health = health_of(pool)
        async with pool.acquire() as conn:
            measuring = asyncio.create_task(health.measure())
            await conn.execute("SELECT pg_sleep(0.2)")
        await measuring
    waited = measured(health, "database_pool_wait_seconds")
    assert waited is not None
    assert 0.1 < waited < 3
    assert measured(health, "database_pool_idle_connections") == 0
    assert measured(health, "database_answers") == 1
