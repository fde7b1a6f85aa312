from datetime import UTC, datetime

import orjson
import pytest

from shared.changes.pages import ChangesPage, read_page
from shared.database import Pool
from shared.schemas import seconds_text

# Rows as a service's statement returns them, here without its tables.
ENTRIES = """
    SELECT 9::bigint AS head, 3::bigint AS after, $1::timestamptz AS next_changed_at, e.*
      FROM (VALUES
            (4::bigint, 'participant', 'a', 'upsert', NULL, $1::timestamptz, '{"n":1}'::bytea),
            (6, 'participant', 'b', 'merged', 'a', $1 + interval '1.9 seconds', NULL),
            (7, 'delivery-partner', 'c', 'access_ended', NULL, $1 + interval '2 seconds', NULL)
           ) AS e (position, resource, resource_id, op, merged_into, changed_at, record)
     ORDER BY e.position
"""
NO_ENTRIES = """
    SELECT 9::bigint AS head, 9::bigint AS after, NULL::timestamptz AS next_changed_at,
           NULL AS position
     WHERE $1::timestamptz IS NOT NULL
"""
MOMENT = datetime(2026, 1, 19, 7, 42, 10, 999_999, tzinfo=UTC)


async def test_entries_are_written_around_the_bytes_of_their_records(
    participants_pool: Pool,
) -> None:
    """Resources may be mixed, and a filter may leave positions out."""
    rows = await participants_pool.fetch(ENTRIES, MOMENT)
    page = read_page(rows, limit=3, render_moment=seconds_text)
    assert (page.head, page.after, page.next_changed_at, page.has_more) == (9, 3, MOMENT, False)
    assert page.as_json() == (
        b'{"data":[{"position":4,"resource":"participant","id":"a","op":"upsert",'
        b'"changed_at":"2026-01-19T07:42:10Z","record":{"n":1}},'
        b'{"position":6,"resource":"participant","id":"b","op":"merged","merged_into":"a",'
        b'"changed_at":"2026-01-19T07:42:12Z","record":null},'
        b'{"position":7,"resource":"delivery-partner","id":"c","op":"access_ended",'
        b'"changed_at":"2026-01-19T07:42:12Z","record":null}],'
        b'"meta":{"position":9,"has_more":false}}'
    )


@pytest.mark.parametrize(("limit", "has_more"), [(1, True), (2, True), (3, False), (4, False)])
async def test_a_row_too_many_tells_that_there_are_more(
    participants_pool: Pool, *, limit: int, has_more: bool
) -> None:
    rows = await participants_pool.fetch(ENTRIES, MOMENT)
    answer = orjson.loads(read_page(rows, limit=limit, render_moment=seconds_text).as_json())
    assert [entry["position"] for entry in answer["data"]] == [4, 6, 7][:limit]
    assert answer["meta"] == {"position": 9, "has_more": has_more}


async def test_a_journal_without_further_entries_still_has_a_head(participants_pool: Pool) -> None:
    rows = await participants_pool.fetch(NO_ENTRIES, MOMENT)
    page = read_page(rows, limit=1, render_moment=seconds_text)
    assert page == ChangesPage(head=9, after=9)
    assert page.as_json() == b'{"data":[],"meta":{"position":9,"has_more":false}}'


def test_a_journal_that_has_not_begun_ends_at_0() -> None:
    assert read_page([], limit=1, render_moment=seconds_text) == ChangesPage(head=0)


async def test_a_service_writes_ids_in_its_own_way(participants_pool: Pool) -> None:
    rows = await participants_pool.fetch(ENTRIES, MOMENT)
    page = read_page(
        rows, limit=1, render_moment=seconds_text, write_id=lambda one: f'"id":"{one}","x":1'
    )
    assert b'"resource":"participant","id":"a","x":1,"op":"upsert"' in page.as_json()


async def test_a_page_tells_whether_something_is_due(participants_pool: Pool) -> None:
    for is_due in (True, False):
        statement = ENTRIES.replace("e.*", "$2::boolean AS is_due, e.*")
        rows = await participants_pool.fetch(statement, MOMENT, is_due)
        assert read_page(rows, limit=1, render_moment=seconds_text).is_due is is_due
    rows = await participants_pool.fetch(ENTRIES, MOMENT)
    assert not read_page(rows, limit=1, render_moment=seconds_text).is_due
