"""The interactive page: Swagger UI from our own files, under a strict content security policy."""

from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from string import Template

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler

from shared.http.published import Published
from shared.openapi.description import ApiDescription
from shared.openapi.document import Operation, describe_operations, documented_operations

DOCS_PATH = "/docs"
DOCUMENT_PATH = "/openapi.json"

_OURS = Path(__file__).parent / "ui"
_ASSETS = {
    "page.js": "text/javascript",
    "page.css": "text/css",
    "icon.svg": "image/svg+xml",
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
}
_CONTENT_SECURITY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    # Swagger UI's own style sheet holds its icons as data.
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
_PROTECTION = {
    "Content-Security-Policy": "; ".join(
        f"{what} {sources}" for what, sources in _CONTENT_SECURITY.items()
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def setup_docs(app: web.Application, api: ApiDescription) -> None:
    """Serve the document and the page; call this when all other routes are there."""
    document = _document(tuple(documented_operations(app)), api)
    app.router.add_get(DOCUMENT_PATH, _serve(document), name="openapi")
    page = Template((_OURS / "page.html").read_text()).substitute(title=escape(api.title))
    app.router.add_get(
        DOCS_PATH, _serve(_published(page.encode(), "text/html", _PROTECTION)), name="docs"
    )
    for name, asset in _assets().items():
        app.router.add_get(f"{DOCS_PATH}/assets/{name}", _serve(asset))


def is_documentation(request: web.Request) -> bool:
    """Tell whether the request is for the document or the page, which ask for no token."""
    path = request.path
    return path in (DOCUMENT_PATH, DOCS_PATH) or path.startswith(f"{DOCS_PATH}/assets/")


# Applications with the same operations, of which a process of tests has many, share a document.
@lru_cache(maxsize=8)
def _document(operations: tuple[Operation, ...], api: ApiDescription) -> Published:
    return _published(orjson.dumps(describe_operations(operations, api)), "application/json")


@cache
def _assets() -> Mapping[str, Published]:
    """Read our files beside this module, and Swagger UI's from the package that brings them."""
    package = find_spec("swagger_ui")
    if package is None or not package.submodule_search_locations:
        raise RuntimeError("the package swagger-ui-py is not installed")
    bundled = Path(package.submodule_search_locations[0]) / "static"
    assets = {}
    for name, content_type in _ASSETS.items():
        own = _OURS / name
        path = own if own.exists() else bundled / name
        assets[name] = _published(path.read_bytes(), content_type)
    return assets


def _published(
    content: bytes, content_type: str, headers: Mapping[str, str] | None = None
) -> Published:
    """Return content that stays the same as long as the process lives."""
    json = content_type == "application/json"
    return Published(
        content,
        content_type=content_type if json else f"{content_type}; charset=utf-8",
        # Asked again each time, answered with 304: a new release shows at once.
        caching="no-cache",
        headers={**(headers or {}), "X-Content-Type-Options": "nosniff"},
    )


def _serve(published: Published) -> Handler:
    """Return a handler that answers with what is published."""

    async def serve(request: web.Request) -> web.StreamResponse:
        return published.answer(request)

    return serve
