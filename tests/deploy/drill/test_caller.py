"""How the drill's clients use their connections."""

import aiohttp
from aiohttp import web
from pytest_aiohttp.plugin import AiohttpServer

from deploy.drill.load.caller import Caller
from deploy.drill.load.timeline import Kind, Lane, Timeline


async def test_a_write_never_goes_out_on_a_connection_that_was_kept(
    aiohttp_server: AiohttpServer,
) -> None:
    async def tell_port(request: web.Request) -> web.Response:
        assert request.transport is not None
        return web.json_response(request.transport.get_extra_info("peername")[1])

    app = web.Application()
    app.router.add_route("*", "/", tell_port)
    server = await aiohttp_server(app)
    url = str(server.make_url("/"))
    async with aiohttp.ClientSession() as session:
        caller = Caller(session, Timeline(), Lane(Kind.WRITE, "events"))
        read = [(await caller.get(url, token="t")).json for _ in range(2)]
        written = [(await caller.send("POST", url, token="t", body={})).json for _ in range(2)]
    assert len(set(read)) == 1
    assert len({*read, *written}) == 3
