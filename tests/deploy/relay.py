"""A TCP port in front of the test server's Unix socket, which only its own user may open."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


@contextmanager
def over_tcp(url: str) -> Iterator[str]:
    """Yield a URL of the same database that any user on this host can connect to."""
    parts = urlsplit(url)
    socket = Path(parse_qs(parts.query)["host"][0], ".s.PGSQL.5432")
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    relay = _Relay(socket)
    try:
        port = asyncio.run_coroutine_threadsafe(relay.start(), loop).result(10)
        yield f"postgresql://{parts.username}@127.0.0.1:{port}{parts.path}"
    finally:
        asyncio.run_coroutine_threadsafe(relay.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


class _Relay:
    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._connections: set[asyncio.Task[None]] = set()

    async def start(self) -> int:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            theirs = await asyncio.open_unix_connection(str(self._socket))
            await asyncio.gather(_pass_on(reader, theirs[1]), _pass_on(theirs[0], writer))
        finally:
            self._connections.discard(task)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()
