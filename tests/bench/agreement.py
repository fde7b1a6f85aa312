"""Both sides must answer the same before it matters how fast they do."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any

import orjson

from tests.bench.answers import fetch
from tests.bench.processes import Server


class DisagreementError(Exception):
    """The peer answers something else than our service: the comparison would be unfair."""


async def _nothing() -> None:
    """Leave everything as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Who is compared."""

    ours: Server
    peer: Server

    async def agree(
        self,
        request: bytes,
        *,
        status: int = 200,
        own: Collection[str] = (),
        between: Callable[[], Awaitable[None]] = _nothing,
    ) -> tuple[Any, Any]:
        """Send a request to both, and return both bodies: ours first.

        `between` takes back what the first of them did, if they write into the same tables.

        Raise DisagreementError if one has another status, or if the bodies differ in more than
        the members that are each side's own.
        """
        ours = await _body_of(self.ours, request, status)
        await between()
        peer = await _body_of(self.peer, request, status)
        try:
            _compare(ours, peer, "", own)
        except DisagreementError as error:
            error.add_note(request.decode())
            raise
        return ours, peer


async def _body_of(server: Server, request: bytes, status: int) -> Any:
    answer = await fetch(server.port, request)
    if answer.status != status:
        raise DisagreementError(
            f"{server.name} answers {answer.status} instead of {status} to "
            f"{request.decode()}: {answer.body.decode():.2000}"
        )
    return orjson.loads(answer.body)


def _compare(ours: Any, peer: Any, path: str, own: Collection[str]) -> None:
    if isinstance(ours, dict) and isinstance(peer, dict) and ours.keys() == peer.keys():
        for name in ours:
            if name not in own:
                _compare(ours[name], peer[name], f"{path}/{name}", own)
    elif isinstance(ours, list) and isinstance(peer, list) and len(ours) == len(peer):
        for index, (one, other) in enumerate(zip(ours, peer, strict=True)):
            _compare(one, other, f"{path}/{index}", own)
    elif ours != peer:
        raise DisagreementError(f"{path}: ours {ours!r:.2000}, the peer's {peer!r:.2000}")
