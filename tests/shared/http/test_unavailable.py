from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from shared.database import open_pool
from shared.http.errors import error_middleware
from tests.shared.http.service_app import BODIES


async def test_a_database_that_is_not_there_makes_the_service_unavailable(tmp_path: Path) -> None:
    async def ask(url: str) -> None:
        async with open_pool(
            url, role="nobody", schema="nowhere", size=1, pooled=False, command_timeout=1
        ):
            raise AssertionError("there is a database")

    async def missing_socket(_request: web.Request) -> web.Response:
        await ask(f"postgresql://nobody@/nothing?host={tmp_path}")
        return web.Response()

    async def unknown_host(_request: web.Request) -> web.Response:
        await ask("postgresql://nobody@host.invalid/nothing")
        return web.Response()

    app = web.Application(middlewares=[error_middleware(BODIES)])
    app.router.add_get("/missing-socket", missing_socket)
    app.router.add_get("/unknown-host", unknown_host)
    async with TestClient(TestServer(app)) as client:
        for path in ("/missing-socket", "/unknown-host"):
            async with client.get(path) as response:
                assert response.status == 503, path
                assert response.headers["Retry-After"] == "5"
