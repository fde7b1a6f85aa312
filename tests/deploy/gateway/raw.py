"""Requests that no ordinary client would send, byte by byte."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import orjson

_ANSWERED_WITHIN = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RawAnswer:
    """What came back before the connection ended."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> object:
        return orjson.loads(self.content)


@asynccontextmanager
async def connection(
    port: int, tls: ssl.SSLContext | None = None
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Open a connection, and let it be closed altogether at the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls)
    try:
        yield reader, writer
    finally:
        writer.close()
        # Until then nginx lingers, and has nothing to log yet.
        with suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()


async def exchange(port: int, *parts: bytes) -> bytes:
    """Send the parts and return everything that comes until the other side hangs up."""
    async with connection(port) as (reader, writer):
        for part in parts:
            writer.write(part)
            await writer.drain()
        async with asyncio.timeout(_ANSWERED_WITHIN):
            return await reader.read()


async def send(port: int, request: bytes) -> RawAnswer:
    """Send one request, after whose answer the connection has to end."""
    head, _, content = (await exchange(port, request)).partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return RawAnswer(status=int(status.split()[1]), headers=headers, content=content)
