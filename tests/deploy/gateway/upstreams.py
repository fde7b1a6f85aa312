"""What stands behind the gateway where a real service would not say what it has received."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.local.waiting import wait_until

_ESTABLISHED = "01"


@dataclass(slots=True)
class Echo:
    """Answers with the request's head, and remembers every request."""

    address: str = ""
    status: int = 200
    received: list[web.Request] = field(default_factory=list)

    @property
    def servers(self) -> str:
        """The setting that makes the gateway use it."""
        return f"server {self.address};"

    async def answer(self, request: web.Request) -> web.Response:
        """Answer with the path as it came and the headers by their lower-case names."""
        await request.read()
        self.received.append(request)
        headers = {name.lower(): value for name, value in request.headers.items()}
        return web.json_response(
            {"path": request.raw_path, "headers": headers},
            status=self.status,
            headers={"Server": "secret/1.2", "X-Request-Id": "of the service"},
        )


@asynccontextmanager
async def echoing() -> AsyncIterator[Echo]:
    """Run an `Echo`."""
    echo = Echo()
    app = web.Application(client_max_size=2**24)
    app.router.add_route("*", "/{path:.*}", echo.answer)
    async with TestServer(app) as server:
        echo.address = f"{server.host}:{server.port}"
        yield echo


@asynccontextmanager
async def breaking_off() -> AsyncIterator[tuple[str, Sequence[bytes]]]:
    """Yield the address of a server that reads a request and hangs up, and what it has read."""
    received: list[bytes] = []

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.append(await reader.readuntil(b"\r\n\r\n"))
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield f"{host}:{port}", received


def wait_until_received(port: int) -> None:
    """Wait until a stopped process' port holds bytes that the process has not read."""
    wait_until(lambda: _unread(port) > 0, seconds=10, what=f"a request has reached port {port}")


def _unread(port: int) -> int:
    """Read from the kernel how many bytes wait at a port."""
    waiting = 0
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, _, state, queues, *_ = line.split()
        if state == _ESTABLISHED and int(local.partition(":")[2], 16) == port:
            waiting += int(queues.partition(":")[2], 16)
    return waiting
