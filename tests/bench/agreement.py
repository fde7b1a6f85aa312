"""Both sides must answer the same before it matters how fast they do."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import orjson

from tests.bench.processes import Server


class DisagreementError(Exception):
    """The peer answers something else than our service: the comparison would be unfair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Who is compared."""

    ours: Server
    peer: Server

    async def agree(
        self, request: bytes, *, status: int = 200, own: Collection[str] = ()
    ) -> tuple[Any, Any]:
        """Send a request to both, and return both bodies: ours first.

        Raise DisagreementError if one has another status, or if the bodies differ in more than
        the members that are each side's own.
        """
        bodies = []
        for server in (self.ours, self.peer):
            answered, body = await _answer(server.port, request)
            if answered != status:
                raise DisagreementError(
                    f"{server.name} answers {answered} instead of {status} to "
                    f"{request.decode()}: {body.decode():.2000}"
                )
            bodies.append(orjson.loads(body))
        ours, peer = bodies
        try:
            _compare(ours, peer, "", own)
        except DisagreementError as error:
            error.add_note(request.decode())
            raise
        return ours, peer


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


async def _answer(port: int, request: bytes) -> tuple[int, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request.replace(b"HTTP/1.1\r\n", b"HTTP/1.1\r\nConnection: close\r\n", 1))
        answer = await reader.read()
    finally:
        writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body
