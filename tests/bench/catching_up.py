"""The change feed, read from the beginning by somebody who has to catch up."""

from collections.abc import Iterator

import asyncpg

from tests.bench.client import get, send_all
from tests.bench.figures import Figure, Work
from tests.bench.keys import Key
from tests.bench.participant_data import ParticipantData
from tests.bench.processes import Server

_PAGE = 1_000
_ENTRIES = 100_000


def catching_up_figure(data: ParticipantData, ours: Server) -> Figure:
    """Return the figure: one journal after the other, over one connection, each from its start."""

    async def run() -> Work:
        pages = list(_pages(await _heads(data)))
        requests = [
            get(f"/api/v3/changes?after={after}&limit={entries}", token)
            for token, after, entries in pages
        ]
        load = await send_all(ours.port, requests, connections=1)
        entries = sum(entries for _, _, entries in pages)
        return Work(count=entries, seconds=load.seconds, size=load.size)

    return Figure(
        key=Key.CHANGES,
        title=f"GET the change feed in pages of {_PAGE:,}",
        unit="entries",
        run=run,
    )


async def _heads(data: ParticipantData) -> list[tuple[str, int]]:
    """Return a token and the length of the journal of each lead provider."""
    token_of = {
        data.places.lead_provider_id(number): token
        for number, token in enumerate(data.lead_provider_tokens)
    }
    conn = await asyncpg.connect(data.dsn)
    try:
        rows = await conn.fetch("SELECT provider_id, position FROM participants.journal_heads")
    finally:
        await conn.close()
    return [(token_of[row["provider_id"]], row["position"]) for row in rows]


def _pages(heads: list[tuple[str, int]]) -> Iterator[tuple[str, int, int]]:
    """Yield token, position and number of entries of every page, up to so many entries."""
    left = _ENTRIES
    for token, head in heads:
        for after in range(0, head, _PAGE):
            entries = min(_PAGE, head - after, left)
            if not entries:
                return
            yield token, after, entries
            left -= entries
