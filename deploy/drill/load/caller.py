"""A client that writes down what becomes of each of its requests."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Container
from dataclasses import dataclass
from time import monotonic
from typing import Any

import aiohttp
import orjson

from deploy.drill.load.timeline import Kind, Timeline
from deploy.drill.waiting import DrillError

GOOD = range(200, 300)
_PAUSE_AFTER_FAILURE = 0.2
_ACKNOWLEDGED_WITHIN = 120.0
_LONGEST_ANSWER = aiohttp.ClientTimeout(total=40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer; no status if there was none."""

    status: int | None
    body: bytes = b""
    next_url: str | None = None

    @property
    def json(self) -> Any:
        """What the body says."""
        return orjson.loads(self.body)


class Caller:
    """Sends requests; a failed one is noted and never raised."""

    def __init__(self, session: aiohttp.ClientSession, timeline: Timeline) -> None:
        self._session = session
        self._timeline = timeline

    async def get(self, url: str, *, token: str) -> Reply:
        """Ask for something."""
        return await self._send(Kind.READ, "GET", url, token=token)

    async def send(self, method: str, url: str, *, token: str, body: Any) -> Reply:
        """Change something, on a connection of its own.

        A kept connection may be closed by the other side in the very moment of sending; only
        requests that may be repeated are worth that risk.
        """
        return await self._send(
            Kind.WRITE, method, url, token=token, json=body, headers={"Connection": "close"}
        )

    async def walk(self, url: str, *, token: str) -> AsyncIterator[Any]:
        """Yield all pages of a list."""
        following: str | None = url
        while following is not None:
            reply = await self.get(following, token=token)
            if reply.status not in GOOD:
                raise DrillError(f"GET {following} was answered {reply.status}.")
            yield reply.json
            following = reply.next_url

    async def _send(
        self, kind: Kind, method: str, url: str, *, token: str, **options: Any
    ) -> Reply:
        headers = {"Authorization": f"Bearer {token}", **options.pop("headers", {})}
        reply = Reply(status=None)
        try:
            async with self._session.request(
                method, url, headers=headers, timeout=_LONGEST_ANSWER, **options
            ) as answer:
                following = answer.links.get("next")
                reply = Reply(
                    status=answer.status,
                    body=await answer.read(),
                    next_url=None if following is None else str(following["url"]),
                )
        except (aiohttp.ClientError, TimeoutError):
            reply = Reply(status=None)
        self._timeline.note(kind, ended=monotonic(), status=reply.status)
        return reply


async def until_acknowledged(
    attempt: Callable[[], Awaitable[Reply]], *, already: Container[int | None] = ()
) -> Reply:
    """Repeat a request until it is acknowledged, as a careful client does.

    An attempt without an answer may have been carried out. `already` are the statuses by which a
    later attempt hears of that. DrillError if it takes more than two minutes.
    """
    deadline = monotonic() + _ACKNOWLEDGED_WITHIN
    reply = await attempt()
    while reply.status not in GOOD:
        if monotonic() > deadline:
            raise DrillError(f"A write was answered {reply.status}: {reply.body.decode()}")
        await asyncio.sleep(_PAUSE_AFTER_FAILURE)
        reply = await attempt()
        if reply.status in already:
            break
    return reply
