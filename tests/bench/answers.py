"""Single requests, whose answers are looked at."""

import asyncio
from dataclasses import dataclass

from tests.bench.client import LoadError


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; the names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


async def fetch(port: int, request: bytes) -> Answer:
    """Send a request over a connection of its own, whatever the answer is."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request.replace(b"HTTP/1.1\r\n", b"HTTP/1.1\r\nConnection: close\r\n", 1))
        answer = await reader.read()
    finally:
        writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = (line.partition(":") for line in lines)
    return Answer(
        status=int(status.split()[1]),
        headers={name.lower(): value.strip() for name, _, value in headers},
        body=body,
    )


async def fetch_good(port: int, request: bytes) -> Answer:
    """The same for a request that has to be answered by 200; raise LoadError if it is not."""
    answer = await fetch(port, request)
    if answer.status != 200:
        raise LoadError(f"{answer.status} to {request.decode()}: {answer.body.decode():.2000}")
    return answer
