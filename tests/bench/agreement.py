"""Both sides must answer the same before it matters how fast they do."""

import asyncio
from collections.abc import Sequence
from typing import Any

import orjson

from tests.bench.client import get
from tests.bench.data import Data
from tests.bench.processes import Server
from tests.bench.writes import Registrations

# Ids and moments are each side's own.
_OWN = frozenset(
    {
        "trainee_id",
        "placement_id",
        "degree_id",
        "created_at",
        "updated_at",
        "submitted_for_trn_at",
    }
)
_POSTED = 60
_CHECKED_PEOPLE_START = 20_000_000


class DisagreementError(Exception):
    """The peer answers something else than our service: the comparison would be unfair."""


async def check_reads(data: Data, ours: Server, peer: Server) -> None:
    """Compare some participants and the first and another page of each list."""
    requests = [
        get(f"/api/v3/participants/{data.participant_id(number)}", data.token_of(number))
        for number in range(0, data.participants, max(1, data.participants // 50))
    ]
    requests += [
        get(f"/api/v3/participants?page[page]={page}", token)
        for token in data.lead_provider_tokens
        for page in (1, 2)
    ]
    for request in requests:
        _compare(await _answer(ours.port, request), await _answer(peer.port, request), "")


async def check_posts(tokens: Sequence[str], ours: Server, peer: Server) -> None:
    """Compare what both answer to the same registrations."""
    next_request = Registrations(tokens, first=_CHECKED_PEOPLE_START)
    for _ in range(_POSTED):
        request = next_request()
        _compare(await _answer(ours.port, request), await _answer(peer.port, request), "", _OWN)


def _compare(ours: Any, peer: Any, path: str, own: frozenset[str] = frozenset()) -> None:
    if isinstance(ours, dict) and isinstance(peer, dict) and ours.keys() == peer.keys():
        for name in ours:
            if name not in own:
                _compare(ours[name], peer[name], f"{path}/{name}", own)
    elif isinstance(ours, list) and isinstance(peer, list) and len(ours) == len(peer):
        for index, (one, other) in enumerate(zip(ours, peer, strict=True)):
            _compare(one, other, f"{path}/{index}", own)
    elif ours != peer:
        raise DisagreementError(f"{path}: ours {ours!r:.2000}, the peer's {peer!r:.2000}")


async def _answer(port: int, request: bytes) -> Any:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request.replace(b"HTTP/1.1\r\n", b"HTTP/1.1\r\nConnection: close\r\n", 1))
        answer = await reader.read()
    finally:
        writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    if head.split()[1] not in (b"200", b"201"):
        raise DisagreementError(answer.decode())
    return orjson.loads(body)
