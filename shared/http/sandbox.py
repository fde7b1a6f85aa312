"""The sandbox's clock: a request may ask to be answered as of another instant."""

from datetime import UTC, datetime

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from shared.clock import at
from shared.http.errors import MalformedRequestError

SERVER_DATE_HEADER = "X-With-Server-Date"


def sandbox_clock_middleware() -> Middleware:
    """Answer as of the instant in `X-With-Server-Date`; install this in a sandbox only."""

    @web.middleware
    async def set_clock(request: web.Request, handler: Handler) -> web.StreamResponse:
        text = request.headers.get(SERVER_DATE_HEADER)
        if text is None:
            return await handler(request)
        with at(parse_server_date(text)):
            return await handler(request)

    return set_clock


def parse_server_date(text: str) -> datetime:
    """Read an ISO 8601 date or date-time, UTC unless it says otherwise."""
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise MalformedRequestError(f"{SERVER_DATE_HEADER} is not an ISO 8601 date") from error
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    # Leave room at both ends for time zones and for rules that look years ahead or back.
    if not 1900 <= instant.year <= 2900:
        raise MalformedRequestError(f"{SERVER_DATE_HEADER} is too far away")
    return instant
