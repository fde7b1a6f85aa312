"""What holds for every OpenAPI document of ours."""

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema_rs import Draft202012Validator, Registry
from openapi_spec_validator import validate

from tests.contract.responses import BASE

Object = Mapping[str, Any]


def operations(document: Object) -> Iterator[tuple[str, Object]]:
    """Yield every operation with `METHOD /path`."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def asks_for_no_token(document: Object, operation: Object) -> bool:
    """Tell whether an operation is there for everybody."""
    security: list[Object] = operation.get("security", document["security"])
    return not security


def document_faults(document: Object) -> list[str]:
    """Return everything that keeps the document from being a good one."""
    validate(dict(document))
    return [*_bare_operations(document), *_wrong_examples(document)]


def _bare_operations(document: Object) -> Iterator[str]:
    seen: set[str] = set()
    for name, operation in operations(document):
        for member in ("operationId", "summary", "tags"):
            if not operation.get(member):
                yield f"{name} has no {member}"
        if operation["operationId"] in seen:
            yield f"{name} has the operationId of another operation"
        seen.add(operation["operationId"])
        successes = [status for status in operation["responses"] if status < "400"]
        if not any("content" in operation["responses"][status] for status in successes):
            yield f"{name} has no schema for its success"
        open_to_all = asks_for_no_token(document, operation)
        yield from (
            f"{name} says nothing of {status}"
            for status in (("500",) if open_to_all else ("401", "429", "500"))
            if "content" not in operation["responses"].get(status, {})
        )
        yield from (
            f"{name} asks for no token and yet answers {status}"
            for status in ("401", "403", "429")
            if open_to_all and status in operation["responses"]
        )
        yield from (
            f"{name} has no {header} on {status}"
            for status, response in operation["responses"].items()
            if not open_to_all and status not in {"401", "403"}
            for header in ("RateLimit", "RateLimit-Policy")
            if header not in response["headers"]
        )
        yield from (
            f"{name} does not describe {parameter['name']}"
            for parameter in operation.get("parameters", ())
            if not parameter.get("description")
        )


def _wrong_examples(document: Object) -> Iterator[str]:
    registry = Registry([(BASE, dict(document))])
    for place, schema, example in _examples(document, ""):
        validator = Draft202012Validator(
            _absolute(schema), registry=registry, validate_formats=True
        )
        for error in validator.iter_errors(example):
            yield f"{place}: {error.instance_path} {error.message}"


def _examples(node: object, place: str) -> Iterator[tuple[str, Object, Any]]:
    """Yield each example with the schema it should fit."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _examples(item, f"{place}/{index}")
    elif isinstance(node, dict):
        yield from _examples_here(node, place)
        for name, item in node.items():
            if name not in {"example", "examples"}:
                yield from _examples(item, f"{place}/{name}")


def _examples_here(node: Object, place: str) -> Iterator[tuple[str, Object, Any]]:
    """Yield the examples of a media type, or of a schema."""
    schema, examples = node.get("schema"), node.get("examples")
    if isinstance(schema, dict):
        if "example" in node:
            yield f"{place}/example", schema, node["example"]
        for name, example in (examples or {}).items():
            yield f"{place}/examples/{name}", schema, example["value"]
    elif isinstance(examples, list):
        for index, example in enumerate(examples):
            yield f"{place}/examples/{index}", node, example


def _absolute(node: Any) -> Any:
    """Let references inside a schema point into the document."""
    if isinstance(node, list):
        return [_absolute(item) for item in node]
    if isinstance(node, dict):
        return {
            name: f"{BASE}{item}" if name == "$ref" else _absolute(item)
            for name, item in node.items()
        }
    return node
