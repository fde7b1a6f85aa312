"""Errors that every service answers, and the middleware that turns errors into JSON.

A service's own errors know their body. The errors of this module are the same everywhere in
meaning but not in shape, so each service says with `ErrorBodies` how it words them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeAlias

import asyncpg
import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from shared.http.json import json_response

Body: TypeAlias = Mapping[str, Any]
log = structlog.get_logger()


class ApiError(Exception):
    """Something a caller did, or met, that has an answer of its own."""

    status: ClassVar[int]
    headers: ClassVar[Mapping[str, str]] = {}

    def body(self) -> Body:
        """Return the JSON to answer with; errors of this module leave that to the service."""
        raise LookupError(f"the service has no words for {type(self).__name__}")


class UnauthorizedError(ApiError):
    """The token is missing, malformed, unknown, expired or revoked."""

    status = 401


class ForbiddenError(ApiError):
    """The token is good, but not for this endpoint."""

    status = 403


class TooManyRequestsError(ApiError):
    """The token has sent as many requests as it may for now; wait as `Retry-After` says."""

    status = 429


class UnroutedError(ApiError):
    """No such path, or the path has no such method."""

    status = 404


class MalformedBodyError(ApiError):
    """The request's body is not JSON."""

    status = 400


class UnsupportedMediaTypeError(ApiError):
    """The request's body is not declared to be JSON."""

    status = 415


class BodyTooLargeError(ApiError):
    """The request's body is larger than this listener takes."""

    status = 413


class MalformedRequestError(ApiError):
    """The request is not proper HTTP, or a header of it makes no sense."""

    status = 400


class UnavailableError(ApiError):
    """The database cannot be reached or does not answer in time; trying again later may help."""

    status = 503
    headers: ClassVar[Mapping[str, str]] = {"Retry-After": "5"}


class InternalError(ApiError):
    """A fault of ours; everything there is to know about it is in the log."""

    status = 500


ErrorBodies: TypeAlias = Mapping[type[ApiError], Callable[[ApiError], Body]]

UNAVAILABLE: Sequence[type[BaseException]] = (
    TimeoutError,
    # Also a Unix socket that is not there and a host name that nobody knows.
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.TooManyConnectionsError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.QueryCanceledError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
)


def render_error(error: ApiError, bodies: ErrorBodies) -> web.Response:
    """Answer an error in the words of the service."""
    wording = bodies.get(type(error))
    body = error.body() if wording is None else wording(error)
    return json_response(body, status=error.status, headers=error.headers)


def error_middleware(bodies: ErrorBodies) -> Middleware:
    """Turn whatever a handler raises into an answer in the service's shape."""

    @web.middleware
    async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except ApiError as error:
            return render_error(error, bodies)
        except web.HTTPException as error:
            return render_error(_translate(error), bodies)
        except tuple(UNAVAILABLE) as error:
            log.warning("unavailable", exc_info=error)
            return render_error(UnavailableError(), bodies)
        except Exception:
            log.exception("fault")
            return render_error(InternalError(), bodies)

    return answer_errors


def _translate(error: web.HTTPException) -> ApiError:
    if isinstance(error, web.HTTPNotFound | web.HTTPMethodNotAllowed):
        return UnroutedError()
    if isinstance(error, web.HTTPRequestEntityTooLarge):
        return BodyTooLargeError()
    return MalformedRequestError()
