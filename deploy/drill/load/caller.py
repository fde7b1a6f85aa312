"""A client that writes down what becomes of each of its requests."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Container
from dataclasses import dataclass
from time import monotonic
from typing import Any

import aiohttp
import orjson

from deploy.drill.load.timeline import GOOD, Lane, Timeline
from deploy.drill.waiting import DrillError

_PAUSE_AFTER_FAILURE = 0.2
_ACKNOWLEDGED_WITHIN = 45.0
_LONGEST_ANSWER = aiohttp.ClientTimeout(total=40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer; no status if there was none."""

    status: int | None
    body: bytes = b""
    next_url: str | None = None

    @property
    def is_good(self) -> bool:
        """Tell whether the client got what it asked for."""
        return self.status in GOOD

    @property
    def json(self) -> Any:
        """What the body says."""
        return orjson.loads(self.body)


class Caller:
    """Sends requests in one lane; a failed one is noted and never raised.

    What asks may go out on a kept connection, and again if the other side was just closing that.
    What changes something may not be sent twice, so that it gets a connection of its own.
    """

    def __init__(self, session: aiohttp.ClientSession, timeline: Timeline, lane: Lane) -> None:
        self._session = session
        self._timeline = timeline
        self._lane = lane

    async def get(self, url: str, *, token: str) -> Reply:
        """Ask for something."""
        return await self._send(self._session, "GET", url, token=token)

    async def send(self, method: str, url: str, *, token: str, body: Any) -> Reply:
        """Change something."""
        async with aiohttp.ClientSession() as session:
            return await self._send(session, method, url, token=token, json=body)

    async def walk(self, url: str, *, token: str, empty: int | None = None) -> AsyncIterator[Any]:
        """Yield all pages of a list; `empty` is the status of a list that has none."""
        following: str | None = url
        while following is not None:
            reply = await self.get(following, token=token)
            if empty is not None and reply.status == empty:
                return
            if not reply.is_good:
                raise DrillError(f"GET {following} was answered {reply.status}.")
            yield reply.json
            following = reply.next_url

    async def _send(
        self, session: aiohttp.ClientSession, method: str, url: str, *, token: str, **options: Any
    ) -> Reply:
        headers = {"Authorization": f"Bearer {token}"}
        started = monotonic()
        outcome: int | str
        try:
            async with session.request(
                method, url, headers=headers, timeout=_LONGEST_ANSWER, **options
            ) as answer:
                following = answer.links.get("next")
                outcome = answer.status
                reply = Reply(
                    status=answer.status,
                    body=await answer.read(),
                    next_url=None if following is None else str(following["url"]),
                )
        except (aiohttp.ClientError, TimeoutError) as error:
            outcome = type(error).__name__
            reply = Reply(status=None)
        self._timeline.note(self._lane, started=started, ended=monotonic(), outcome=outcome)
        return reply


async def until_acknowledged(
    attempt: Callable[[], Awaitable[Reply]], *, already: Container[int | None] = ()
) -> Reply:
    """Repeat a request until it is acknowledged, as a careful client does.

    An attempt without an answer may have been carried out. `already` are the statuses by which a
    later attempt hears of that. DrillError if it takes too long.
    """
    deadline = monotonic() + _ACKNOWLEDGED_WITHIN
    reply = await attempt()
    while not reply.is_good:
        if monotonic() > deadline:
            raise DrillError(f"A request was answered {reply.status}: {reply.body.decode()}")
        await asyncio.sleep(_PAUSE_AFTER_FAILURE)
        reply = await attempt()
        if reply.status in already:
            break
    return reply
