"""What a collector is told of the database."""

import asyncio
import re
from pathlib import Path

import asyncpg
import pytest

from participants_service.app import IDENTITY
from participants_service.settings import ParticipantsSettings
from shared.database import Connection, open_pool
from shared.database.replica import open_replica
from shared.metrics import Metrics
from shared.tracing.export import open_tracer
from shared.tracing.pool import create_traced_pool
from shared.tracing.spans import tracing_with
from tests.participants.people import FENBROOK
from tests.shared.tracing.conftest import Trace
from tests.shared.tracing.receiver import CLIENT, INTERNAL, Receiver


async def test_statements_are_called_what_they_are_called_in_the_files(
    trace: Trace, receiver: Receiver
) -> None:
    async with trace() as traced:
        await traced.registry.open_department()
        answer = await traced.api.call("GET", f"/api/v3/schools/{FENBROOK.id}?filter[cohort]=2025")
        assert answer.status == 200
    (request,) = (span for span in receiver.requests() if span.name.startswith("GET"))
    spans = receiver.below(request)
    names = [span.name for span in spans]
    assert names[:3] == ["wait for a connection", "select_token_by_digest", "update_token_used"]
    statements = [span for span in spans if span.kind == CLIENT]
    for span in statements:
        assert span.attributes["db.system.name"] == "postgresql"
        assert span.attributes["db.query.summary"] == span.name
        assert not span.is_error
        assert request.started <= span.started <= span.ended <= request.ended
    assert statements[0].attributes["db.operation.name"] == "SELECT"
    assert statements[1].attributes["db.operation.name"] == "UPDATE"


async def test_transactions_are_seen_from_beginning_to_end(
    trace: Trace, receiver: Receiver
) -> None:
    async with trace() as traced:
        await traced.registry.open_department()
    (request,) = receiver.requests()
    names = [span.name for span in receiver.below(request)]
    assert names.index("BEGIN") < names.index("insert_events") < names.index("COMMIT")


async def test_a_wait_for_a_connection_is_seen(trace: Trace, receiver: Receiver) -> None:
    async with trace() as traced:
        async with traced.pool.acquire(), traced.pool.acquire():
            asking = asyncio.create_task(traced.api.call("GET", "/api/v3/partnerships"))
            _, pending = await asyncio.wait([asking], timeout=0.5)
            assert pending
        await asking
    (request,) = receiver.requests()
    first, *_ = receiver.below(request)
    assert (first.name, first.kind) == ("wait for a connection", INTERNAL)
    assert first.ended - first.started >= 100_000_000


async def test_whoever_asks_without_a_request_is_not_traced(
    trace: Trace, receiver: Receiver
) -> None:
    async with trace() as traced:
        assert await traced.pool.fetchval("SELECT 1") == 1
        conn = await traced.pool.acquire()
        await traced.pool.release(conn)
    assert receiver.bodies == []


async def test_a_replicas_pages_are_seen_and_not_the_looks_at_it(
    receiver: Receiver, participants_url: str
) -> None:
    settings = ParticipantsSettings(
        otlp_endpoint=receiver.url, database_url=participants_url, replica_url=participants_url
    )
    replica = open_replica(settings, IDENTITY, Metrics(), create_pool=create_traced_pool)
    assert replica is not None
    with open_tracer(settings, IDENTITY) as tracer:
        async with replica.watched():
            with tracing_with(tracer):
                async with replica.snapshot() as conn:
                    assert await conn.fetchval("VALUES (1)") == 1
    names = [span.name for span in receiver.spans]
    assert names == ["wait for a connection", "BEGIN", "VALUES", "COMMIT"]


async def test_every_way_to_send_a_statement_is_seen(
    receiver: Receiver, participants_url: str
) -> None:
    settings = ParticipantsSettings(otlp_endpoint=receiver.url)
    with open_tracer(settings, IDENTITY) as tracer:
        async with (
            open_pool(
                participants_url,
                role=IDENTITY.runtime_role,
                schema=IDENTITY.schema,
                size=1,
                pooled=False,
                command_timeout=None,
                create_pool=create_traced_pool,
            ) as pool,
            pool.acquire() as conn,
        ):
            with tracing_with(tracer):
                await send_all(conn)
    spans = receiver.spans
    assert [(span.name, span.attributes.get("error.type")) for span in spans] == [
        ("CREATE", None),
        ("INSERT", None),
        ("SELECT", None),
        ("DELETE", None),
        ("VALUES", None),
        ("WITH", None),
        ("INSERT", "23505"),
        ("SELECT", "TimeoutError"),
    ]
    for span in spans:
        assert span.is_error is ("error.type" in span.attributes)
    # It may select, insert or anything else.
    assert "db.operation.name" not in spans[5].attributes


async def send_all(conn: Connection) -> None:
    await conn.execute("CREATE TEMP TABLE numbers (n int UNIQUE)")
    await conn.executemany("INSERT INTO numbers VALUES ($1)", [(1,), (2,)])
    assert len(await conn.fetch("SELECT n FROM numbers")) == 2
    assert await conn.fetchmany("DELETE FROM numbers WHERE n = $1 RETURNING n", [(2,)])
    assert await conn.fetchrow("VALUES (1)") is not None
    assert await conn.fetchval("WITH one AS (SELECT 1) SELECT * FROM one") == 1
    with pytest.raises(asyncpg.UniqueViolationError):
        await conn.execute("INSERT INTO numbers VALUES (1)")
    with pytest.raises(TimeoutError):
        await conn.fetchval("SELECT pg_sleep(60)", timeout=0.05)


def test_nobody_sends_statements_in_ways_that_are_not_seen() -> None:
    unseen = re.compile(r"\.(?:prepare|cursor|copy_\w+)\(")
    for root in ("shared", "participants_service", "trainees_service"):
        for path in Path(root).rglob("*.py"):
            assert unseen.findall(path.read_text()) == [], path
