"""Answers that a caller may have already: entity tags, and 304 instead of a body.

Every answer that carries personal data may be kept by its caller alone, and only to be asked
about again.
"""

from hashlib import blake2b
from typing import Any, Final

from aiohttp import web
from aiohttp.hdrs import CACHE_CONTROL, CONTENT_TYPE, VARY

NOT_MODIFIED: Final[dict[int, dict[str, Any]]] = {
    304: {"description": "Nothing has changed since the answer whose `ETag` you sent."}
}
"""What `docs` says of a handler that answers with 304, as its `responses`."""

IF_NONE_MATCH: Final[dict[str, Any]] = {
    "in": "header",
    "name": "If-None-Match",
    "description": "The `ETag` of the answer you have; as long as it holds, the answer is 304.",
    "schema": {"type": "string"},
}
"""What `docs` says of the header, among its `parameters`."""

ETAG_HEADER: Final = {"ETag": "Names this answer, to be sent back in `If-None-Match`."}
"""What `docs` says of the answer, as its `response_headers`."""


def entity_tag(*parts: object) -> str:
    """Return a tag that differs whenever one of the parts does."""
    return blake2b(repr(parts).encode(), digest_size=12).hexdigest()


def is_known(request: web.Request, tag: str) -> bool:
    """Tell whether the caller says it has the answer with this tag."""
    # A gateway that compresses an answer makes its tag a weak one, which is as good here.
    return any(each.value == tag for each in request.if_none_match or ())


def not_modified(tag: str) -> web.Response:
    """Answer that the caller has everything already."""
    response = tagged(web.Response(status=304), tag)
    response.headers.pop(CONTENT_TYPE, None)
    return response


def tagged(response: web.Response, tag: str) -> web.Response:
    """Name an answer, which its caller may keep but has to ask about before using it again."""
    response.etag = tag
    response.headers[CACHE_CONTROL] = "private, no-cache"
    response.headers[VARY] = "Authorization"
    return response
