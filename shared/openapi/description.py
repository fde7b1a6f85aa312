"""What a service says of its API beyond what its handlers say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from marshmallow import Schema

from shared.http.errors import (
    ApiError,
    BodyTooLargeError,
    ErrorBodies,
    ForbiddenError,
    InternalError,
    MalformedBodyError,
    UnauthorizedError,
    UnavailableError,
    UnsupportedMediaTypeError,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ApiDescription:
    """The head of an OpenAPI document, and what all of its operations have in common.

    A description equals itself alone, so that what is made from one can be kept by it.
    """

    title: str
    version: str
    description: str
    # Tag to what it is about; an operation may use no others.
    tags: Mapping[str, str]
    authorisation: str
    error_bodies: ErrorBodies
    # The shapes an error may have; the first that fits an error's body is the one documented.
    error_schemas: Sequence[type[Schema]]
    # Errors of every operation, and of every operation that takes a body.
    common_errors: Sequence[type[ApiError]] = (
        UnauthorizedError,
        ForbiddenError,
        InternalError,
        UnavailableError,
    )
    body_errors: Sequence[type[ApiError]] = (
        MalformedBodyError,
        BodyTooLargeError,
        UnsupportedMediaTypeError,
    )
    # Headers that every operation reads, such as the sandbox's clock.
    request_headers: type[Schema] | None = None
    # Headers of every answer, with a sentence each.
    response_headers: Mapping[str, str] = field(
        default_factory=lambda: {"X-Request-Id": "Names this request in our logs; quote it to us."}
    )
