"""JSON in and out."""

from collections.abc import Mapping
from typing import Any

import orjson
from aiohttp import web

CONTENT_TYPE = "application/json; charset=utf-8"


def json_response(
    body: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Answer with an object as JSON."""
    return raw_json_response(orjson.dumps(body), status=status, headers=headers)


def raw_json_response(
    body: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Answer with bytes that are JSON already."""
    return web.Response(
        body=body, status=status, headers={"Content-Type": CONTENT_TYPE, **(headers or {})}
    )


def parse_json(text: bytes) -> Any:
    """Parse strict JSON (no NaN, no lone surrogates, bounded nesting); ValueError otherwise."""
    return orjson.loads(text)
