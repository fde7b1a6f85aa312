"""How errors that every service knows are worded for lead providers."""

from participants_service.services.errors import BadStructureError
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


def _bad_request(error: ApiError) -> Body:
    detail = str(error) or "The request cannot be read"
    return {"errors": [{"title": "Bad request", "detail": detail}]}


def _bad_structure(_error: ApiError) -> Body:
    return BadStructureError().body()


ERROR_BODIES: ErrorBodies = {
    UnauthorizedError: lambda _: {"error": "HTTP Token: Access denied"},
    ForbiddenError: lambda _: {"error": "Forbidden"},
    TooManyRequestsError: lambda _: {"error": "Too many requests"},
    UnroutedError: lambda _: {"error": "Resource not found"},
    MalformedBodyError: _bad_structure,
    UnsupportedMediaTypeError: _bad_structure,
    BodyTooLargeError: lambda _: {"error": "Content too large"},
    MalformedRequestError: _bad_request,
    UnavailableError: lambda _: {"error": "Service unavailable"},
    InternalError: lambda _: {"error": "Internal server error"},
}
