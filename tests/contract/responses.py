"""Holds every answer a test receives against what the OpenAPI document says of it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson
from aiohttp import web
from jsonschema_rs import Draft202012Validator, Registry

from shared.http.errors import InternalError
from shared.openapi import ApiDescription, documented_operations
from shared.openapi.document import Operation, describe_operations

BASE = "urn:openapi"


class ResponseWatch:
    """Collects every answer of an application that its document does not describe.

    Attach it to the application before it starts; ask `problems` when the test is over.
    """

    def __init__(self, described: web.Application, api: ApiDescription) -> None:
        self.problems: list[str] = []
        self.checked = 0
        self.expects_faults = False
        """Whether the test breaks something on purpose."""
        self._documented = _documented(tuple(documented_operations(described)), api)

    def attach(self, app: web.Application) -> None:
        """Look at every answer the application is about to send."""
        app.on_response_prepare.append(self._look)

    async def _look(self, request: web.Request, response: web.StreamResponse) -> None:
        resource = request.match_info.route.resource
        if resource is None or not isinstance(response, web.Response):
            return
        path = resource.canonical
        if path in self._documented.paths:
            content = response.body if isinstance(response.body, bytes) else b""
            method = "get" if request.method == "HEAD" else request.method.lower()
            for problem in self.faults(path, method, response, content):
                self.problems.append(f"{request.method} {path} {response.status}: {problem}")

    def faults(self, path: str, method: str, response: web.Response, content: bytes) -> list[str]:
        """Return what is wrong with an answer."""
        self.checked += 1
        # Documented, because it can happen; but when it does, something is broken.
        if response.status == InternalError.status and not self.expects_faults:
            return ["a fault of ours"]
        operation = self._documented.paths[path].get(method)
        if operation is None:
            # A method nobody routed answers like a path nobody routed.
            return [] if response.status in {401, 404} else ["undocumented method"]
        status = str(response.status)
        described = operation["responses"].get(status)
        if described is None:
            return ["undocumented status"]
        media = described.get("content", {}).get("application/json")
        if media is None:
            return ["a body where none is documented"] if content else []
        if response.headers.get("Content-Type") != "application/json; charset=utf-8":
            return [f"unexpected type {response.headers.get('Content-Type')}"]
        pointer = _pointer(path, method, status)
        return self._documented.breaches(pointer, orjson.loads(content))


class _Documented:
    """A document with the validators made of it so far."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.paths: Mapping[str, Any] = document["paths"]
        self._registry = Registry([(BASE, dict(document))])
        self._validators: dict[str, Draft202012Validator] = {}

    def breaches(self, pointer: str, body: Any) -> list[str]:
        """Return how a body differs from the schema at a place in the document."""
        if pointer not in self._validators:
            self._validators[pointer] = Draft202012Validator(
                {"$ref": f"{BASE}#{pointer}"}, registry=self._registry, validate_formats=True
            )
        errors = self._validators[pointer].iter_errors(body)
        return [f"{error.instance_path}: {error.message}" for error in errors]


# Every test has an application of its own, and all of them have the same operations.
@lru_cache(maxsize=8)
def _documented(operations: tuple[Operation, ...], api: ApiDescription) -> _Documented:
    return _Documented(describe_operations(operations, api))


def _pointer(path: str, method: str, status: str) -> str:
    escaped = path.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
    return f"/paths/{escaped}/{method}/responses/{status}/content/application~1json/schema"
