"""Content that is the same for everybody, for as long as the process lives."""

from collections.abc import Mapping

from aiohttp import ETag, web
from aiohttp.hdrs import ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_TYPE, VARY

from shared.http.conditional import entity_tag, is_known

_ANY = "*"


class Published:
    """Bytes made once: sent compressed to whoever takes that, and confirmed to whoever has them.

    `caching` says in the words of `Cache-Control` who may keep them and for how long.
    """

    def __init__(
        self,
        content: bytes,
        *,
        content_type: str,
        caching: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._content = content
        self._content_type = content_type
        # Weak, because the same content is sent compressed or not.
        self.tag = ETag(value=entity_tag(content), is_weak=True)
        self._headers = {**(headers or {}), CACHE_CONTROL: caching, VARY: ACCEPT_ENCODING}

    def answer(self, request: web.Request) -> web.Response:
        """Answer with the content, or with 304 if the caller has it."""
        if is_known(request, self.tag.value) or is_known(request, _ANY):
            response = web.Response(status=304)
            response.headers.pop(CONTENT_TYPE, None)
        else:
            response = web.Response(body=self._content, headers={CONTENT_TYPE: self._content_type})
            response.enable_compression()
        response.headers.update(self._headers)
        response.etag = self.tag
        return response
