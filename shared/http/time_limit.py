"""A limit to how long one request may take."""

import asyncio

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware


def time_limit_middleware(seconds: float) -> Middleware:
    """Give up on a request, its body included, after so many seconds (TimeoutError)."""

    @web.middleware
    async def limit(request: web.Request, handler: Handler) -> web.StreamResponse:
        async with asyncio.timeout(seconds):
            return await handler(request)

    return limit
