"""The same reads in a large database and in one that is many times as large."""

from collections.abc import AsyncIterator

from tests.bench import participant_reads as reads
from tests.bench.client import NextRequest
from tests.bench.comparisons import Comparison
from tests.bench.keys import Key
from tests.bench.last_pages import CONNECTIONS, PARTICIPANTS_WALK, one_of
from tests.bench.participant_data import ParticipantData
from tests.bench.processes import Server
from tests.bench.rounds import requests_round


async def row_measures(
    data: ParticipantData, ours: Server, rows: ParticipantData, ours_of_rows: Server
) -> AsyncIterator[Comparison]:
    """Yield a comparison for each kind of read that must not get slower."""
    for title, few, many in (
        ("GET one participant", reads.one_requests(data), reads.one_requests(rows)),
        ("GET the first 100 participants", _first_pages(data), _first_pages(rows)),
        (
            "GET the last 100 participants by cursor",
            await _last_pages(data, ours),
            await _last_pages(rows, ours_of_rows),
        ),
        ("GET 100 changed participants", reads.poll_requests(data), reads.poll_requests(rows)),
    ):
        yield Comparison(
            key=Key.ROWS,
            title=f"{title} of {rows.participants:,} (copied by SQL)",
            other_title=f"the same of {data.participants:,}",
            connections=CONNECTIONS,
            run=requests_round(ours_of_rows, many, CONNECTIONS),
            run_other=requests_round(ours, few, CONNECTIONS),
        )


def _first_pages(data: ParticipantData) -> NextRequest:
    return one_of([PARTICIPANTS_WALK.first_page(token) for token in data.lead_provider_tokens])


async def _last_pages(data: ParticipantData, ours: Server) -> NextRequest:
    return one_of(
        [await PARTICIPANTS_WALK.last_page(ours, token) for token in data.lead_provider_tokens]
    )
