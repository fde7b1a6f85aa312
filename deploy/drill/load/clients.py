"""All clients of the drill: they work at a steady pace until they are told to stop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import cycle
from operator import gt
from time import monotonic
from typing import Any

import aiohttp

from deploy.drill.load.caller import Caller
from deploy.drill.load.deferring import Deferring
from deploy.drill.load.feeding import Feeding
from deploy.drill.load.following import Following
from deploy.drill.load.registering import Registering
from deploy.drill.load.timeline import Timeline
from deploy.drill.load.tokens import Tokens
from deploy.drill.waiting import DrillError, wait_until

_READERS = 6
_BETWEEN_READS = 0.15
_BETWEEN_WRITES = 0.25
_BETWEEN_LOOKS = 0.5
_READ = (
    ("participants", "/api/v3/participants?page[per_page]=100"),
    ("trainees", "/api/v0.1/trainees?per_page=50"),
    ("participants", "/api/v3/partnerships"),
    ("trainees", "/api/v0.1/info"),
)
_RECOVERS_WITHIN = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A school whose teachers the lead provider of the drill trains."""

    urn: str
    lead_provider_id: str


class Clients:
    """Readers, writers and followers, and what they can say about losses."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        find_feed_urls: Callable[[], Sequence[str]],
        tokens: Tokens,
        *,
        place: Place,
        today: date,
    ) -> None:
        self.timeline = Timeline()
        self.tokens = tokens
        self._url = url
        self._caller = Caller(session, self.timeline)
        # What is asked to find losses is none of the load.
        self._checker = Caller(session, Timeline())
        self._feeding = Feeding(
            find_feed_urls,
            tokens,
            school_urn=place.urn,
            lead_provider_id=place.lead_provider_id,
            today=today,
        )
        self._registering = Registering(url, tokens, today=today)
        self._deferring = Deferring(url, tokens, self._feeding)
        self._writers = (self._feeding, self._registering, self._deferring)
        self._followers = {
            "participants": Following(f"{url}/api/v3", tokens, service="participants"),
            "trainees": Following(f"{url}/api/v0.1", tokens, service="trainees"),
        }

    @property
    def acknowledged(self) -> int:
        """How many writes were confirmed so far."""
        return sum(writer.acknowledged for writer in self._writers)

    @property
    def events(self) -> Sequence[Mapping[str, Any]]:
        """The events that the registry's service has confirmed."""
        return self._feeding.events

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Let all of them work within the block, and finish what they have begun."""
        finished = asyncio.Event()
        tasks = [
            asyncio.create_task(_repeat(work, pause=pause, finished=finished))
            for work, pause in self._work()
        ]
        try:
            yield
            finished.set()
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def recovered(self) -> None:
        """Wait until everybody is served again."""
        since = monotonic()
        before = [writer.acknowledged for writer in self._writers]

        async def is_served() -> bool:
            now = [writer.acknowledged for writer in self._writers]
            return self.timeline.has_read_since(since) and all(map(gt, now, before))

        await wait_until(is_served, seconds=_RECOVERS_WITHIN, what="clients are served again")

    async def lost(self) -> int:
        """Count the acknowledged writes that are gone or were carried out twice."""
        return sum([await writer.lost(self._checker) for writer in self._writers])

    async def differences(self) -> Mapping[str, int]:
        """Compare the followers' copies with the lists, when nobody writes any more."""
        return {
            "participants": await self._followers["participants"].differences(
                self._checker,
                f"{self._url}/api/v3/participants?page[per_page]=3000",
                "participant",
            ),
            "trainees": await self._followers["trainees"].differences(
                self._checker, f"{self._url}/api/v0.1/trainees?per_page=1000", "trainee"
            ),
        }

    def _work(self) -> Iterator[tuple[Callable[[], Awaitable[object]], float]]:
        """Yield what is done again and again, and the seconds from one time to the next."""
        for number in range(_READERS):
            yield self._reader(number), _BETWEEN_READS
        for writer in self._writers:
            yield partial(writer.write, self._caller), _BETWEEN_WRITES
        for follower in self._followers.values():
            yield partial(follower.read, self._caller), _BETWEEN_LOOKS

    def _reader(self, number: int) -> Callable[[], Awaitable[object]]:
        """Return a reader; each begins with another path."""
        turns = cycle(_READ[number % len(_READ) :] + _READ[: number % len(_READ)])

        async def read() -> None:
            service, path = next(turns)
            token = self.tokens.of(service)
            await self._caller.get(f"{self._url}{path}", token=token)

        return read


async def _repeat(
    work: Callable[[], Awaitable[object]], *, pause: float, finished: asyncio.Event
) -> None:
    while not finished.is_set():
        due = monotonic() + pause
        await work()
        await asyncio.sleep(max(due - monotonic(), 0))


async def find_place(
    session: aiohttp.ClientSession, url: str, token: str, *, lead_provider_id: str
) -> Place:
    """Find a school with which the lead provider is in partnership this year."""
    caller = Caller(session, Timeline())
    best = ("", "")
    async for page in caller.walk(f"{url}/api/v3/partnerships", token=token):
        for partnership in page["data"]:
            found = partnership["attributes"]
            best = max(best, (found["cohort"], found["urn"]))
    if not best[1]:
        raise DrillError("The lead provider has no partnership.")
    return Place(urn=best[1], lead_provider_id=lead_provider_id)
