"""Reading request bodies."""

from typing import Any

from aiohttp import web

from shared.http.errors import MalformedBodyError, UnsupportedMediaTypeError
from shared.http.json import parse_json


async def read_json(request: web.Request) -> Any:
    """Return the body as parsed JSON.

    Raises UnsupportedMediaTypeError when it is declared as something else, MalformedBodyError
    when it is not JSON, BodyTooLargeError when it is larger than the listener takes.
    """
    body = await request.read()
    if not is_json(request):
        raise UnsupportedMediaTypeError
    try:
        return parse_json(body)
    except ValueError as error:
        raise MalformedBodyError(str(error)) from error


def is_json(request: web.Request) -> bool:
    """Tell whether the body is declared as JSON, `application/json` or `application/…+json`."""
    kind = request.content_type
    return kind == "application/json" or (
        kind.startswith("application/") and kind.endswith("+json")
    )
