"""What every request with a body has in common."""

from aiohttp import web

from shared.http.bodies import read_json
from trainees_service.services.sent_data import SentData


async def sent_data(request: web.Request) -> SentData:
    """Return the object under `data`, None if there is nothing in it.

    Raises what reading the body raises: a body that is no JSON is refused before anything else.
    """
    body = await read_json(request)
    data = body.get("data") if isinstance(body, dict) else None
    return data if isinstance(data, dict) and data else None
