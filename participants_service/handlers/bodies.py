"""From bodies to what services take, or to the one error for all that is wrong with a body."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web
from marshmallow import Schema

from participants_service.services.errors import BadStructureError
from shared.http.bodies import read_json
from shared.http.errors import MalformedBodyError, UnsupportedMediaTypeError


async def requested_attributes(request: web.Request, schema: Schema) -> Any:
    """Load those of `data.attributes` that a schema knows; raise BadStructureError without any.

    Null is a value like others for this question, and then as good as nothing. Lists and objects
    are not even that.
    """
    attributes = _attributes(await _json(request))
    known = {
        name: value
        for name, value in attributes.items()
        if name in schema.load_fields and not isinstance(value, list | dict)
    }
    if not known:
        raise BadStructureError
    given = {name: value for name, value in known.items() if value is not None}
    return schema.load(given, partial=True)


async def _json(request: web.Request) -> object:
    try:
        return await read_json(request)
    except (MalformedBodyError, UnsupportedMediaTypeError) as error:
        raise BadStructureError from error


def _attributes(body: object) -> Mapping[str, object]:
    data = body.get("data") if isinstance(body, dict) else None
    attributes = data.get("attributes") if isinstance(data, dict) else None
    return attributes if isinstance(attributes, dict) else {}
