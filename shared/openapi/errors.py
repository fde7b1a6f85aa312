"""Which errors an operation answers, and how they look on the wire."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from inspect import getdoc
from typing import Any, TypeVar

from marshmallow import Schema, ValidationError

from shared.http.errors import ApiError, ErrorBodies, render_error
from shared.http.json import parse_json

Handler = TypeVar("Handler", bound=Callable[..., Any])
Sample = ApiError | type[ApiError]

_ATTRIBUTE = "documented_errors"


def errors(*samples: Sample) -> Callable[[Handler], Handler]:
    """Name the errors of a handler beyond those any operation may answer.

    An error that needs arguments is given as an instance, which becomes the example.
    """

    def note(handler: Handler) -> Handler:
        handler.__dict__[_ATTRIBUTE] = (*samples, *errors_of(handler))
        return handler

    return note


def errors_of(handler: Callable[..., Any]) -> tuple[Sample, ...]:
    """Return what `errors` noted."""
    noted: tuple[Sample, ...] = handler.__dict__.get(_ATTRIBUTE, ())
    return noted


class ErrorAnswers:
    """Turns errors into the response objects of an operation, one for each status."""

    def __init__(self, bodies: ErrorBodies, schemas: Sequence[type[Schema]]) -> None:
        self._bodies = bodies
        self._schemas = schemas

    def responses(
        self, samples: Iterable[Sample], stated: dict[str, type[Schema] | Schema]
    ) -> dict[str, dict[str, Any]]:
        """Describe the errors by status; a status the handler states itself keeps its schema."""
        by_status: dict[str, dict[type[ApiError], ApiError]] = defaultdict(dict)
        for sample in samples:
            error = sample() if isinstance(sample, type) else sample
            by_status[str(error.status)].setdefault(type(error), error)
        return {
            status: self._response(status, list(of_status.values()), stated.get(status))
            for status, of_status in sorted(by_status.items())
        }

    def _response(
        self, status: str, found: list[ApiError], stated: type[Schema] | Schema | None
    ) -> dict[str, Any]:
        examples = {}
        schemas: list[type[Schema] | Schema] = []
        for error in found:
            body = _body_of(error, self._bodies)
            examples[_example_name(error)] = {"summary": _sentence(error), "value": body}
            schema = self._schema_of(error, body, [stated] if stated else self._schemas)
            if schema not in schemas:
                schemas.append(schema)
        return {
            "description": f"{HTTPStatus(int(status)).phrase}: "
            + " ".join(_sentence(error) for error in found),
            "content": {
                "application/json": {
                    "schema": schemas[0] if len(schemas) == 1 else {"oneOf": schemas},
                    "examples": examples,
                }
            },
        }

    def _schema_of(
        self, error: ApiError, body: Any, candidates: Sequence[type[Schema] | Schema]
    ) -> type[Schema] | Schema:
        """Return the schema that fits the error's body; none is a mistake in the description."""
        for schema in candidates:
            instance = schema() if isinstance(schema, type) else schema
            try:
                instance.load(body)
            except ValidationError:
                continue
            return schema
        raise ValueError(f"no schema describes the body of {type(error).__name__}: {body}")


def _body_of(error: ApiError, bodies: ErrorBodies) -> Any:
    content = render_error(error, bodies).body
    if not isinstance(content, bytes):
        raise TypeError(f"{type(error).__name__} has no body of its own")
    return parse_json(content)


def _sentence(error: ApiError) -> str:
    return (getdoc(type(error)) or "").partition("\n")[0]


def _example_name(error: ApiError) -> str:
    name = type(error).__name__.removesuffix("Error")
    return re.sub(r"^[A-Z]", lambda first: first[0].lower(), name)
