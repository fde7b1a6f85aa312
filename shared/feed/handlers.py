"""The feed's endpoint on the internal listener."""

from typing import Any, Protocol

from aiohttp import web

from shared.feed.events import Result
from shared.http.errors import ApiError, BodyTooLargeError
from shared.http.json import json_response, parse_json

EVENTS_AT_MOST = 5_000
BYTES_AT_MOST = 10 * 1024 * 1024


class Feed(Protocol):
    """Whatever takes events in."""

    async def apply(self, items: list[Any]) -> list[Result]:
        """Apply parsed JSON items in order and return one result for each."""


class UnreadableFeedError(ApiError):
    """The body as a whole cannot be read."""

    status = 400

    def body(self) -> dict[str, str]:
        """Say what a readable body looks like."""
        return {"error": f"Bad request: {self}"}


FEED = web.AppKey("feed", Feed)


async def post_events(request: web.Request) -> web.Response:
    """Take events in; 200 with a result for each as soon as the body can be read at all."""
    items = _items(request.content_type, await request.read())
    if len(items) > EVENTS_AT_MOST:
        raise BodyTooLargeError
    results = await request.app[FEED].apply(items)
    return json_response({"results": [result.to_json() for result in results]})


def _items(content_type: str, body: bytes) -> list[Any]:
    if content_type == "application/x-ndjson":
        return [parse_line(line) for line in body.splitlines() if line.strip()]
    if content_type != "application/json":
        raise UnreadableFeedError("send application/json or application/x-ndjson")
    try:
        document = parse_json(body)
    except ValueError as error:
        raise UnreadableFeedError(str(error)) from error
    if not isinstance(document, dict) or document.keys() != {"events"}:
        raise UnreadableFeedError("the document has one member, events")
    events = document["events"]
    if not isinstance(events, list):
        raise UnreadableFeedError("events is a list")
    return events


def parse_line(line: bytes) -> Any:
    """Read one line; a line that is not JSON stays bytes, which no event can be."""
    try:
        return parse_json(line)
    except ValueError:
        return line
