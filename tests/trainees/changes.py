"""The change feed as a training provider reads it, and trainees that change."""

import json
from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from shared.database import Connection
from tests.trainees.api import Answer, Api
from tests.trainees.registry import WEXMOOR
from trainees_service.app import TraineesService
from trainees_service.domain.identifiers import ProviderId, TraineeId
from trainees_service.storage.keys import TraineeKey

CHANGES_PATH = "/api/v0.1/changes"

RENAME = """
    UPDATE trainees SET middle_names = coalesce(middle_names, '') || 'é"'
     WHERE (provider_id, trainee_id) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))
"""
DISCARD = """
    UPDATE trainees SET discarded_at = created_at
     WHERE (provider_id, trainee_id) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))
"""
RESTORE = """
    UPDATE trainees SET discarded_at = NULL
     WHERE (provider_id, trainee_id) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))
"""


class Entry(NamedTuple):
    """An entry whose record is left as the bytes that came."""

    position: int
    trainee_id: str
    op: str
    record: bytes | None


def entries_of(answer: Answer) -> list[Entry]:
    """Take an answer apart."""
    assert answer.status == 200, answer
    return list(_entries(answer.raw.decode()))


def _entries(text: str) -> Iterator[Entry]:
    decoder = json.JSONDecoder()
    at = text.index("[") + 1
    while text[at] != "]":
        entry, end = decoder.raw_decode(text, at)
        record = text[at:end].partition('"record":')[2].removesuffix("}").encode()
        yield Entry(
            entry["position"], entry["id"], entry["op"], None if record == b"null" else record
        )
        at = end + 1 if text[end] == "," else end


async def read_changes(api: Api, query: str = "", **headers: str) -> Answer:
    """Ask for changes with a query string as it is sent."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return await api.call("GET", f"{CHANGES_PATH}?{query}", headers=sent)


def key(trainee_id: str, provider_id: UUID = WEXMOOR) -> TraineeKey:
    return ProviderId(provider_id), TraineeId(trainee_id)


async def execute(conn: Connection, statement: str, keys: list[TraineeKey]) -> None:
    """Run one of the statements above; the caller publishes what it did."""
    await conn.execute(
        statement, [provider_id for provider_id, _ in keys], [trainee_id for _, trainee_id in keys]
    )


async def change(service: TraineesService, statement: str, *keys: TraineeKey) -> None:
    """Change trainees and publish them, in one transaction."""
    async with service.pool.acquire() as conn, conn.transaction():
        await execute(conn, statement, list(keys))
        await service.views.refresh_keys(conn, keys)
