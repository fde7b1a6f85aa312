"""Registrations of trainees, and the rows they leave behind as bare inserts."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import count
from string import Template

import asyncpg
import orjson

from shared.database import Connection
from tests.bench.client import post
from trainees_service.demo.payloads import trainee_payloads

PATH = "/api/v0.1/trainees"
# What holds a trainee; locks, the journal and its head are the price of more than bare inserts.
_TABLES = ("trainees", "placements", "degrees", "trainee_views")
_TEMPLATES = 20
_SELECT = Template("SELECT $columns FROM $table WHERE provider_id = $$1 AND trainee_id = $$2")
_INSERT = Template("INSERT INTO $table ($columns) VALUES $values;")


def post_requests(tokens: Sequence[str], *, first: int) -> Callable[[], bytes]:
    """Register people, all different, with each provider in turn."""
    payloads = zip(
        count(), trainee_payloads(today=datetime.now(UTC).date(), first=first), strict=False
    )

    def next_request() -> bytes:
        number, payload = next(payloads)
        return post(PATH, tokens[number % len(tokens)], orjson.dumps(payload))

    return next_request


async def insert_scripts(dsn: str) -> list[str]:
    """Write some of the stored trainees as transactions that insert the same again and again."""
    conn = await asyncpg.connect(dsn, server_settings={"search_path": "trainees"})
    try:
        keys = await conn.fetch(
            "SELECT provider_id, trainee_id FROM trainees ORDER BY trainee_id LIMIT $1", _TEMPLATES
        )
        return [await _script(conn, key) for key in keys]
    finally:
        await conn.close()


async def _script(conn: Connection, key: asyncpg.Record) -> str:
    lines = ["\\set number random(1, 1000000000000000)", "BEGIN;"]
    for table in _TABLES:
        columns = await _columns(conn, table)
        selected = ", ".join(f"quote_nullable({column})" for column in columns)
        rows = await conn.fetch(
            _SELECT.substitute(table=table, columns=selected),
            key["provider_id"],
            key["trainee_id"],
        )
        if rows:
            lines.append(_insert(table, columns, [tuple(row) for row in rows]))
    lines.append("COMMIT;\n")
    return "\n".join(lines)


async def _columns(conn: Connection, table: str) -> list[str]:
    rows = await conn.fetch(
        "SELECT attname FROM pg_attribute "
        "WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped "
        "ORDER BY attnum",
        table,
    )
    return [row["attname"] for row in rows]


def _insert(table: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> str:
    values = ", ".join(f"({', '.join(map(_value, columns, row))})" for row in rows)
    return _INSERT.substitute(table=table, columns=", ".join(columns), values=values)


def _value(column: str, literal: str) -> str:
    if column == "trainee_id":
        return "lpad(:number::text, 24, 'x')"
    # pgbench takes a colon before a letter for one of its variables, even within a text.
    return re.sub(r":(?=[A-Za-z_])", "'||':'||'", literal)
