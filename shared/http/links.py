"""The `Link` header, by which a list leads to its next page."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.hdrs import LINK

LINK_HEADER: Final = {
    "Link": 'While there is more: `<…>; rel="next"`, the address of the next page.'
}
"""What `docs` says of a list, among its `response_headers`."""


def link_next(
    response: web.Response, path: str, parameters: Iterable[tuple[str, str]]
) -> web.Response:
    """Say where the list goes on."""
    # Lists of values stay as short as they came.
    query = urlencode(list(parameters), safe=",:")
    response.headers[LINK] = f'<{path}?{query}>; rel="next"'
    return response
