"""A client that keeps a copy of everything it sees and may be stopped at any moment."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from tests.participants.api import Api
from tests.participants.changes import Key, entries_of, read_changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the client writes down all at once, or not at all."""

    position: int = 0
    mirror: Mapping[Key, bytes] = field(default_factory=dict)
    # Every entry that ever got into the mirror.
    applied: tuple[tuple[int, Key], ...] = ()
    # The last answer: what was asked for, and how it was named.
    query: str = ""
    tag: str = ""


class Follower:
    """Reads a lead provider's changes; whatever is not in `kept` is lost when it is stopped."""

    def __init__(self, api: Api, rng: Random, *, resources: str = "") -> None:
        self.kept = Kept()
        self.restarts = 0
        self.spared = 0
        self._api = api
        self._rng = rng
        self._filter = f"&filter[resource]={resources}"

    async def follow(self, finished: asyncio.Event) -> None:
        """Read until told otherwise, stopped and begun again at random."""
        while not finished.is_set():
            task = asyncio.create_task(self._poll(self._rng.choice((1, 2, 7, 500, 1000))))
            try:
                await asyncio.wait([task], timeout=self._rng.random() / 5)
            finally:
                task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            self.restarts += 1

    async def catch_up(self, limit: int = 1000) -> None:
        """Read up to the head."""
        while not await self.step(limit):
            pass

    async def step(self, limit: int) -> bool:
        """Ask once; return whether that was all there was."""
        kept = self.kept
        query = f"after={kept.position}&limit={limit}{self._filter}"
        headers = {"If_None_Match": kept.tag} if kept.query == query else {}
        answer = await read_changes(self._api, query, **headers)
        if answer.status == 304:
            self.spared += 1
            return True
        mirror, applied = dict(kept.mirror), list(kept.applied)
        entries = entries_of(answer)
        for entry in entries:
            if entry.record is None:
                mirror.pop(entry.key, None)
            else:
                mirror[entry.key] = entry.record
            applied.append((entry.position, entry.key))
        # Stopped here, the client has worked in vain.
        await asyncio.sleep(0)
        meta = answer.body["meta"]
        self.kept = Kept(
            position=entries[-1].position if meta["has_more"] else meta["position"],
            mirror=mirror,
            applied=tuple(applied),
            query=query,
            tag=answer.headers["ETag"],
        )
        return not meta["has_more"]

    async def _poll(self, limit: int) -> None:
        while True:
            await self.step(limit)
            await asyncio.sleep(self._rng.random() / 8)
