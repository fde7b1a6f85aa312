"""The last page of a list, reached by cursors, beside the first one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import orjson

from tests.bench.answers import fetch_good
from tests.bench.client import LoadError, NextRequest, get
from tests.bench.comparisons import Comparison
from tests.bench.keys import Key
from tests.bench.participant_data import ParticipantData
from tests.bench.processes import Server
from tests.bench.rounds import requests_round
from tests.bench.trainee_data import TraineeData
from tests.bench.trainee_writes import PATH as TRAINEES

# A single one, so that nothing but the answer itself is waited for.
CONNECTIONS = 1
PARTICIPANTS_PAGE = 100
_TRAINEES_PAGE = 50
_CURSOR = re.compile(r'[?&]page(?:\[|%5B)after(?:\]|%5D)=([^&>]+)[^>]*>; *rel="next"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A list, up to the parameter that says how many records come to a page.

    Strides are pages as large as the walk may take on its way.
    """

    address: str
    page: int
    stride: int

    def first_page(self, token: str) -> bytes:
        """Ask for the first page."""
        return get(f"{self.address}={self.page}", token)

    async def last_page(self, server: Server, token: str) -> bytes:
        """Return the request for the last page that is full, as a walk comes to it."""
        after, found = "", None
        while following := (await self._go(server, token, self.stride, after))[1]:
            after = following
        while True:
            count, following = await self._go(server, token, self.page, after)
            if count == self.page and after:
                found = self._request(token, self.page, after)
            if not following:
                break
            after = following
        if found is None:
            raise LoadError(f"{self.address}: no cursor leads to a full page")
        return found

    async def _go(self, server: Server, token: str, size: int, after: str) -> tuple[int, str]:
        """Return how many records a page has, and the cursor of the next one."""
        answer = await fetch_good(server.port, self._request(token, size, after))
        following = _CURSOR.search(answer.headers.get("link", ""))
        return len(orjson.loads(answer.body)["data"]), following[1] if following else ""

    def _request(self, token: str, size: int, after: str) -> bytes:
        cursor = f"&page[after]={after}" if after else ""
        return get(f"{self.address}={size}{cursor}", token)


PARTICIPANTS_WALK = Walk(
    address="/api/v3/participants?page[per_page]", page=PARTICIPANTS_PAGE, stride=3_000
)


async def last_participants(data: ParticipantData, ours: Server) -> Comparison:
    """Return the comparison for the lists of all lead providers."""
    return await _comparison(
        Key.LAST_PARTICIPANTS, "participants", PARTICIPANTS_WALK, ours, data.lead_provider_tokens
    )


async def last_trainees(data: TraineeData, ours: Server) -> Comparison:
    """Return the comparison for the lists of all training providers that only read."""
    walk = Walk(
        address=f"{TRAINEES}?academic_cycle={data.cycle}&per_page",
        page=_TRAINEES_PAGE,
        stride=_TRAINEES_PAGE,
    )
    return await _comparison(Key.LAST_TRAINEES, "trainees", walk, ours, data.reading_tokens)


async def _comparison(
    key: Key, records: str, walk: Walk, ours: Server, tokens: Sequence[str]
) -> Comparison:
    last = [await walk.last_page(ours, token) for token in tokens]
    return Comparison(
        key=key,
        title=f"GET the last {walk.page} {records} by cursor",
        other_title="the first page",
        connections=CONNECTIONS,
        run=requests_round(ours, one_of(last), CONNECTIONS),
        run_other=requests_round(
            ours, one_of([walk.first_page(token) for token in tokens]), CONNECTIONS
        ),
    )


def one_of(requests: Sequence[bytes]) -> NextRequest:
    """Return what sends these requests at random, in the same order every time."""
    rng = Random(4)
    return lambda: rng.choice(requests)
