"""All clients of the drill: they work at a steady pace until they are told to stop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from time import monotonic
from typing import Any, Protocol

import aiohttp

from deploy.drill.load.caller import Caller
from deploy.drill.load.deferring import Deferring
from deploy.drill.load.feeding import Feeding
from deploy.drill.load.following import Following
from deploy.drill.load.places import Place
from deploy.drill.load.registering import Registering
from deploy.drill.load.timeline import Kind, Lane, Timeline
from deploy.drill.load.tokens import Tokens
from deploy.drill.waiting import DrillError, wait_until

_READERS_OF_A_PATH = 2
_BETWEEN_READS = 0.2
_BETWEEN_WRITES = 0.25
_BETWEEN_LOOKS = 0.25
_READ = (
    ("participants", "/api/v3/participants?page[per_page]=100"),
    ("trainees", "/api/v0.1/trainees?per_page=50"),
    ("participants", "/api/v3/partnerships"),
    ("trainees", "/api/v0.1/info"),
)
_RECOVERS_WITHIN = 60.0


class Writer(Protocol):
    """Writes one thing after another, and knows again what was acknowledged."""

    @property
    def acknowledged(self) -> int:
        """How many writes were confirmed so far."""

    async def write(self, caller: Caller) -> None:
        """Write one thing, however often it takes."""

    async def lost(self, caller: Caller) -> int:
        """Count what was confirmed and is not there as it should be."""


class Clients:
    """Readers, writers and followers, and what they can say about losses."""

    def __init__(
        self,
        open_session: Callable[[], aiohttp.ClientSession],
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
        self._open_session = open_session
        self._fault: DrillError | None = None
        # What is asked to find losses is none of the load.
        self._checker = Caller(open_session(), Timeline(), Lane(Kind.READ, "checks"))
        self._feeding = Feeding(
            find_feed_urls,
            tokens,
            school_urn=place.urn,
            lead_provider_id=place.lead_provider_id,
            today=today,
        )
        self._registering = Registering(url, tokens, today=today)
        self._deferring = Deferring(url, tokens, self._feeding)
        self._writers: dict[str, Writer] = {
            "events": self._feeding,
            "registrations": self._registering,
            "deferrals": self._deferring,
        }
        self._followers = {
            "participants": Following(f"{url}/api/v3", tokens, service="participants"),
            "trainees": Following(f"{url}/api/v0.1", tokens, service="trainees"),
        }

    @property
    def acknowledged(self) -> int:
        """How many writes were confirmed so far."""
        return sum(self.acknowledged_by_writer.values())

    @property
    def acknowledged_by_writer(self) -> Mapping[str, int]:
        """The same for events, registrations and deferrals."""
        return {name: writer.acknowledged for name, writer in self._writers.items()}

    @property
    def events(self) -> Sequence[Mapping[str, Any]]:
        """The events that the registry's service has confirmed."""
        return self._feeding.events

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Let all of them work within the block, and finish what they have begun."""
        finished = asyncio.Event()
        tasks = [
            asyncio.create_task(self._repeat(work, pause=pause, finished=finished))
            for work, pause in self._work()
        ]
        try:
            yield
            finished.set()
            await asyncio.gather(*tasks)
            self.check()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def check(self) -> None:
        """Raise what has kept a client from going on, if anything has."""
        if self._fault is not None:
            raise self._fault

    async def recovered(self) -> None:
        """Wait until everybody is served again."""
        since = monotonic()
        blocked: set[Lane] = set()

        async def are_served() -> bool:
            self.check()
            nonlocal blocked
            blocked = self.timeline.blocked_since(since)
            return not blocked

        try:
            await wait_until(are_served, seconds=_RECOVERS_WITHIN, what="clients are served again")
        except DrillError as error:
            names = ", ".join(sorted(lane.name for lane in blocked))
            raise DrillError(f"{error} Still without an answer: {names}.") from error

    async def lost(self) -> int:
        """Count the acknowledged writes that are not there; registrations must be there once."""
        return sum([await writer.lost(self._checker) for writer in self._writers.values()])

    async def differences(self) -> Mapping[str, int]:
        """Compare the followers' copies with all lists, when nobody writes any more."""
        people = f"{self._url}/api/v3/participants?page[per_page]=3000"
        trainees = [
            f"{self._url}/api/v0.1/trainees?per_page=1000&academic_cycle={year}"
            for year in range(self._registering.began - 8, self._registering.began + 3)
        ]
        return {
            "participants": await self._followers["participants"].differences(
                self._checker, [people], "participant"
            ),
            "trainees": await self._followers["trainees"].differences(
                self._checker, trainees, "trainee"
            ),
        }

    def _work(self) -> Iterator[tuple[Callable[[], Awaitable[object]], float]]:
        """Yield what is done again and again, and the seconds from one time to the next."""
        for service, path in _READ:
            for _ in range(_READERS_OF_A_PATH):
                yield (
                    partial(self._read, self._caller(Kind.READ, path), service, path),
                    _BETWEEN_READS,
                )
        for name, writer in self._writers.items():
            yield partial(writer.write, self._caller(Kind.WRITE, name)), _BETWEEN_WRITES
        for service, follower in self._followers.items():
            caller = self._caller(Kind.READ, f"changes of {service}")
            yield partial(follower.read, caller), _BETWEEN_LOOKS

    def _caller(self, kind: Kind, name: str) -> Caller:
        return Caller(self._open_session(), self.timeline, Lane(kind, name))

    async def _read(self, caller: Caller, service: str, path: str) -> None:
        await caller.get(f"{self._url}{path}", token=self.tokens.of(service))

    async def _repeat(
        self, work: Callable[[], Awaitable[object]], *, pause: float, finished: asyncio.Event
    ) -> None:
        while not finished.is_set():
            due = monotonic() + pause
            try:
                await work()
            except DrillError as fault:
                self._fault = fault
                return
            await asyncio.sleep(max(due - monotonic(), 0))
