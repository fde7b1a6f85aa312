"""How errors that every service knows are worded for training providers."""

from collections.abc import Callable

from shared.http.errors import (
    ApiError,
    Body,
    BodyTooLargeError,
    ErrorBodies,
    ForbiddenError,
    InternalError,
    MalformedBodyError,
    MalformedRequestError,
    TooManyRequestsError,
    UnauthorizedError,
    UnavailableError,
    UnroutedError,
    UnsupportedMediaTypeError,
)


def _fault(kind: str, message: str) -> Callable[[ApiError], Body]:
    return lambda error: {"errors": [{"error": kind, "message": str(error) or message}]}


ERROR_BODIES: ErrorBodies = {
    UnauthorizedError: lambda _: {"error": "Unauthorized"},
    ForbiddenError: lambda _: {"error": "Forbidden"},
    TooManyRequestsError: _fault("TooManyRequests", "Retry later"),
    UnroutedError: _fault("NotFound", "Not found"),
    MalformedBodyError: _fault("BadRequest", "The body is not JSON"),
    MalformedRequestError: _fault("BadRequest", "The request cannot be read"),
    UnsupportedMediaTypeError: _fault("UnsupportedMediaType", "Send application/json"),
    BodyTooLargeError: _fault("PayloadTooLarge", "The body is too large"),
    UnavailableError: _fault("ServiceUnavailable", "Try again in a moment"),
    InternalError: lambda _: {"error": "Internal server error"},
}
