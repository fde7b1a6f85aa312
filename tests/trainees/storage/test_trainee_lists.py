"""The statements of the list read what they look for within its index, and bodies by their keys."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import orjson
import pytest

from shared.database import Connection
from tests.trainees.registry import SALTBURN, WEXMOOR
from trainees_service.storage.trainee_lists import SQL

# Bodies are as large as real ones, so that nobody would read the table for its keys.
_FILL = """
INSERT INTO trainee_views
SELECT $1, 'trainee' || n, repeat('x', 3500)::bytea, '', now(), '2026-09-01T00:00Z'::timestamptz
       + n * interval '1 minute', NULL, 'trn_received', 2025 + n % 2, '2026-09-01', true
  FROM generate_series(1, 2000) AS n
"""
_JOURNAL = """
INSERT INTO changes (provider_id, position, resource, resource_id, op, changed_at)
SELECT provider_id, row_number() OVER (PARTITION BY provider_id ORDER BY updated_at), 'trainee',
       trainee_id, 'upsert', updated_at
  FROM trainee_views
"""
_HEADS = """
INSERT INTO journal_heads (provider_id, position, changed_at)
SELECT provider_id, max(position), max(changed_at)
  FROM changes
 GROUP BY provider_id
"""
_BEGAN = datetime(2026, 9, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_LIST: dict[str, object] = {
    "provider_id": WEXMOOR,
    "start_cycle": 2026,
    "since": datetime(2026, 8, 1, tzinfo=UTC),
    "has_trn": None,
    "today": None,
    "started": None,
    "not_started": None,
    "size": 50,
}
_FILTERED: dict[str, object] = {
    "has_trn": True,
    "today": date(2026, 11, 24),
    "started": ["trn_received", "withdrawn"],
    "not_started": ["withdrawn"],
}
_BY_NUMBER: dict[str, object] = {"offset": 100}
_BEHIND: dict[str, object] = {
    "position": 1990,
    "moment": _BEGAN + 1990 * _MINUTE,
    "last_moment": _BEGAN + 1001 * _MINUTE,
    "last_id": "trainee1001",
    "resource": "trainee",
}


@pytest.fixture
async def filled(trainees_url: str) -> AsyncIterator[Connection]:
    """A database with four thousand views, whose statistics are up to date."""
    conn = await asyncpg.connect(trainees_url, server_settings={"search_path": "trainees"})
    for provider_id in (WEXMOOR, SALTBURN):
        await conn.execute(_FILL, provider_id)
    await conn.execute(_JOURNAL)
    await conn.execute(_HEADS)
    await conn.execute("VACUUM ANALYZE trainee_views, changes")
    yield conn
    await conn.close()


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("select_page", _BY_NUMBER),
        ("select_page_ascending", _BY_NUMBER),
        ("select_next_page", _BEHIND),
        ("select_next_page_ascending", _BEHIND),
    ],
)
async def test_keys_are_found_within_the_index(
    filled: Connection, name: str, values: dict[str, object]
) -> None:
    for filters in ({}, _FILTERED):
        arguments = SQL[name].arguments({**_LIST, **values, **filters})
        plan = await filled.fetchval(f"EXPLAIN (FORMAT JSON) {SQL[name].text}", *arguments)
        found = {
            (node["Relation Name"], node["Node Type"], node.get("Index Name"))
            for node in nodes(orjson.loads(plan)[0]["Plan"])
            if node.get("Relation Name") in {"trainee_views", "changes"}
        }
        assert {each for each in found if each[0] == "trainee_views"} == {
            ("trainee_views", "Index Only Scan", "trainee_views_list_idx"),
            ("trainee_views", "Index Scan", "trainee_views_pkey"),
        }
        assert {index for _, _, index in found} <= {
            "trainee_views_list_idx",
            "trainee_views_pkey",
            "changes_pkey",
        }


@pytest.mark.parametrize(
    ("name", "near", "far"),
    [("select_next_page", 1981, 21), ("select_next_page_ascending", 21, 1951)],
)
async def test_a_page_far_behind_reads_no_more_of_the_index(
    filled: Connection, name: str, near: int, far: int
) -> None:
    """What lies before it is not passed over."""
    blocks = []
    for number in (near, far):
        last = {"last_moment": _BEGAN + number * _MINUTE, "last_id": f"trainee{number}"}
        arguments = SQL[name].arguments({**_LIST, **_BEHIND, **last, "size": 5})
        plan = await filled.fetchval(
            f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {SQL[name].text}", *arguments
        )
        (scan,) = (
            node
            for node in nodes(orjson.loads(plan)[0]["Plan"])
            if node.get("Index Name") == "trainee_views_list_idx"
        )
        assert scan["Actual Rows"] == 6
        blocks.append(scan["Shared Hit Blocks"] + scan["Shared Read Blocks"])
    assert blocks[1] <= blocks[0] + 2
