"""The OpenAPI 3.1 document of an application, made from its handlers' decorators."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from string import Formatter
from typing import Any, NamedTuple, TypeAlias

from aiohttp import web
from apispec import APISpec
from marshmallow import Schema

from shared.http.errors import ForbiddenError, TooManyRequestsError, UnauthorizedError
from shared.openapi.description import ApiDescription
from shared.openapi.errors import ErrorAnswers, errors_of
from shared.openapi.fields import WirePlugin
from shared.openapi.rate_limits import RATE_LIMIT_HEADERS, rate_limit_headers

Object: TypeAlias = dict[str, Any]
SchemaLike: TypeAlias = type[Schema] | Schema | Object

_BODY = "json"
# Where the decorators keep what they say of a handler.
_DOCS = "__apispec__"
# Words of aiohttp-apispec that mean nothing here, or are taken apart below.
_NOT_COPIED = frozenset(("schemas", "responses", "parameters", "produces", "response_headers"))

_ABOUT_TOKENS = (UnauthorizedError, ForbiddenError)


class Operation(NamedTuple):
    """A documented handler and where it is found."""

    path: str
    method: str
    handler: Callable[..., Any]

    @property
    def docs(self) -> Mapping[str, Any]:
        """What the decorators say."""
        described: Mapping[str, Any] = getattr(self.handler, _DOCS)
        return described


def documented_operations(app: web.Application) -> Iterator[Operation]:
    """Yield what the decorators describe, in the order of the routes."""
    for route in app.router.routes():
        is_documented = hasattr(route.handler, _DOCS)
        # A GET route answers HEAD as well, which goes without saying.
        if not is_documented or route.method == "HEAD" or route.resource is None:
            continue
        yield Operation(route.resource.canonical, route.method.lower(), route.handler)


def openapi_document(app: web.Application, api: ApiDescription) -> Object:
    """Describe every documented operation of the application."""
    return describe_operations(documented_operations(app), api)


def describe_operations(operations: Iterable[Operation], api: ApiDescription) -> Object:
    """Write the document of the operations; it depends on nothing else."""
    spec = APISpec(
        title=api.title,
        version=api.version,
        openapi_version="3.1.0",
        info={"description": api.description},
        servers=[{"url": "/", "description": "This server"}],
        security=[{"token": []}],
        tags=[{"name": name, "description": text} for name, text in api.tags.items()],
        plugins=[plugin := WirePlugin()],
    )
    spec.components.security_scheme(
        "token", {"type": "http", "scheme": "bearer", "description": api.authorisation}
    )
    for name, text in api.response_headers.items():
        spec.components.header(name, {"description": text, "schema": {"type": "string"}})
    for name, header in RATE_LIMIT_HEADERS.items():
        spec.components.header(name, dict(header))
    writer = _OperationWriter(api, plugin)
    for operation in operations:
        spec.path(path=operation.path, operations={operation.method: writer.write(operation)})
    plugin.describe_components()
    document = spec.to_dict()
    return {"openapi": document.pop("openapi"), **document}


class _OperationWriter:
    """Writes operation objects; apispec then replaces the schemas in them by references."""

    def __init__(self, api: ApiDescription, plugin: WirePlugin) -> None:
        self._api = api
        self._plugin = plugin
        self._errors = ErrorAnswers(api.error_bodies, api.error_schemas)
        self._named: set[str] = set()

    def write(self, operation: Operation) -> Object:
        """Write one operation object."""
        handler, docs = operation.handler, operation.docs
        for tag in docs.get("tags", ()):
            if tag not in self._api.tags:
                raise ValueError(f"{handler.__name__} uses the tag {tag}, which nobody describes")
        written: Object = {
            "operationId": self._operation_id(operation),
            **{word: value for word, value in docs.items() if word not in _NOT_COPIED},
            "parameters": self._parameters(operation),
        }
        body = next((each for each in docs["schemas"] if each["location"] == _BODY), None)
        if body is not None:
            written["requestBody"] = {
                "required": True,
                "content": {"application/json": _with_example(body["schema"], _example_of(body))},
            }
        written["responses"] = self._responses(docs, handler, has_body=body is not None)
        return written

    def _operation_id(self, operation: Operation) -> str:
        """Name the operation after its handler, and the method that comes second after both."""
        name = _camel_case(operation.handler.__name__)
        if name in self._named:
            name += f"By{operation.method.capitalize()}"
        self._named.add(name)
        return name

    def _parameters(self, operation: Operation) -> list[Object]:
        parameters = list(operation.docs["parameters"])
        for request in operation.docs["schemas"]:
            if request["location"] != _BODY:
                parameters += self._of_schema(request["schema"], request["location"])
        if self._api.request_headers is not None:
            parameters += self._of_schema(self._api.request_headers(), "headers")
        described = {each["name"] for each in parameters if each["in"] == "path"}
        parameters += [
            {"in": "path", "name": name, "required": True, "schema": {"type": "string"}}
            for _, name, _, _ in Formatter().parse(operation.path)
            if name and name not in described
        ]
        return parameters

    def _of_schema(self, schema: Schema, location: str) -> list[Object]:
        parameters: list[Object] = self._plugin.converter.schema2parameters(
            schema, location=location
        )
        for parameter in parameters:
            # The docs page would fill them in, and a filter nobody asked for changes the answer.
            parameter["schema"].pop("examples", None)
            # A query string has no null: what may be left out is left out.
            _without_null(parameter["schema"])
        return parameters

    def _responses(
        self, docs: Mapping[str, Any], handler: Callable[..., Any], *, has_body: bool
    ) -> Object:
        stated = {
            str(status): response["schema"]
            for status, response in docs["responses"].items()
            if "schema" in response
        }
        own_headers = {
            name: {"description": text, "schema": {"type": "string"}}
            for name, text in docs.get("response_headers", {}).items()
        }
        responses = {
            str(status): _success(str(status), response, own_headers)
            for status, response in docs["responses"].items()
        }
        common = self._api.common_errors
        asks_for_token = _asks_for_token(docs)
        if asks_for_token:
            common = (*common, TooManyRequestsError)
        else:
            common = [error for error in common if not issubclass(error, _ABOUT_TOKENS)]
        errors: Sequence[Any] = (
            *errors_of(handler),
            *common,
            *(self._api.body_errors if has_body else ()),
        )
        responses.update(self._errors.responses(errors, stated))
        for status, response in responses.items():
            names = [*self._api.response_headers]
            if asks_for_token:
                names += rate_limit_headers(status)
            response["headers"] = {
                **{name: name for name in names},
                **response.get("headers", {}),
            }
        return dict(sorted(responses.items()))


def _asks_for_token(docs: Mapping[str, Any]) -> bool:
    """Tell whether an operation is for callers with a token, as it is unless it says otherwise."""
    return docs.get("security") != []


def _success(status: str, response: Mapping[str, Any], own_headers: Object) -> Object:
    """Describe an answer that the handler states with `response_schema` or in its `docs`."""
    described: Object = {
        "description": response.get("description") or HTTPStatus(int(status)).phrase,
        "headers": {**response.get("headers", {}), **(own_headers if status < "300" else {})},
    }
    if "schema" in response:
        schema = response["schema"]
        example = response.get("example") or getattr(schema, "example", None)
        if isinstance(schema, dict):
            # apispec writes into a choice of schemas, which has to serve for the next document too.
            schema = dict(schema)
        described["content"] = {"application/json": _with_example(schema, example)}
    return described


def _without_null(schema: Object) -> None:
    types = schema.get("type")
    if isinstance(types, list):
        schema["type"] = next(each for each in types if each != "null")
    if "anyOf" in schema:
        schema.update(schema.pop("anyOf")[0])


def _with_example(schema: SchemaLike, example: object) -> Object:
    return {"schema": schema} if example is None else {"schema": schema, "example": example}


def _example_of(request: Mapping[str, Any]) -> object:
    """Return the example given to `json_schema`, else the schema's own."""
    given = {word: value for word, value in request["example"].items() if word != "add_to_refs"}
    return given or getattr(request["schema"], "example", None)


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)
